"""Mistakes in the stack `account`."""

from tests.settings.malformed.cases import case, wrong
from tests.settings.malformed.files import CONNECTION

_REPOSITORY = "is not a name of a GitHub repository. Write the name of this program's GitHub"
_FORMAT = "has an invalid format"

ACCOUNTS = (
    case(
        "GitHub organization missing",
        "account",
        "cellscope:githubOrganization: missing. Write the GitHub organization that owns the ",
        githubOrganization=None,
    ),
    *wrong("githubOrganization", _FORMAT, "*", stack="account"),
    *wrong("infrastructureRepository", _REPOSITORY, "iac:*", ".", "..", stack="account"),
    *wrong("organizationId", _FORMAT, "o-*", stack="account"),
    case(
        "image pull accounts as a number, a wildcard and a duplicate",
        "account",
        "cellscope:imagePullAccounts[0] = 160782110667: must be a string",
        'cellscope:imagePullAccounts[1] = "*": has an invalid format',
        'cellscope:imagePullAccounts[3] = "160782110667": is a duplicate of [2]',
        imagePullAccounts='[160782110667, "*", "160782110667", "160782110667"]',
    ),
    case(
        "runners missing",
        "account",
        "cellscope:runners: missing. Write the runners of workflows that need a cluster: a "
        'connection, or a label, for example {"label": "cellscope-runners"}.',
        runners=None,
    ),
    case(
        "runners without a connection and a label",
        "account",
        "cellscope:runners.label: missing. Write the label of your own runners, or instead a ",
        runners="{}",
    ),
    case(
        "runners with a connection and a label",
        "account",
        'cellscope:runners.label = "own": conflicts with connection; set only one of the two',
        runners=f'{{"connection": "{CONNECTION}", "label": "own"}}',
    ),
    case(
        "a connection to CodeStar",
        "account",
        'cellscope:runners.connection = "arn:aws:codestar-connections:',
        runners=f'{{"connection": "{CONNECTION.replace("code", "codestar-", 1)}"}}',
    ),
    case(
        "a label with a comma",
        "account",
        'cellscope:runners.label = "a,b": has an invalid format. Write the label of your own',
        runners='{"label": "a,b"}',
    ),
    *wrong("runners", "must be a mapping", "own", stack="account"),
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
