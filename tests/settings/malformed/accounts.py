"""Mistakes in the stack `account`."""

from tests.settings.malformed.files import case

ACCOUNTS = (
    case(
        "organizations missing",
        "account",
        "cellscope:githubOrganization: missing. Write the GitHub organization that owns the "
        'platform\'s repositories, for example "hms-dbmi-cellenics".',
        "cellscope:organizationId: missing. Write the id of the AWS organization whose "
        'principals may encrypt secrets, for example "o-a1b2c3d4e5".',
        githubOrganization=None,
        organizationId=None,
    ),
    case(
        "GitHub organization with a wildcard",
        "account",
        'cellscope:githubOrganization = "*": has an invalid format',
        'cellscope:infrastructureRepository = "iac:*": has an invalid format',
        githubOrganization='"*"',
        infrastructureRepository='"iac:*"',
    ),
    case(
        "AWS organization with a wildcard",
        "account",
        'cellscope:organizationId = "o-*": has an invalid format',
        organizationId='"o-*"',
    ),
    case(
        "image pull accounts as a number, a wildcard and a duplicate",
        "account",
        "cellscope:imagePullAccounts[0] = 160782110667: must be a string. Write a twelve-digit "
        'AWS account id, in quotes, for example "160782110667".',
        'cellscope:imagePullAccounts[1] = "*": has an invalid format',
        'cellscope:imagePullAccounts[3] = "160782110667": is a duplicate of [2]. Remove one of '
        "them.",
        imagePullAccounts='[160782110667, "*", "160782110667", "160782110667"]',
    ),
    case(
        "break-glass role that is the deploy role",
        "account",
        'cellscope:breakGlassRole = "cellscope-deploy": must not be the deploy role',
        breakGlassRole="cellscope-deploy",
    ),
)
