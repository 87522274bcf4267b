"""Mistakes in the environment, the account id, and the keys and types of any stack file."""

from tests.settings.malformed.files import Malformed, case, stack_file, staging

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
    staging(
        "environment abbreviated",
        'cellscope:environment = "stage": is not the environment of the stack staging',
        environment="stage",
    ),
    staging(
        "environment in capitals",
        'cellscope:environment = "STAGING": is not the environment of the stack staging',
        environment="STAGING",
    ),
    staging(
        "staging claims to be production",
        'cellscope:environment = "production": is not the environment of the stack staging. '
        'Write "staging".',
        environment="production",
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
    case(
        "account claims to be staging",
        "account",
        'cellscope:environment = "staging": is not the environment of the stack account. Write '
        '"production".',
        environment="staging",
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
        "cellscope:zzz: unknown key. Valid keys: environment, accountId, region, deployRole",
        zzz="1",
    ),
    staging("unknown key without a value", "cellscope:zzz: unknown key. Valid keys", zzz=""),
    staging(
        "required nested key misspelt",
        'cellscope:network.cdir: unknown key. Did you mean "cidr"?',
        network="{cdir: 10.10.0.0/16, natGateways: 1}",
    ),
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
    staging(
        "account id too short",
        'cellscope:accountId = "24290522471": has an invalid format. Write the twelve-digit id '
        'of the stack\'s AWS account, in quotes, for example "242905224710".',
        accountId='"24290522471"',
    ),
    staging(
        "account id with dashes",
        'cellscope:accountId = "2429-0522-4710": has an invalid format',
        accountId="2429-0522-4710",
    ),
    case(
        "region is a zone",
        "account",
        'cellscope:region = "eu-west-1a": has an invalid format',
        region="eu-west-1a",
    ),
    # Types
    staging(
        "list given as a string",
        'cellscope:uiOrigins = "https://ui.example.org": must be a list. Write the browser '
        'origins that the buckets\' CORS rules allow, for example ["https://scp.biomage.net"].',
        uiOrigins="https://ui.example.org",
    ),
    staging(
        "list entry is a number",
        "cellscope:alarmEmails[1] = 7: must be a string. Write an e-mail address",
        alarmEmails="[a@example.org, 7]",
    ),
    staging(
        "boolean given as a string",
        'cellscope:accountSuffix = "maybe": must be true or false. Write true to append',
        accountSuffix="maybe",
    ),
    staging(
        "boolean given as a number",
        "cellscope:accountSuffix = 1: must be true or false",
        accountSuffix="1",
    ),
)
