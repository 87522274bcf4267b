"""The IAM rights of the platform's services. To add a right, add it to its service's list.

No rights on KMS keys are needed. The AWS managed keys of S3 and SNS allow all principals of the
account that may use the bucket or topic. SQS-managed encryption needs no rights.
https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html
"""

from estate.arns import (
    all_resources,
    buckets,
    objects,
    queue,
    regional,
    role,
    tables,
    tables_and_indexes,
    topic,
)
from estate.identity.rights import Condition, PolicyStatement, ServiceRole
from estate.ownership import Owner
from estate.runtime_resources import CACHE_TOKEN, OF_THIS_ENVIRONMENT, REDIS, of_pipelines

_RECORDS = (
    "experiments",
    "plots-tables",
    "samples",
    "projects",
    # The API reads from these who may see an experiment; in the old estate no role had access.
    "invite-access",
    "user-access",
)

_ACTIVITIES = regional(
    "states",
    "activity:biomage-qc-{environment}-*",
    "activity:biomage-gem2s-{environment}-*",
    "activity:pipeline-{environment}-*",
)
"""Created at run time, one for each running pipeline."""

_MACHINES = of_pipelines("stateMachine")
_EXECUTIONS = of_pipelines("execution", ":*")

_TO_STEP_FUNCTIONS = Condition("StringEquals", "iam:PassedToService", ("states.amazonaws.com",))

_SIGN_IN = (
    PolicyStatement(
        "FindsPools",
        ("cognito-idp:ListUserPools", "cognito-identity:ListIdentityPools"),
        all_resources("Amazon Cognito User Pools and Amazon Cognito Identity"),
    ),
    PolicyStatement(
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
    PolicyStatement("QueuesWork", ("sqs:CreateQueue", "sqs:SendMessage"), queue("queue-job")),
    PolicyStatement(
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
    PolicyStatement(
        "WritesRecords",
        (
            "dynamodb:BatchWriteItem",
            "dynamodb:DeleteItem",
            "dynamodb:PutItem",
            "dynamodb:UpdateItem",
        ),
        tables(*_RECORDS),
    ),
    # SES requires a right on the sender's identity only.
    PolicyStatement("SendsMail", ("ses:SendEmail",), regional("ses", "identity/*")),
    PolicyStatement(
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
    PolicyStatement(
        "TellsWhoseResultsAreThere", ("s3:GetObjectTagging",), objects("worker-results")
    ),
    PolicyStatement(
        "KeepsWhatUsersBring", ("s3:PutObject",), objects("cell-sets", "biomage-originals")
    ),
    PolicyStatement(
        "DeletesWithItsExperiment",
        ("s3:DeleteObject",),
        objects("biomage-originals", "biomage-filtered-cells"),
    ),
    PolicyStatement("FindsWhatToDelete", ("s3:ListBucket",), buckets("biomage-filtered-cells")),
    PolicyStatement("FindsTheCache", ("elasticache:DescribeReplicationGroups",), REDIS),
    PolicyStatement("OpensTheCache", ("secretsmanager:GetSecretValue",), CACHE_TOKEN),
    PolicyStatement(
        "FindsTheCluster", ("eks:DescribeCluster",), regional("eks", "cluster/{cluster}")
    ),
    PolicyStatement(
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
    PolicyStatement(
        "FollowsAndStopsPipelines",
        ("states:DescribeExecution", "states:GetExecutionHistory", "states:StopExecution"),
        _EXECUTIONS,
    ),
    PolicyStatement("GivesPipelinesTheirActivity", ("states:CreateActivity",), _ACTIVITIES),
    PolicyStatement(
        "LetsPipelinesAct", ("iam:PassRole",), role("state-machine"), (_TO_STEP_FUNCTIONS,)
    ),
    *_SIGN_IN,
)

_WORKER = (
    PolicyStatement(
        "FindsWhatToWorkOn",
        ("s3:ListBucket",),
        buckets("biomage-source", "biomage-originals", "worker-results", "processed-matrix"),
    ),
    PolicyStatement(
        "ReadsWhatToWorkOn",
        ("s3:GetObject",),
        objects("biomage-source", "biomage-originals", "cell-sets", "processed-matrix"),
    ),
    # The worker uses multipart uploads and aborts incomplete ones.
    PolicyStatement(
        "KeepsResults",
        ("s3:PutObject", "s3:PutObjectTagging", "s3:AbortMultipartUpload"),
        objects("worker-results"),
    ),
    PolicyStatement(
        "TakesWork",
        ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueUrl"),
        queue("queue-job"),
    ),
    PolicyStatement("FindsTheCache", ("elasticache:DescribeReplicationGroups",), REDIS),
    PolicyStatement("OpensTheCache", ("secretsmanager:GetSecretValue",), CACHE_TOKEN),
)

_PIPELINE = (
    PolicyStatement(
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
    PolicyStatement(
        "ReadsData",
        ("s3:GetObject",),
        objects("biomage-source", "biomage-originals", "biomage-filtered-cells"),
    ),
    PolicyStatement(
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
    # Matrices are multipart uploads; incomplete ones are aborted.
    PolicyStatement(
        "TakesBackParts",
        ("s3:AbortMultipartUpload",),
        objects("biomage-source", "processed-matrix"),
    ),
    PolicyStatement(
        "DeletesWhatItFilteredBefore", ("s3:DeleteObject",), objects("biomage-filtered-cells")
    ),
    PolicyStatement("TellsOfResults", ("sns:Publish",), topic("work-results")),
    PolicyStatement(
        "TakesTasks",
        ("states:DescribeActivity", "states:DeleteActivity", "states:GetActivityTask"),
        _ACTIVITIES,
    ),
    PolicyStatement(
        "ReportsOnTasks",
        ("states:SendTaskSuccess", "states:SendTaskFailure", "states:SendTaskHeartbeat"),
        all_resources("AWS Step Functions", "the task token authorizes these actions"),
    ),
)


def _of_repository(owner: Owner, rights: tuple[PolicyStatement, ...]) -> ServiceRole:
    """Returns the role of a repository's pods in all sandboxes; they share a service account."""
    return ServiceRole(owner.value, owner, f"{owner}-*", "deployment-runner", rights)


SERVICE_ROLES = (
    _of_repository(Owner.API, _API),
    _of_repository(Owner.UI, _SIGN_IN),
    _of_repository(Owner.WORKER, _WORKER),
    _of_repository(Owner.PIPELINE, _PIPELINE),
)
