"""The rights of each access group in the old estate, with fixes.

These values are written by hand, so that a mistake in `estate/` fails a test. ARNs may contain
`{env}`. Comments explain intended differences from the old estate.
"""

from collections.abc import Iterator, Mapping

from tests.estate.estate_2022 import ACCOUNT, BUCKETS, TABLES

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
    # Differs: adds the password policy; AWS supports no resource types for either.
    ("iam", "GetAccountPasswordPolicy ListVirtualMFADevices", _ANY),
    # Differs: also for users with a path. MFA devices have separate ARNs, so the old estate's two
    # actions on them had no effect.
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
        # Differs: s3:* is replaced by reads and writes of objects, without deleting versions.
        (
            "s3",
            (
                "AbortMultipartUpload DeleteObject GetObject GetObjectTagging GetObjectVersion"
                " ListMultipartUploadParts PutObject PutObjectTagging"
            ),
            _OBJECTS,
        ),
        # Differs: objects could be read but not listed.
        (
            "s3",
            (
                "GetBucketLocation ListBucket ListBucketMultipartUploads ListBucketVersions"
                " GetBucketCORS GetBucketVersioning GetLifecycleConfiguration"
            ),
            _BUCKETS,
        ),
        # Differs: the ARN pattern matched by accident; AWS supports no resource types.
        ("s3", "ListAllMyBuckets", _ANY),
        # Differs: AmazonDynamoDBFullAccess covered all tables of the account and their deletion.
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
        # Differs: sqs:* is replaced by work with messages; dead-letter queues are new.
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
        # Differs: sns:* is replaced by reading and publishing, also on the alarm topic.
        ("sns", "GetSubscriptionAttributes ListTopics", _ANY),
        (
            "sns",
            "GetTopicAttributes ListSubscriptionsByTopic Publish",
            [
                f"arn:aws:sns:{_HERE}:work-results-{{env}}-*",
                f"arn:aws:sns:{_HERE}:cloudwatch-alarms-{{env}}",
            ],
        ),
        # Differs: the alarm topic now has a customer managed key.
        ("kms", "Decrypt GenerateDataKey", [f"arn:aws:kms:{_HERE}:key/*"]),
        # Differs: ses:Get and ses:List were incomplete; the purpose was to monitor sending.
        (
            "ses",
            (
                "GetAccount GetSendQuota GetSendStatistics ListConfigurationSets"
                " ListEmailIdentities ListIdentities"
            ),
            _ANY,
        ),
        ("ses", "GetEmailIdentity SendEmail", [f"arn:aws:ses:{_HERE}:identity/*"]),
        # Differs: rules are limited by name; the first three actions support no resource types.
        ("events", "ListRuleNamesByTarget ListRules TestEventPattern", _ANY),
        (
            "events",
            (
                "DeleteRule DescribeRule DisableRule EnableRule ListTargetsByRule PutRule"
                " PutTargets RemoveTargets"
            ),
            [f"arn:aws:events:{_HERE}:rule/{_NAMED}"],
        ),
        # Differs: AWSStepFunctionsConsoleFullAccess covered pipelines of every environment. The API
        # creates them; with that policy their role could not be passed either.
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
        # Differs: AmazonCognitoPowerUser covered all pools, their deletion and sign-in as users.
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
        # Differs: the role's name was incomplete.
        (
            "iam",
            "PassRole",
            _iam("role/biomage-user-pool-case-insensitive-ui-auth-user-role-{env}"),
        ),
        # Differs: AWSLambda_FullAccess covered all functions; now only deployments change them.
        ("lambda", "ListFunctions", _ANY),
        (
            "lambda",
            "GetFunction GetFunctionConfiguration GetPolicy InvokeFunction",
            [f"arn:aws:lambda:{_HERE}:function:{_NAMED}"],
        ),
        # Differs: elasticache:* is replaced by testing failover and rebooting nodes.
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
        # Differs: Describe*, Get* and List* are complete actions; alarms, dashboards are limited.
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
        # Differs: logs:Get* and Describe* covered the logs of both environments. Queries were
        # added later.
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
        # Differs: trace groups are limited by name.
        ("xray", "CreateGroup UpdateGroup", [f"arn:aws:xray:{_HERE}:group/*-{{env}}/*"]),
        # Differs: list actions support no resource types. The rest is limited by name and shows all
        # policies of a role or group, which the old estate's actions did not.
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
        # Differs: adds listing and aborting multipart uploads.
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
        # Differs: people could neither change their passwords nor set up MFA.
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
"""The AWS managed policies of the groups, which grant no access to data."""

GONE = {
    "AmazonDynamoDBFullAccess": "covered every table of the account; replaced by limited rights",
    "AWSStepFunctionsConsoleFullAccess": "covered every pipeline; replaced by limited rights",
    "AWSCloudFormationFullAccess": "this program replaces the stacks",
    "AmazonCognitoPowerUser": "covered every user; replaced by limited rights",
    "AWSLambda_FullAccess": "covered every function; replaced by limited rights",
    "ses:PutIdentityPolicy": "lets other accounts send from the identities of both environments",
    "sns:ListSubscriptions": "shows subscriptions of the other environment",
    "logs:DescribeQueries": "shows queries on the other environment's logs",
    "cognito-identity:SetIdentityPoolRoles": "AWS cannot limit it to pools of one environment",
}
"""Rights of the old estate that were dropped, with the reason."""

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
"""The rights of a user with an initial password and without MFA."""

OWN_CREDENTIALS = {
    action for _, actions, arns in _SELF_SERVICE for action in actions.split() if arns is not _ANY
}


def allowed(group: str, environment: str) -> Iterator[tuple[str, str]]:
    """Yields every action of the group with each of its ARNs."""
    for service, actions, arns in _RECORDED[group]:
        for action in actions.split():
            for arn in arns:
                yield f"{service}:{action}", arn.replace("{env}", environment)
