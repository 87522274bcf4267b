"""The stack's environment, its account, and the keys and types of any stack file."""

from tests.malformed.files import Malformed, case, stack_file, staging

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
        'cellscope:environment = "stage": not the environment of the stack staging',
        environment="stage",
    ),
    staging(
        "environment in capitals",
        'cellscope:environment = "STAGING": not the environment of the stack staging',
        environment="STAGING",
    ),
    staging(
        "staging claims to be production",
        'cellscope:environment = "production": not the environment of the stack staging. '
        'Write "staging".',
        environment="production",
    ),
    case(
        "production claims to be development",
        "production",
        # Only production's own rules count: http would be fine in development.
        'cellscope:apiUrl = "http://api.example.org": is not https',
        'cellscope:environment = "development": not the environment of the stack production. '
        'Write "production".',
        environment="development",
        apiUrl="http://api.example.org",
    ),
    case(
        "account claims to be staging",
        "account",
        'cellscope:environment = "staging": not the environment of the stack account. '
        'Write "production".',
        environment="staging",
    ),
    # Keys
    staging(
        "key misspelt, and so missing",
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
        "key like no other",
        "cellscope:zzz: unknown key. Known here: environment, accountId, region, deployRole",
        zzz="1",
    ),
    staging("key like no other, without a value", "cellscope:zzz: unknown key. Known here", zzz=""),
    staging(
        "nested key misspelt, and so missing",
        'cellscope:network.cdir: unknown key. Did you mean "cidr"?',
        network="{cdir: 10.10.0.0/16, natGateways: 1}",
    ),
    staging(
        "nested key too many",
        "cellscope:network.zones: unknown key. Known here: cidr, natGateways.",
        network="{cidr: 10.10.0.0/16, natGateways: 1, zones: [a, a]}",
    ),
    case(
        "all mandatory keys missing",
        "production",
        "cellscope:admins: missing.",
        "cellscope:apiUrl: missing. Write the address of the platform's api, to which topics "
        'deliver, for example "https://api.scp.biomage.net".',
        'cellscope:environment: missing. Write "production".',
        "cellscope:logRetentionDays: missing.",
        "cellscope:network: missing.",
        "cellscope:nodeGroups: missing.",
        "cellscope:uiOrigins: missing. Write the browser origins that may reach the buckets (CORS)",
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
            "aws:region: not read; the program makes its own provider. Use cellscope:region.",
            "kubernetes:context: not read; the program makes its own provider. Remove it.",
        ),
    ),
    # The account
    staging(
        "account id too short",
        'cellscope:accountId = "24290522471": has the wrong form. Write the twelve digits of the '
        'stack\'s AWS account, in quotes, for example "242905224710".',
        accountId='"24290522471"',
    ),
    staging(
        "account id with dashes",
        'cellscope:accountId = "2429-0522-4710": has the wrong form',
        accountId="2429-0522-4710",
    ),
    case(
        "region is a zone",
        "account",
        'cellscope:region = "eu-west-1a": has the wrong form',
        region="eu-west-1a",
    ),
    # Types
    staging(
        "list given as a text",
        'cellscope:uiOrigins = "https://ui.example.org": is not a list. Write the browser origins '
        'that may reach the buckets (CORS), for example ["https://scp.biomage.net"].',
        uiOrigins="https://ui.example.org",
    ),
    staging(
        "list entry is a number",
        "cellscope:alarmEmails[1] = 7: is not a text. Write an e-mail address",
        alarmEmails="[a@example.org, 7]",
    ),
    staging(
        "boolean given as a guess",
        'cellscope:accountSuffix = "maybe": is neither true nor false. Write true if bucket names',
        accountSuffix="maybe",
    ),
    staging(
        "boolean given as a number",
        "cellscope:accountSuffix = 1: is neither true nor false",
        accountSuffix="1",
    ),
)
