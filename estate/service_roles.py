"""What the platform's services may do (estate, 6). A new right is a line in its service's list.

There are no rights to keys: those that AWS manages for S3 and SNS admit whoever in this account
may use the bucket or topic (AWS KMS guide, "AWS managed keys"), and SQS's own asks nobody.
"""

from estate.arns import (
    anything,
    buckets,
    objects,
    queue,
    regional,
    role,
    tables,
    tables_and_indexes,
    topic,
)
from estate.ownership import Owner
from estate.rights import Condition, Right, ServiceRole
from estate.run_time import CACHE_TOKEN, OF_THIS_ENVIRONMENT, REDIS, of_pipelines

_RECORDS = (
    "experiments",
    "plots-tables",
    "samples",
    "projects",
    # Who may see an experiment: the api decides by these, though no role reached them (estate, 9).
    "invite-access",
    "user-access",
)

_ACTIVITIES = regional(
    "states",
    "activity:biomage-qc-{environment}-*",
    "activity:biomage-gem2s-{environment}-*",
    "activity:pipeline-{environment}-*",
)
"""Made at run time, one for each pipeline that runs (estate, 11)."""

_MACHINES = of_pipelines("stateMachine")
_EXECUTIONS = of_pipelines("execution", ":*")

_TO_STEP_FUNCTIONS = Condition("StringEquals", "iam:PassedToService", ("states.amazonaws.com",))

_SIGN_IN = (
    Right(
        "FindsPools",
        ("cognito-idp:ListUserPools", "cognito-identity:ListIdentityPools"),
        anything("Amazon Cognito User Pools and Amazon Cognito Identity"),
    ),
    Right(
        "ReadsHowUsersSignIn",
        (
            "cognito-idp:ListUserPoolClients",
            "cognito-idp:DescribeUserPool",
            "cognito-idp:DescribeUserPoolClient",
        ),
        regional("cognito-idp", "userpool/*"),
        (OF_THIS_ENVIRONMENT,),
    ),
)

_API = (
    Right("QueuesWork", ("sqs:CreateQueue", "sqs:SendMessage"), queue("queue-job")),
    Right(
        "ReadsRecords",
        (
            "dynamodb:BatchGetItem",
            "dynamodb:DescribeTable",
            "dynamodb:GetItem",
            "dynamodb:Query",
            "dynamodb:Scan",
        ),
        tables_and_indexes(*_RECORDS),
    ),
    Right(
        "WritesRecords",
        (
            "dynamodb:BatchWriteItem",
            "dynamodb:DeleteItem",
            "dynamodb:PutItem",
            "dynamodb:UpdateItem",
        ),
        tables(*_RECORDS),
    ),
    # Of whichever address the platform writes from; SES asks for a right on that identity alone.
    Right("SendsMail", ("ses:SendEmail",), regional("ses", "identity/*")),
    Right(
        "HandsOutFiles",
        ("s3:GetObject",),
        objects(
            "worker-results",
            "plots-tables",
            "cell-sets",
            "processed-matrix",
            "biomage-source",
            "biomage-originals",
        ),
    ),
    Right("TellsWhoseResultsAreThere", ("s3:GetObjectTagging",), objects("worker-results")),
    Right("KeepsWhatUsersBring", ("s3:PutObject",), objects("cell-sets", "biomage-originals")),
    Right(
        "DeletesWithItsExperiment",
        ("s3:DeleteObject",),
        objects("biomage-originals", "biomage-filtered-cells"),
    ),
    Right("FindsWhatToDelete", ("s3:ListBucket",), buckets("biomage-filtered-cells")),
    Right("FindsTheCache", ("elasticache:DescribeReplicationGroups",), REDIS),
    Right("OpensTheCache", ("secretsmanager:GetSecretValue",), CACHE_TOKEN),
    Right("FindsTheCluster", ("eks:DescribeCluster",), regional("eks", "cluster/{cluster}")),
    Right(
        "BuildsAndStartsPipelines",
        (
            "states:CreateStateMachine",
            "states:DescribeStateMachine",
            "states:StartExecution",
            "states:TagResource",
            "states:UpdateStateMachine",
        ),
        _MACHINES,
    ),
    Right(
        "FollowsAndStopsPipelines",
        ("states:DescribeExecution", "states:GetExecutionHistory", "states:StopExecution"),
        _EXECUTIONS,
    ),
    Right("GivesPipelinesTheirActivity", ("states:CreateActivity",), _ACTIVITIES),
    Right("LetsPipelinesAct", ("iam:PassRole",), role("state-machine"), (_TO_STEP_FUNCTIONS,)),
    *_SIGN_IN,
)

_WORKER = (
    Right(
        "FindsWhatToWorkOn",
        ("s3:ListBucket",),
        buckets("biomage-source", "biomage-originals", "worker-results", "processed-matrix"),
    ),
    Right(
        "ReadsWhatToWorkOn",
        ("s3:GetObject",),
        objects("biomage-source", "biomage-originals", "cell-sets", "processed-matrix"),
    ),
    # It uploads in parts, and takes those back that came to no whole.
    Right(
        "KeepsResults",
        ("s3:PutObject", "s3:PutObjectTagging", "s3:AbortMultipartUpload"),
        objects("worker-results"),
    ),
    Right(
        "TakesWork",
        ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueUrl"),
        queue("queue-job"),
    ),
    Right("FindsTheCache", ("elasticache:DescribeReplicationGroups",), REDIS),
    Right("OpensTheCache", ("secretsmanager:GetSecretValue",), CACHE_TOKEN),
)

_PIPELINE = (
    Right(
        "FindsData",
        ("s3:ListBucket",),
        buckets(
            "biomage-source",
            "biomage-originals",
            "worker-results",
            "plots-tables",
            "processed-matrix",
            "biomage-filtered-cells",
        ),
    ),
    Right(
        "ReadsData",
        ("s3:GetObject",),
        objects("biomage-source", "biomage-originals", "biomage-filtered-cells"),
    ),
    Right(
        "KeepsResults",
        ("s3:PutObject",),
        objects(
            "worker-results",
            "plots-tables",
            "processed-matrix",
            "cell-sets",
            "biomage-source",
            "biomage-filtered-cells",
        ),
    ),
    # Matrices go up in parts, and those are taken back that came to no whole.
    Right(
        "TakesBackParts",
        ("s3:AbortMultipartUpload",),
        objects("biomage-source", "processed-matrix"),
    ),
    Right("DeletesWhatItFilteredBefore", ("s3:DeleteObject",), objects("biomage-filtered-cells")),
    Right("TellsOfResults", ("sns:Publish",), topic("work-results")),
    Right(
        "TakesTasks",
        ("states:DescribeActivity", "states:DeleteActivity", "states:GetActivityTask"),
        _ACTIVITIES,
    ),
    Right(
        "ReportsOnTasks",
        ("states:SendTaskSuccess", "states:SendTaskFailure", "states:SendTaskHeartbeat"),
        anything("AWS Step Functions", "whoever has a task's token may report on that task"),
    ),
)


def _of_repository(owner: Owner, rights: tuple[Right, ...]) -> ServiceRole:
    """The role of a repository's pods in all sandboxes, which run as one account (estate, 7)."""
    return ServiceRole(owner.value, owner, f"{owner}-*", "deployment-runner", rights)


SERVICE_ROLES = (
    _of_repository(Owner.API, _API),
    _of_repository(Owner.UI, _SIGN_IN),
    _of_repository(Owner.WORKER, _WORKER),
    _of_repository(Owner.PIPELINE, _PIPELINE),
)
