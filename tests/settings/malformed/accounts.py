"""Mistakes in the stack `account`."""

from tests.settings.malformed.cases import case, wrong

_FORMAT = "has an invalid format"

ACCOUNTS = (
    case(
        "organizations missing",
        "account",
        "cellscope:githubOrganization: missing. Write the GitHub organization that owns the ",
        "cellscope:organizationId: missing. Write the id of the AWS organization whose ",
        githubOrganization=None,
        organizationId=None,
    ),
    *wrong("githubOrganization", _FORMAT, "*", stack="account"),
    *wrong("infrastructureRepository", _FORMAT, "iac:*", stack="account"),
    *wrong("organizationId", _FORMAT, "o-*", stack="account"),
    case(
        "image pull accounts as a number, a wildcard and a duplicate",
        "account",
        "cellscope:imagePullAccounts[0] = 160782110667: must be a string",
        'cellscope:imagePullAccounts[1] = "*": has an invalid format',
        'cellscope:imagePullAccounts[3] = "160782110667": is a duplicate of [2]',
        imagePullAccounts='[160782110667, "*", "160782110667", "160782110667"]',
    ),
    *wrong(
        "breakGlassRole",
        "must not be a deploy role; it must work when the deploy roles fail",
        "cellscope-deploy-production",
        stack="account",
    ),
    case(
        "ids of GitHub without the organization's, as a number, and with a letter",
        "account",
        "cellscope:githubIds.organization: missing. Write the id of the organization",
        "cellscope:githubIds.repositories.iac = 7654321: must be a string",
        'cellscope:githubIds.repositories.ui = "76x": has an invalid format',
        githubIds='{repositories: {iac: 7654321, ui: "76x"}}',
    ),
    *wrong("githubIds", "must be a mapping", ["1234567"], stack="account"),
)
