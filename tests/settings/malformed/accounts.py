"""Mistakes in the stack `account`."""

from tests.settings.malformed.cases import case, wrong

_FORMAT = "has an invalid format"

ACCOUNTS = (
    case(
        "GitHub organization missing",
        "account",
        "cellscope:githubOrganization: missing. Write the GitHub organization that owns the ",
        githubOrganization=None,
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
    *wrong("breakGlassRole", "must not be the deploy role", "cellscope-deploy", stack="account"),
)
