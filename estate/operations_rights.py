"""What engineers may do with what runs in their environment: pipelines, sign-in, functions, cache.

Pipelines are made by the api at run time; all else is deployed, and here only used or looked at.
"""

from estate.arns import anything, regional, worldwide
from estate.rights import Condition, Right
from estate.run_time import OF_THIS_ENVIRONMENT, REDIS, of_pipelines

PIPELINE_RIGHTS = (
    Right(
        "FindsPipelines",
        ("states:ListActivities", "states:ListStateMachines"),
        anything("AWS Step Functions"),
    ),
    Right(
        "StartsAndClearsPipelines",
        (
            "states:DeleteStateMachine",
            "states:DescribeStateMachine",
            "states:ListExecutions",
            "states:StartExecution",
        ),
        of_pipelines("stateMachine"),
    ),
    Right(
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
    Right(
        "ClearsActivities",
        ("states:DeleteActivity", "states:DescribeActivity"),
        of_pipelines("activity"),
    ),
)

_USERS = (
    Right(
        "FindsPools",
        ("cognito-idp:ListUserPools", "cognito-identity:ListIdentityPools"),
        anything("Amazon Cognito User Pools and Amazon Cognito Identity"),
    ),
    # Nobody sets a user's password for him, and nobody deletes a user, whose id would be lost.
    Right(
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
    Right(
        "SeesHowUsersGetTheirRole",
        ("cognito-identity:DescribeIdentityPool", "cognito-identity:GetIdentityPoolRoles"),
        regional("cognito-identity", "identitypool/*"),
        (OF_THIS_ENVIRONMENT,),
    ),
    Right(
        "LetsPoolsGiveUsersTheirRole",
        ("iam:PassRole",),
        worldwide("iam", "role/biomage-user-pool-case-insensitive-ui-auth-user-role-{environment}"),
        (Condition("StringEquals", "iam:PassedToService", ("cognito-identity.amazonaws.com",)),),
    ),
)

_SERVERS = (
    Right("FindsFunctions", ("lambda:ListFunctions",), anything("AWS Lambda")),
    Right(
        "TriesFunctions",
        (
            "lambda:GetFunction",
            "lambda:GetFunctionConfiguration",
            "lambda:GetPolicy",
            "lambda:InvokeFunction",
        ),
        regional("lambda", "function:*-{environment}*"),
    ),
    Right(
        "SeesWhatHappenedToCaches", ("elasticache:DescribeEvents",), anything("Amazon ElastiCache")
    ),
    Right(
        "TriesTheCachesFailover",
        ("elasticache:DescribeReplicationGroups", "elasticache:TestFailover"),
        REDIS,
    ),
    Right(
        "StartsNodesOfTheCacheAnew",
        ("elasticache:DescribeCacheClusters", "elasticache:RebootCacheCluster"),
        regional("elasticache", "cluster:biomage-redis-{environment}-*"),
    ),
    Right("FindsTheCluster", ("eks:DescribeCluster",), regional("eks", "cluster/{cluster}")),
)

OPERATIONS_RIGHTS = (*_USERS, *_SERVERS)
