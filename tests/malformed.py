"""Stack files with mistakes, and what the one message about each must say.

Each tells, in the order of the message, what the line of one problem contains; a message with more
or fewer lines than that is wrong too.
"""

from typing import NamedTuple


class Malformed(NamedTuple):
    """A stack file that must be refused before any resource is registered."""

    name: str
    stack: str
    yaml: str
    tells: tuple[str, ...]


_GOOD = {
    "account": {"cellscope:environment": "production"},
    "development": {
        "cellscope:environment": "development",
        "cellscope:apiUrl": "http://host.docker.internal:3000",
        "cellscope:uiOrigins": "[http://localhost:5000]",
    },
    "staging": {
        "cellscope:environment": "staging",
        "cellscope:apiUrl": "https://api.staging.example.org",
        "cellscope:uiOrigins": '["https://ui-*.staging.example.org"]',
        "cellscope:network": "{cidr: 10.10.0.0/16}",
    },
    "production": {
        "cellscope:environment": "production",
        "cellscope:apiUrl": "https://api.example.org",
        "cellscope:uiOrigins": '["https://example.org"]',
        "cellscope:network": "{cidr: 10.20.0.0/16}",
    },
}
"""Well-formed files: each key with its value in YAML."""


def stack_file(stack: str, **changes: str | None) -> str:
    """A good file of the stack with some of the project's keys set to other YAML, or left out."""
    entries = _GOOD[stack] | {f"cellscope:{key}": value for key, value in changes.items()}
    lines = [f"  {key}: {value}\n" for key, value in entries.items() if value is not None]
    return "".join(["config:\n", *lines])


def _case(name: str, stack: str, *tells: str, **changes: str | None) -> Malformed:
    return Malformed(name, stack, stack_file(stack, **changes), tells)


def _staging(name: str, *tells: str, **changes: str | None) -> Malformed:
    return _case(name, "staging", *tells, **changes)


_ORIGIN = 'cellscope:uiOrigins[0] = "'
_CIDR = "cellscope:network.cidr = "

MALFORMED = (
    # Environments
    _staging(
        "environment missing",
        'cellscope:environment: missing. Write "staging".',
        environment=None,
    ),
    _staging(
        "environment null", 'cellscope:environment: missing. Write "staging".', environment="null"
    ),
    _staging(
        "environment abbreviated",
        'cellscope:environment = "stage": not the environment of the stack staging',
        environment="stage",
    ),
    _staging(
        "environment in capitals",
        'cellscope:environment = "STAGING": not the environment of the stack staging',
        environment="STAGING",
    ),
    _staging(
        "staging claims to be production",
        'cellscope:environment = "production": not the environment of the stack staging. '
        'Write "staging".',
        environment="production",
    ),
    _case(
        "production claims to be development",
        "production",
        # Only production's own rules count: http would be fine in development.
        'cellscope:apiUrl = "http://api.example.org": is not https',
        'cellscope:environment = "development": not the environment of the stack production. '
        'Write "production".',
        environment="development",
        apiUrl="http://api.example.org",
    ),
    _case(
        "account claims to be staging",
        "account",
        'cellscope:environment = "staging": not the environment of the stack account. '
        'Write "production".',
        environment="staging",
    ),
    # Keys
    _staging(
        "key misspelt, and so missing",
        'cellscope:netwrok: unknown key. Did you mean "network"?',
        network=None,
        netwrok="{cidr: 10.10.0.0/16}",
    ),
    _staging(
        "key in snake case",
        'cellscope:api_url: unknown key. Did you mean "apiUrl"?',
        apiUrl=None,
        api_url="https://api.staging.example.org",
    ),
    _staging(
        "key in capitals",
        'cellscope:APIURL: unknown key. Did you mean "apiUrl"?',
        apiUrl=None,
        APIURL="https://api.staging.example.org",
    ),
    _staging(
        "key like no other",
        "cellscope:zzz: unknown key. Known here: environment, accountId, region, apiUrl",
        zzz="1",
    ),
    _staging(
        "key like no other, without a value", "cellscope:zzz: unknown key. Known here", zzz=""
    ),
    _staging(
        "nested key misspelt, and so missing",
        'cellscope:network.cdir: unknown key. Did you mean "cidr"?',
        network="{cdir: 10.10.0.0/16}",
    ),
    _staging(
        "nested key too many",
        "cellscope:network.zones: unknown key. Known here: cidr.",
        network="{cidr: 10.10.0.0/16, zones: [a, a]}",
    ),
    _case(
        "all mandatory keys missing",
        "production",
        "cellscope:apiUrl: missing. Write the address of the platform's api, to which topics "
        'deliver, for example "https://api.scp.biomage.net".',
        'cellscope:environment: missing. Write "production".',
        "cellscope:network: missing. Write the network that the environment makes for itself, for "
        'example {"cidr": "10.10.0.0/16"}.',
        "cellscope:uiOrigins: missing. Write the browser origins that may reach the buckets (CORS)",
        environment=None,
        accountSuffix="true",
        apiUrl=None,
        uiOrigins=None,
        network=None,
    ),
    Malformed(
        "keys of other namespaces",
        "staging",
        stack_file("staging") + "  aws:region: us-east-1\n  kubernetes:context: minikube\n",
        (
            "aws:region: not read; the program makes its own provider. Use cellscope:region.",
            "kubernetes:context: not read; the program makes its own provider. Remove it.",
        ),
    ),
    # The account
    _staging(
        "account id too short",
        'cellscope:accountId = "24290522471": has the wrong form. Write the twelve digits of the '
        'stack\'s AWS account, in quotes, for example "242905224710".',
        accountId='"24290522471"',
    ),
    _staging(
        "account id with dashes",
        'cellscope:accountId = "2429-0522-4710": has the wrong form',
        accountId="2429-0522-4710",
    ),
    _case(
        "region is a zone",
        "account",
        'cellscope:region = "eu-west-1a": has the wrong form',
        region="eu-west-1a",
    ),
    # Addresses
    _staging(
        "api without a scheme",
        'cellscope:apiUrl = "api.staging.example.org": is not scheme://host',
        apiUrl="api.staging.example.org",
    ),
    _staging(
        "api with a path",
        'cellscope:apiUrl = "https://api.staging.example.org/": is not scheme://host',
        apiUrl="https://api.staging.example.org/",
    ),
    _staging(
        "api not encrypted",
        'cellscope:apiUrl = "http://api.staging.example.org": is not https; only development may',
        apiUrl="http://api.staging.example.org",
    ),
    _staging(
        "any origin",
        _ORIGIN + '*": lets any website in. Write a browser origin, for example '
        '"https://scp.biomage.net".',
        uiOrigins='["*"]',
    ),
    _staging(
        "any encrypted origin",
        _ORIGIN + 'https://*": has too wide a *',
        uiOrigins='["https://*"]',
    ),
    _staging(
        "any origin of a top-level domain",
        _ORIGIN + 'https://*.net": has too wide a *',
        uiOrigins='["https://*.net"]',
    ),
    _staging(
        "any origin of a domain",
        _ORIGIN + 'https://*.example.org": has too wide a *',
        uiOrigins='["https://*.example.org"]',
    ),
    _staging(
        "any origin whose domain begins so",
        _ORIGIN + 'https://bio*.net": has too wide a *',
        uiOrigins='["https://bio*.net"]',
    ),
    _staging(
        "two stars",
        _ORIGIN + 'https://u*-*.staging.example.org": has too wide a *',
        uiOrigins='["https://u*-*.staging.example.org"]',
    ),
    _staging(
        "origin with a path",
        _ORIGIN + 'https://ui.example.org/": is not scheme://host',
        uiOrigins='["https://ui.example.org/"]',
    ),
    _staging(
        "origin not encrypted",
        _ORIGIN + 'http://ui.example.org": is not https',
        uiOrigins='["http://ui.example.org"]',
    ),
    _case(
        "any origin on a laptop",
        "development",
        _ORIGIN + '*": lets any website in',
        uiOrigins='["*"]',
    ),
    _staging(
        "no origin",
        "cellscope:uiOrigins = []: is empty. Write the browser origins",
        uiOrigins="[]",
    ),
    # Types
    _staging(
        "list given as a text",
        'cellscope:uiOrigins = "https://ui.example.org": is not a list. Write the browser origins '
        'that may reach the buckets (CORS), for example ["https://scp.biomage.net"].',
        uiOrigins="https://ui.example.org",
    ),
    _staging(
        "list entry is a number",
        "cellscope:alarmEmails[1] = 7: is not a text. Write an e-mail address",
        alarmEmails="[a@example.org, 7]",
    ),
    _staging(
        "boolean given as a guess",
        'cellscope:accountSuffix = "maybe": is neither true nor false. Write true if bucket names',
        accountSuffix="maybe",
    ),
    _staging(
        "boolean given as a number",
        "cellscope:accountSuffix = 1: is neither true nor false",
        accountSuffix="1",
    ),
    _staging(
        "network given as a text",
        'cellscope:network = "10.10.0.0/16": is not a mapping. Write the network that the '
        'environment makes for itself, for example {"cidr": "10.10.0.0/16"}.',
        network="10.10.0.0/16",
    ),
    _staging(
        "network given as a list",
        'cellscope:network = ["10.10.0.0/16", "10.10.0.0/16"]: is not a mapping',
        network="[10.10.0.0/16, 10.10.0.0/16]",
    ),
    # Networks
    _staging(
        "cidr next to a private block",
        _CIDR + '"192.169.0.0/16": is not private',
        network="{cidr: 192.169.0.0/16}",
    ),
    _staging("cidr empty", _CIDR + '"": is not an IPv4 network', network='{cidr: ""}'),
    _staging(
        "cidr of a host",
        _CIDR + '"10.10.0.1/16": is not an IPv4 network in canonical form',
        network="{cidr: 10.10.0.1/16}",
    ),
    _staging(
        "cidr with a net mask",
        _CIDR + '"10.10.0.0/255.255.0.0": is not an IPv4 network in canonical form',
        network="{cidr: 10.10.0.0/255.255.0.0}",
    ),
    _staging(
        "cidr is a number",
        _CIDR + "168427520: is not an IPv4 network in canonical form",
        network="{cidr: 168427520}",
    ),
    _staging(
        "cidr is a boolean",
        _CIDR + "true: is not an IPv4 network in canonical form",
        network="{cidr: true}",
    ),
    _staging(
        "cidr of IPv6",
        _CIDR + '"fd00::/16": is not an IPv4 network in canonical form',
        network="{cidr: 'fd00::/16'}",
    ),
    _staging(
        "cidr public",
        _CIDR + '"172.32.0.0/16": is not private. Write the network\'s private IPv4 range',
        network="{cidr: 172.32.0.0/16}",
    ),
    _staging(
        "cidr too large",
        _CIDR + '"10.0.0.0/15": is out of the range /16 to /20',
        network="{cidr: 10.0.0.0/15}",
    ),
    _staging(
        "cidr too small",
        _CIDR + '"10.0.0.0/21": is out of the range /16 to /20',
        network="{cidr: 10.0.0.0/21}",
    ),
    # Addresses of people
    _staging(
        "not an e-mail address",
        'cellscope:alarmEmails[0] = "Jane Doe": has the wrong form. Write an e-mail address, for '
        'example "alarms@example.org".',
        alarmEmails="[Jane Doe]",
    ),
    _staging(
        "e-mail address twice",
        'cellscope:alarmEmails[2] = "a@example.org": repeats [0]. Write it once.',
        alarmEmails="[a@example.org, b@example.org, a@example.org]",
    ),
    _staging(
        "e-mail address twice, in another case",
        'cellscope:alarmEmails[1] = "A@Example.org": repeats [0]',
        alarmEmails="[a@example.org, A@Example.org]",
    ),
    _staging(
        "origin twice",
        'cellscope:uiOrigins[1] = "https://ui.example.org": repeats [0]',
        uiOrigins="[https://ui.example.org, https://ui.example.org]",
    ),
    _staging(
        "bad entry twice",
        _ORIGIN + '*": lets any website in',
        'cellscope:uiOrigins[1] = "*": lets any website in',
        uiOrigins='["*", "*"]',
    ),
    # Much at once
    _staging(
        "a long value",
        'cellscope:region = "' + 76 * "x" + "...: has the wrong form",
        region=200 * "x",
    ),
    _staging(
        "a value of two lines",
        'cellscope:region = "eu-west-1\\nus-east-1": has the wrong form',
        region='"eu-west-1\\nus-east-1"',
    ),
    _case(
        "a mistake of each kind",
        "production",
        'cellscope:accountId = "1": has the wrong form',
        'cellscope:accountSuffix = "yess": is neither true nor false',
        'cellscope:alarmEmails[1] = "a@example.org": repeats [0]',
        'cellscope:alarmMails: unknown key. Did you mean "alarmEmails"?',
        "cellscope:apiUrl: missing.",
        'cellscope:environment = "staging": not the environment of the stack production',
        _CIDR + '"8.8.0.0/16": is not private',
        "cellscope:network.name: unknown key. Known here: cidr.",
        'cellscope:region = "Ireland": has the wrong form',
        "cellscope:uiOrigins[0] = 5: is not a text",
        'cellscope:uiOrigins[1] = "*": lets any website in',
        accountId='"1"',
        accountSuffix="yess",
        alarmEmails="[a@example.org, a@example.org]",
        alarmMails="[]",
        apiUrl=None,
        environment="staging",
        network="{cidr: 8.8.0.0/16, name: main}",
        region="Ireland",
        uiOrigins='[5, "*", "https://example.org"]',
    ),
    Malformed(
        "a stack that nobody declared",
        "qa",
        stack_file("staging"),
        ("qa: unknown stack. Choose one of account, development, staging, production.",),
    ),
    Malformed(
        "an empty file",
        "development",
        "config: {}\n",
        (
            "cellscope:apiUrl: missing.",
            'cellscope:environment: missing. Write "development".',
            "cellscope:uiOrigins: missing.",
        ),
    ),
)
