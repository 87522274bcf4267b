"""Files that are missing, have the wrong structure, or set keys of other stacks."""

from typing import Any

from tests.settings.malformed.cases import Malformed, case
from tests.settings.malformed.files import stack_file
from tests.settings.malformed.sandboxes import sandbox_file

_STAGING = stack_file("staging")
_LINES = _STAGING.partition("\n")[2]
_SANDBOX = "sandbox-ada-1"
_DEFAULTS = "pulumi:disable-default-providers"
_CREDENTIALS = "must contain aws and kubernetes: a default provider deploys with any credentials"


def _refused(name: str, yaml: str | None, problem: str, stack: str = "staging") -> Malformed:
    return Malformed(name, stack, yaml, (problem,))


def _providers(written: str) -> Malformed:
    yaml = f"{_STAGING}  {_DEFAULTS}: {written}\n"
    return _refused(f"default providers {written}", yaml, f"{_DEFAULTS} = ")


def _of_another(stack: str, key: str, value: Any) -> Malformed:
    text = sandbox_file() if stack == _SANDBOX else stack_file(stack)
    line = f"cellscope:{key}: is no key of the stack {stack}. Remove it."
    return _refused(f"{key} in {stack}", f"{text}  cellscope:{key}: {value}\n", line, stack)


WHOLE_FILES = (
    # Missing and empty files
    _refused("missing file", None, "Pulumi.staging.yaml: does not exist in /"),
    _refused("missing file of a sandbox", None, "ada-1.yaml: does not exist in /", _SANDBOX),
    _refused("empty file", "", "Pulumi.staging.yaml: sets no key. Write config:"),
    _refused("comment alone", "# config\n", "Pulumi.account.yaml: sets no key.", "account"),
    _refused("config without keys", "config:\n", "Pulumi.staging.yaml: sets no key."),
    # Structure
    _refused("list", "- environment: staging\n", "Pulumi.staging.yaml: is not a mapping."),
    _refused("text", "staging\n", "Pulumi.staging.yaml: is not a mapping."),
    _refused(
        "config is a list",
        "config:\n  - cellscope:environment: staging\n",
        'Pulumi.staging.yaml.config = [{"cellscope:environment": "staging"}]: is not a mapping.',
    ),
    _refused("config is a text", "config: staging\n", 'Pulumi.staging.yaml.config = "staging": is'),
    _refused("unclosed list", "config: [\n", "Pulumi.staging.yaml: cannot be read: while parsing"),
    _refused("tab", "config:\n\tx: 1\n", "Pulumi.staging.yaml: cannot be read: while scanning for"),
    _refused(
        "key twice",
        f"{_STAGING}  cellscope:environment: staging\n",
        "Pulumi.staging.yaml: cannot be read: the key cellscope:environment is set twice in",
    ),
    _refused("second document", f"{_STAGING}---\n{_STAGING}", "staging.yaml: has 2 YAML documents"),
    _refused("empty second document", f"{_STAGING}---\n", "staging.yaml: has 2 YAML documents"),
    # Indentation
    _refused(
        "keys beside config",
        "config:\n" + _LINES.replace("\n  ", "\n").lstrip(),
        "is not below config:. Indent it there, or remove it.",
    ),
    _refused(
        "one key beside config",
        f"{_STAGING}cellscope:accountSuffix: true\n",
        "Pulumi.staging.yaml.cellscope:accountSuffix: is not below config:. Indent it there",
    ),
    _refused(
        "network without indentation",
        stack_file("staging", network="\n  cidr: 10.10.0.0/16\n  natGateways: 1"),
        "cellscope:network: is empty. Indent the lines of cidr, natGateways below it.",
    ),
    _refused(
        "ids of GitHub without indentation",
        stack_file("account", githubIds='\n  organization: "1"\n  repositories: {iac: "2"}'),
        "cellscope:githubIds: is empty. Indent the lines of organization, repositories below it.",
        "account",
    ),
    # Keys of other stacks
    _of_another("development", "network", "{cidr: 10.10.0.0/16, natGateways: 1}"),
    _of_another("development", "users", "[]"),
    _of_another("account", "kubernetesVersion", '"1.35"'),
    _of_another("account", "sandbox", "ada-1"),
    _of_another("staging", "imagePullAccounts", "[]"),
    _of_another("staging", "githubOrganization", "hms-dbmi-cellenics"),
    _of_another(_SANDBOX, "nodeGroups", "[]"),
    _of_another(_SANDBOX, "apiUrl", "https://api.example.org"),
    _refused(
        "unknown key of a sandbox",
        f"{sandbox_file()}  cellscope:zzz: 1\n",
        "cellscope:zzz: unknown key. Valid keys: environment, accountId, region, sandbox, expires.",
        _SANDBOX,
    ),
    # Keys of Pulumi
    _providers("[]"),
    _providers("[aws]"),
    _refused(
        "no default providers",
        f"{_STAGING}  {_DEFAULTS}:\n",
        f'{_DEFAULTS} = "": {_CREDENTIALS}. Remove it from the stack file.',
    ),
    _refused(
        "key with the project's name and without it",
        f"{_STAGING}  cellscope:region: eu-west-1\n  region: eu-west-2\n",
        "Pulumi.staging.yaml.region: is also set as cellscope:region. Remove one of the two.",
    ),
    # Spelling
    _refused(
        "namespace of a key misspelt",
        _STAGING.replace("cellscope:monthlyBudget", "celscope:monthlyBudget"),
        "celscope:monthlyBudget: has no effect; the program sets up its own providers. Use cells",
    ),
    _refused(
        "namespace of a key with a default misspelt",
        _STAGING.replace("cellscope:alarmEmails", "celscope:alarmEmails"),
        "celscope:alarmEmails: has no effect; the program sets up its own providers. Use cellsco",
    ),
    case(
        "uiOrigins named users",
        "development",
        "cellscope:uiOrigins: missing. Write the browser origins",
        "cellscope:users: is no key of the stack development. Remove it.",
        uiOrigins=None,
        users="[http://localhost:5000]",
    ),
    case(
        "a key with the opposite meaning",
        "staging",
        "cellscope:nodeGroups[0].minUnavailable: unknown key. Valid keys: name, instanceTypes",
        nodeGroups='[{"name": "a", "instanceTypes": ["r5.large"], "capacity": "SPOT", "minSize": 1,'
        ' "maxSize": 1, "diskSize": 20, "minUnavailable": 1}]',
    ),
    case(
        "a key without its first word",
        "staging",
        'cellscope:zones: unknown key. Did you mean "availabilityZones"?',
        zones="[eu-west-1a, eu-west-1b, eu-west-1c]",
    ),
)
