"""Mistakes in the environment, the account id, and the keys and types of any stack file."""

from tests.settings.malformed.cases import Malformed, case, misspelt, staging, wrong
from tests.settings.malformed.files import stack_file

KEYS = (
    # Environments
    staging(
        "environment missing",
        'cellscope:environment: missing. Write "staging".',
        environment=None,
    ),
    staging(
        "environment null", 'cellscope:environment: missing. Write "staging".', environment="null"
    ),
    *wrong(
        "environment",
        'is not the environment of the stack staging. Write "staging".',
        *("stage", "STAGING", "production"),
    ),
    case(
        "production claims to be development",
        "production",
        # The rules of production apply, although development allows http.
        'cellscope:apiUrl = "http://api.example.org": must use https',
        'cellscope:environment = "development": is not the environment of the stack production. '
        'Write "production".',
        environment="development",
        apiUrl="http://api.example.org",
    ),
    *wrong(
        "environment",
        'is not the environment of the stack account. Write "production".',
        "staging",
        stack="account",
    ),
    # Keys
    staging(
        "required key misspelt",
        'cellscope:netwrok: unknown key. Did you mean "network"?',
        network=None,
        netwrok="{cidr: 10.10.0.0/16, natGateways: 1}",
    ),
    staging(
        "key in snake case",
        'cellscope:api_url: unknown key. Did you mean "apiUrl"?',
        apiUrl=None,
        api_url="https://api.staging.example.org",
    ),
    staging(
        "key in capitals",
        'cellscope:APIURL: unknown key. Did you mean "apiUrl"?',
        apiUrl=None,
        APIURL="https://api.staging.example.org",
    ),
    staging(
        "unknown key",
        "cellscope:zzz: unknown key. Valid keys: environment, accountId, region, retired",
        zzz="1",
    ),
    staging("unknown key without a value", "cellscope:zzz: unknown key. Valid keys", zzz=""),
    misspelt("network.cidr", "cdir"),
    staging(
        "unknown key of the network",
        "cellscope:network.zones: unknown key. Valid keys: cidr, natGateways.",
        network="{cidr: 10.10.0.0/16, natGateways: 1, zones: [a, a]}",
    ),
    case(
        "all required keys missing",
        "production",
        "cellscope:admins: missing.",
        "cellscope:apiUrl: missing. Write the URL of the platform's API, to which SNS topics "
        'deliver, for example "https://api.scp.biomage.net".',
        'cellscope:environment: missing. Write "production".',
        "cellscope:logRetentionDays: missing.",
        "cellscope:network: missing.",
        "cellscope:nodeGroups: missing.",
        "cellscope:uiOrigins: missing. Write the browser origins that the buckets' CORS rules "
        "allow",
        environment=None,
        accountSuffix="true",
        admins=None,
        apiUrl=None,
        logRetentionDays=None,
        network=None,
        nodeGroups=None,
        uiOrigins=None,
    ),
    Malformed(
        "keys of other namespaces",
        "staging",
        stack_file("staging") + "  aws:region: us-east-1\n  kubernetes:context: minikube\n",
        (
            "aws:region: has no effect; the program sets up its own providers. Use cellscope:reg",
            "kubernetes:context: has no effect; the program sets up its own providers. Remove it.",
        ),
    ),
    # The account
    *wrong("accountId", "has an invalid format", "24290522471", "2429-0522-4710"),
    *wrong("region", "has an invalid format", "eu-west-1a", stack="account"),
    # Types
    *wrong(
        "uiOrigins",
        "must be a list. Write the browser origins that the buckets' CORS rules allow, for "
        'example ["https://scp.biomage.net"].',
        "https://ui.example.org",
    ),
    *wrong("alarmEmails[0]", "must be a string. Write an e-mail address", 7),
    *wrong("accountSuffix", "must be true or false. Write true to append", "maybe", 1),
)
