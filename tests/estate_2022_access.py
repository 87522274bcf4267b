"""What each access group may do, as the estate records it (estate, 5) but for its faults.

Written down a second time, by hand, so that a slip in `estate/` meets a test. An ARN may say
`{env}`; what differs from the record on purpose says so.
"""

from collections.abc import Iterator, Mapping

from tests.estate_2022 import ACCOUNT, BUCKETS, TABLES

_HERE = f"eu-west-1:{ACCOUNT}"
_ANY = ["*"]

_BUCKETS = [f"arn:aws:s3:::{name}-{{env}}" for name in BUCKETS]
_OBJECTS = [f"{bucket}/*" for bucket in _BUCKETS]
_TABLES = [f"arn:aws:dynamodb:{_HERE}:table/{name}-{{env}}" for name in TABLES]
_INDEX = f"arn:aws:dynamodb:{_HERE}:table/samples-{{env}}/index/gsiByProjectAndExperimentID"
_MACHINES = ("biomage-pipeline", "pipeline", "biomage-qc", "biomage-gem2s")
_NAMED = "*-{env}*"
_ME = [f"arn:aws:iam::{ACCOUNT}:user/{path}${{aws:username}}" for path in ("", "*/")]
_MY_DEVICES = [f"arn:aws:iam::{ACCOUNT}:mfa/${{aws:username}}{rest}" for rest in ("", "-*")]


def _states(kind: str, rest: str = "") -> list[str]:
    return [f"arn:aws:states:{_HERE}:{kind}:{name}-{{env}}-*{rest}" for name in _MACHINES]


def _iam(resource: str) -> list[str]:
    return [f"arn:aws:iam::{ACCOUNT}:{resource}"]


_SELF_SERVICE = [
    # Differs: the password policy is what is meant by it; AWS knows no resource for either.
    ("iam", "GetAccountPasswordPolicy ListVirtualMFADevices", _ANY),
    # Differs: also for users with a path. Devices have ARNs of their own, by which the record's
    # two actions on them were no rights at all.
    ("iam", "ChangePassword GetUser", _ME),
    ("iam", "CreateAccessKey DeleteAccessKey ListAccessKeys UpdateAccessKey", _ME),
    (
        "iam",
        (
            "DeleteSigningCertificate ListSigningCertificates UpdateSigningCertificate"
            " UploadSigningCertificate"
        ),
        _ME,
    ),
    (
        "iam",
        (
            "DeleteSSHPublicKey GetSSHPublicKey ListSSHPublicKeys UpdateSSHPublicKey"
            " UploadSSHPublicKey"
        ),
        _ME,
    ),
    (
        "iam",
        (
            "CreateServiceSpecificCredential DeleteServiceSpecificCredential"
            " ListServiceSpecificCredentials ResetServiceSpecificCredential"
            " UpdateServiceSpecificCredential"
        ),
        _ME,
    ),
    ("iam", "DeactivateMFADevice EnableMFADevice ListMFADevices ResyncMFADevice", _ME),
    ("iam", "CreateVirtualMFADevice DeleteVirtualMFADevice", _MY_DEVICES),
]

_RECORDED: Mapping[str, list[tuple[str, str, list[str]]]] = {
    "engineer": [
        # Differs: s3:* is what reads and writes objects, without what erases old versions.
        (
            "s3",
            (
                "AbortMultipartUpload DeleteObject GetObject GetObjectTagging GetObjectVersion"
                " ListMultipartUploadParts PutObject PutObjectTagging"
            ),
            _OBJECTS,
        ),
        # Differs: objects could be reached but not found.
        (
            "s3",
            (
                "GetBucketLocation ListBucket ListBucketMultipartUploads ListBucketVersions"
                " GetBucketCORS GetBucketVersioning GetLifecycleConfiguration"
            ),
            _BUCKETS,
        ),
        # Differs: on a pattern of ARNs that matched by accident; AWS knows no resource.
        ("s3", "ListAllMyBuckets", _ANY),
        # Differs: AmazonDynamoDBFullAccess was for all tables of the account, and to delete them.
        ("dynamodb", "ListTables", _ANY),
        (
            "dynamodb",
            "BatchGetItem DescribeTable GetItem PartiQLSelect Query Scan",
            [*_TABLES, _INDEX],
        ),
        (
            "dynamodb",
            (
                "BatchWriteItem ConditionCheckItem DeleteItem PartiQLDelete PartiQLInsert"
                " PartiQLUpdate PutItem UpdateItem"
            ),
            _TABLES,
        ),
        # Differs: sqs:* is what works with messages; there are dead letters now, as well.
        ("sqs", "ListQueues", _ANY),
        (
            "sqs",
            (
                "CancelMessageMoveTask ChangeMessageVisibility DeleteMessage GetQueueAttributes"
                " GetQueueUrl ListDeadLetterSourceQueues ListMessageMoveTasks PurgeQueue"
                " ReceiveMessage SendMessage StartMessageMoveTask"
            ),
            [
                f"arn:aws:sqs:{_HERE}:queue-job-*-{{env}}.fifo",
                f"arn:aws:sqs:{_HERE}:queue-job-*-{{env}}-dead-letters.fifo",
                f"arn:aws:sqs:{_HERE}:work-results-{{env}}-*-dead-letters",
            ],
        ),
        # Differs: sns:* is to see and to publish, on the alarms' topic by the name that it has.
        ("sns", "GetSubscriptionAttributes ListTopics", _ANY),
        (
            "sns",
            "GetTopicAttributes ListSubscriptionsByTopic Publish",
            [
                f"arn:aws:sns:{_HERE}:work-results-{{env}}-*",
                f"arn:aws:sns:{_HERE}:cloudwatch-alarms-{{env}}",
            ],
        ),
        # Differs: the alarms' topic has a key of its own now.
        ("kms", "Decrypt GenerateDataKey", [f"arn:aws:kms:{_HERE}:key/*"]),
        # Differs: ses:Get and ses:List were meant to see whether mail is sent.
        (
            "ses",
            (
                "GetAccount GetSendQuota GetSendStatistics ListConfigurationSets"
                " ListEmailIdentities ListIdentities"
            ),
            _ANY,
        ),
        ("ses", "GetEmailIdentity SendEmail", [f"arn:aws:ses:{_HERE}:identity/*"]),
        # Differs: rules of the environment by name, and AWS knows no resource for the first three.
        ("events", "ListRuleNamesByTarget ListRules TestEventPattern", _ANY),
        (
            "events",
            (
                "DeleteRule DescribeRule DisableRule EnableRule ListTargetsByRule PutRule"
                " PutTargets RemoveTargets"
            ),
            [f"arn:aws:events:{_HERE}:rule/{_NAMED}"],
        ),
        # Differs: AWSStepFunctionsConsoleFullAccess was for pipelines of every environment. The
        # api makes them, as their role could not be passed with it either.
        ("states", "ListActivities ListStateMachines", _ANY),
        (
            "states",
            "DeleteStateMachine DescribeStateMachine ListExecutions StartExecution",
            _states("stateMachine"),
        ),
        (
            "states",
            (
                "DescribeExecution DescribeStateMachineForExecution GetExecutionHistory"
                " RedriveExecution StopExecution"
            ),
            _states("execution", ":*"),
        ),
        ("states", "DeleteActivity DescribeActivity", _states("activity")),
        # Differs: AmazonCognitoPowerUser was for all pools, to delete them and to sign in as users.
        ("cognito-idp", "ListUserPools", _ANY),
        ("cognito-identity", "ListIdentityPools", _ANY),
        (
            "cognito-idp",
            (
                "AdminConfirmSignUp AdminCreateUser AdminDisableUser AdminEnableUser AdminGetUser"
                " AdminListUserAuthEvents AdminResetUserPassword AdminSetUserMFAPreference"
                " AdminUserGlobalSignOut DescribeUserPool DescribeUserPoolClient"
                " GetUserPoolMfaConfig ListUserPoolClients ListUsers"
            ),
            [f"arn:aws:cognito-idp:{_HERE}:userpool/*"],
        ),
        (
            "cognito-identity",
            "DescribeIdentityPool GetIdentityPoolRoles",
            [f"arn:aws:cognito-identity:{_HERE}:identitypool/*"],
        ),
        # Differs: the role's name was half forgotten.
        (
            "iam",
            "PassRole",
            _iam("role/biomage-user-pool-case-insensitive-ui-auth-user-role-{env}"),
        ),
        # Differs: AWSLambda_FullAccess was for all functions, which are deployed and not written.
        ("lambda", "ListFunctions", _ANY),
        (
            "lambda",
            "GetFunction GetFunctionConfiguration GetPolicy InvokeFunction",
            [f"arn:aws:lambda:{_HERE}:function:{_NAMED}"],
        ),
        # Differs: elasticache:* is to try the cache's failover, and to start its nodes anew.
        ("elasticache", "DescribeEvents", _ANY),
        (
            "elasticache",
            "DescribeReplicationGroups TestFailover",
            [f"arn:aws:elasticache:{_HERE}:replicationgroup:biomage-redis-{{env}}"],
        ),
        (
            "elasticache",
            "DescribeCacheClusters RebootCacheCluster",
            [f"arn:aws:elasticache:{_HERE}:cluster:biomage-redis-{{env}}-*"],
        ),
        ("eks", "DescribeCluster", [f"arn:aws:eks:{_HERE}:cluster/biomage-{{env}}"]),
        # Differs: Describe*, Get* and List* are written out; alarms and dashboards can be limited.
        (
            "cloudwatch",
            (
                "DescribeAlarmsForMetric DescribeAnomalyDetectors GetMetricData GetMetricStatistics"
                " GetMetricWidgetImage ListDashboards ListMetrics"
            ),
            _ANY,
        ),
        ("cloudwatch", "DescribeAlarms", [f"arn:aws:cloudwatch:{_HERE}:alarm:*"]),
        ("cloudwatch", "DescribeAlarmHistory", [f"arn:aws:cloudwatch:{_HERE}:alarm:{_NAMED}"]),
        ("cloudwatch", "GetDashboard", [f"arn:aws:cloudwatch::{ACCOUNT}:dashboard/{_NAMED}"]),
        (
            "autoscaling",
            (
                "DescribeAutoScalingGroups DescribeAutoScalingInstances DescribeInstanceRefreshes"
                " DescribeLifecycleHooks DescribePolicies DescribeScalingActivities DescribeTags"
            ),
            _ANY,
        ),
        # Differs: logs:Get* and Describe* were for the logs of both environments. Queries were a
        # daily need later (estate, 14).
        ("logs", "DescribeLogGroups StopLiveTail StopQuery", _ANY),
        (
            "logs",
            (
                "DescribeLogStreams FilterLogEvents GetLogEvents GetLogGroupFields GetLogRecord"
                " GetQueryResults StartLiveTail StartQuery"
            ),
            [
                f"arn:aws:logs:{_HERE}:log-group:{name}"
                for name in (
                    "/aws/eks/biomage-{env}/cluster",
                    "/aws/eks/biomage-{env}/cluster:*",
                    "/vpc/biomage-{env}/*",
                    "/aws/lambda/*-{env}*",
                )
            ],
        ),
        # Differs: groups of traces can be limited by name.
        ("xray", "CreateGroup UpdateGroup", [f"arn:aws:xray:{_HERE}:group/*-{{env}}/*"]),
        # Differs: AWS knows no resource for lists; the rest is of the environment by name, and
        # shows whole what a role or group may do, which the record's actions did not.
        ("iam", "ListGroups ListPolicies ListRoles ListUsers", _ANY),
        ("iam", "GetUser ListGroupsForUser ListUserPolicies", _iam("user/*")),
        ("iam", "GetGroup ListAttachedGroupPolicies", _iam("group/*-{env}-access")),
        (
            "iam",
            "GetRole GetRolePolicy ListAttachedRolePolicies ListRolePolicies",
            _iam("role/*-{env}"),
        ),
        ("iam", "GetPolicy GetPolicyVersion", _iam("policy/*-{env}")),
        *_SELF_SERVICE,
    ],
    "bioinformatics-data-ingest": [
        ("s3", "ListAllMyBuckets", _ANY),
        # Differs: the parts of a large upload can be seen and taken back.
        (
            "s3",
            "AbortMultipartUpload ListMultipartUploadParts PutObject",
            ["arn:aws:s3:::biomage-originals-{env}/*", "arn:aws:s3:::biomage-source-{env}/*"],
        ),
        (
            "s3",
            "GetBucketLocation ListBucket",
            ["arn:aws:s3:::biomage-originals-{env}", "arn:aws:s3:::biomage-source-{env}"],
        ),
        ("dynamodb", "PutItem", [f"arn:aws:dynamodb:{_HERE}:table/experiments-{{env}}"]),
        # Differs: they could neither change their passwords nor set up MFA.
        *_SELF_SERVICE,
    ],
}

GROUPS = tuple(_RECORDED)

MANAGED: Mapping[str, set[str]] = {
    "engineer": {
        "AWSXrayReadOnlyAccess",
        "AmazonEC2ContainerRegistryReadOnly",
        "AmazonRoute53ReadOnlyAccess",
        "ElasticLoadBalancingReadOnly",
        "ServiceQuotasReadOnlyAccess",
    },
    "bioinformatics-data-ingest": set(),
}
"""AWS's policies that the groups keep, which read and read nobody's data."""

GONE = {
    "AmazonDynamoDBFullAccess": "reached every table of the account; scoped rights instead",
    "AWSStepFunctionsConsoleFullAccess": "reached every pipeline; scoped rights instead",
    "AWSCloudFormationFullAccess": "this program makes what the stacks made",
    "AmazonCognitoPowerUser": "reached every user; scoped rights instead",
    "AWSLambda_FullAccess": "reached every function; scoped rights instead",
    "ses:PutIdentityPolicy": "lets others write in our name, from addresses of both environments",
    "sns:ListSubscriptions": "shows who hears of the other environment; by topic it is scoped",
    "logs:DescribeQueries": "shows what others asked of the other environment's logs",
    "cognito-identity:SetIdentityPoolRoles": "AWS cannot limit it to pools of one environment",
}
"""What the record gave and no group has any more, with the reason."""

WITHOUT_MFA = {
    "ChangePassword",
    "CreateVirtualMFADevice",
    "EnableMFADevice",
    "GetAccountPasswordPolicy",
    "GetUser",
    "ListMFADevices",
    "ListVirtualMFADevices",
    "ResyncMFADevice",
}
"""What somebody needs who has a first password, and no MFA yet."""

OWN_CREDENTIALS = {
    action for _, actions, arns in _SELF_SERVICE for action in actions.split() if arns is not _ANY
}


def allowed(group: str, environment: str) -> Iterator[tuple[str, str]]:
    """Every action with every ARN that the group has it on."""
    for service, actions, arns in _RECORDED[group]:
        for action in actions.split():
            for arn in arns:
                yield f"{service}:{action}", arn.replace("{env}", environment)
