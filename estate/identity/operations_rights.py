"""The rights of engineers on pipelines, sign-in, functions and the cache of their environment.

The API creates pipelines at run time. Everything else is deployed; engineers may only use or read
it.
"""

from estate.arns import all_resources, global_arn, regional
from estate.identity.rights import Condition, PolicyStatement
from estate.runtime_resources import OF_THIS_ENVIRONMENT, REDIS, of_pipelines

PIPELINE_RIGHTS = (
    PolicyStatement(
        "FindsPipelines",
        ("states:ListActivities", "states:ListStateMachines"),
        all_resources("AWS Step Functions"),
    ),
    PolicyStatement(
        "StartsAndClearsPipelines",
        (
            "states:DeleteStateMachine",
            "states:DescribeStateMachine",
            "states:ListExecutions",
            "states:StartExecution",
        ),
        of_pipelines("stateMachine"),
    ),
    PolicyStatement(
        "FollowsAndStopsPipelines",
        (
            "states:DescribeExecution",
            "states:DescribeStateMachineForExecution",
            "states:GetExecutionHistory",
            "states:RedriveExecution",
            "states:StopExecution",
        ),
        of_pipelines("execution", ":*"),
    ),
    PolicyStatement(
        "ClearsActivities",
        ("states:DeleteActivity", "states:DescribeActivity"),
        of_pipelines("activity"),
    ),
)

_USERS = (
    PolicyStatement(
        "FindsPools",
        ("cognito-idp:ListUserPools", "cognito-identity:ListIdentityPools"),
        all_resources("Amazon Cognito User Pools and Amazon Cognito Identity"),
    ),
    # No rights to set passwords or to delete users, whose ids could not be restored.
    PolicyStatement(
        "HelpsUsersToSignIn",
        (
            "cognito-idp:AdminConfirmSignUp",
            "cognito-idp:AdminCreateUser",
            "cognito-idp:AdminDisableUser",
            "cognito-idp:AdminEnableUser",
            "cognito-idp:AdminGetUser",
            "cognito-idp:AdminListUserAuthEvents",
            "cognito-idp:AdminResetUserPassword",
            "cognito-idp:AdminSetUserMFAPreference",
            "cognito-idp:AdminUserGlobalSignOut",
            "cognito-idp:DescribeUserPool",
            "cognito-idp:DescribeUserPoolClient",
            "cognito-idp:GetUserPoolMfaConfig",
            "cognito-idp:ListUserPoolClients",
            "cognito-idp:ListUsers",
        ),
        regional("cognito-idp", "userpool/*"),
        (OF_THIS_ENVIRONMENT,),
    ),
    PolicyStatement(
        "SeesHowUsersGetTheirRole",
        ("cognito-identity:DescribeIdentityPool", "cognito-identity:GetIdentityPoolRoles"),
        regional("cognito-identity", "identitypool/*"),
        (OF_THIS_ENVIRONMENT,),
    ),
    PolicyStatement(
        "LetsPoolsGiveUsersTheirRole",
        ("iam:PassRole",),
        global_arn(
            "iam", "role/biomage-user-pool-case-insensitive-ui-auth-user-role-{environment}"
        ),
        (Condition("StringEquals", "iam:PassedToService", ("cognito-identity.amazonaws.com",)),),
    ),
)

_SERVERS = (
    PolicyStatement("FindsFunctions", ("lambda:ListFunctions",), all_resources("AWS Lambda")),
    PolicyStatement(
        "TriesFunctions",
        (
            "lambda:GetFunction",
            "lambda:GetFunctionConfiguration",
            "lambda:GetPolicy",
            "lambda:InvokeFunction",
        ),
        regional("lambda", "function:*-{environment}*"),
    ),
    PolicyStatement(
        "SeesWhatHappenedToCaches",
        ("elasticache:DescribeEvents",),
        all_resources("Amazon ElastiCache"),
    ),
    PolicyStatement(
        "TriesTheCachesFailover",
        ("elasticache:DescribeReplicationGroups", "elasticache:TestFailover"),
        REDIS,
    ),
    PolicyStatement(
        "StartsNodesOfTheCacheAnew",
        ("elasticache:DescribeCacheClusters", "elasticache:RebootCacheCluster"),
        regional("elasticache", "cluster:biomage-redis-{environment}-*"),
    ),
    PolicyStatement(
        "FindsTheCluster", ("eks:DescribeCluster",), regional("eks", "cluster/{cluster}")
    ),
)

OPERATIONS_RIGHTS = (*_USERS, *_SERVERS)
