"""The stack of what exists once per AWS account."""

from tests.malformed.files import case

ACCOUNTS = (
    case(
        "account of nobody",
        "account",
        "cellscope:githubOrganization: missing. Write the GitHub organization of the platform's "
        'repositories, for example "hms-dbmi-cellenics".',
        "cellscope:organizationId: missing. Write the id of the AWS organization, whose people may "
        'encrypt secrets, for example "o-a1b2c3d4e5".',
        githubOrganization=None,
        organizationId=None,
    ),
    case(
        "any organization of GitHub's",
        "account",
        'cellscope:githubOrganization = "*": has the wrong form',
        'cellscope:infrastructureRepository = "iac:*": has the wrong form',
        githubOrganization='"*"',
        infrastructureRepository='"iac:*"',
    ),
    case(
        "any organization of AWS's",
        "account",
        'cellscope:organizationId = "o-*": has the wrong form',
        organizationId='"o-*"',
    ),
    case(
        "accounts that pull, by number and by name",
        "account",
        "cellscope:imagePullAccounts[0] = 160782110667: is not a text. Write the twelve digits of "
        'an AWS account, in quotes, for example "160782110667".',
        'cellscope:imagePullAccounts[1] = "*": has the wrong form',
        'cellscope:imagePullAccounts[3] = "160782110667": repeats [2]. Write it once.',
        imagePullAccounts='[160782110667, "*", "160782110667", "160782110667"]',
    ),
    case(
        "break-glass role that is the deploy role",
        "account",
        'cellscope:breakGlassRole = "cellscope-deploy": is the role that deploys',
        breakGlassRole="cellscope-deploy",
    ),
)
