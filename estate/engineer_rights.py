"""What engineers may do with what lies in their environment and moves through it: data, messages.

They change no bucket, table, queue or topic itself: those are deployed. Rights go through all that
the estate declares of a kind, so that what is declared next is reached without another line.
"""

from estate.arns import (
    Arns,
    all_resources,
    buckets,
    objects,
    queue,
    regional,
    tables,
    tables_and_indexes,
    together,
    topic,
)
from estate.buckets import BUCKETS
from estate.naming import name_in_every_sandbox
from estate.queues import QUEUES, dead_letter_name
from estate.rights import Condition, PolicyStatement
from estate.tables import TABLES
from estate.topics import TOPICS
from settings import StackSettings

_BUCKETS = tuple(one.name for one in BUCKETS)
_TABLES = tuple(one.name for one in TABLES)

DATA_RIGHTS = (
    PolicyStatement("FindsBuckets", ("s3:ListAllMyBuckets",), all_resources("Amazon S3")),
    PolicyStatement(
        "FindsObjects",
        (
            "s3:GetBucketLocation",
            "s3:ListBucket",
            "s3:ListBucketMultipartUploads",
            "s3:ListBucketVersions",
        ),
        buckets(*_BUCKETS),
    ),
    # Uploads fail and objects vanish by these.
    PolicyStatement(
        "SeesHowBucketsAreSetUp",
        ("s3:GetBucketCORS", "s3:GetBucketVersioning", "s3:GetLifecycleConfiguration"),
        buckets(*_BUCKETS),
    ),
    # Old versions are read but never deleted: they are the way back.
    PolicyStatement(
        "WorksWithObjects",
        (
            "s3:AbortMultipartUpload",
            "s3:DeleteObject",
            "s3:GetObject",
            "s3:GetObjectTagging",
            "s3:GetObjectVersion",
            "s3:ListMultipartUploadParts",
            "s3:PutObject",
            "s3:PutObjectTagging",
        ),
        objects(*_BUCKETS),
    ),
    PolicyStatement("FindsTables", ("dynamodb:ListTables",), all_resources("Amazon DynamoDB")),
    PolicyStatement(
        "ReadsRecords",
        (
            "dynamodb:BatchGetItem",
            "dynamodb:DescribeTable",
            "dynamodb:GetItem",
            "dynamodb:PartiQLSelect",
            "dynamodb:Query",
            "dynamodb:Scan",
        ),
        tables_and_indexes(*_TABLES),
    ),
    PolicyStatement(
        "WritesRecords",
        (
            "dynamodb:BatchWriteItem",
            "dynamodb:ConditionCheckItem",
            "dynamodb:DeleteItem",
            "dynamodb:PartiQLDelete",
            "dynamodb:PartiQLInsert",
            "dynamodb:PartiQLUpdate",
            "dynamodb:PutItem",
            "dynamodb:UpdateItem",
        ),
        tables(*_TABLES),
    ),
)


def _dead_letters(settings: StackSettings) -> tuple[str, ...]:
    """What queues and topics could not deliver, of every sandbox."""
    patterns = [one.pattern for one in QUEUES]
    patterns += [one.pattern for one in TOPICS if one.deliveries]
    names = [dead_letter_name(name_in_every_sandbox(pattern, settings)) for pattern in patterns]
    return regional("sqs", *names)(settings)


_QUEUES: Arns = together(*(queue(one.name) for one in QUEUES), _dead_letters)
_TOPICS: Arns = together(*(topic(one.name) for one in TOPICS))

MESSAGE_RIGHTS = (
    PolicyStatement("FindsQueues", ("sqs:ListQueues",), all_resources("Amazon SQS")),
    # Dead letters are moved back to where they came from once the fault is mended.
    PolicyStatement(
        "WorksWithQueues",
        (
            "sqs:CancelMessageMoveTask",
            "sqs:ChangeMessageVisibility",
            "sqs:DeleteMessage",
            "sqs:GetQueueAttributes",
            "sqs:GetQueueUrl",
            "sqs:ListDeadLetterSourceQueues",
            "sqs:ListMessageMoveTasks",
            "sqs:PurgeQueue",
            "sqs:ReceiveMessage",
            "sqs:SendMessage",
            "sqs:StartMessageMoveTask",
        ),
        _QUEUES,
    ),
    # A subscription's ARN is to be had only from its own topic.
    PolicyStatement(
        "FindsTopics",
        ("sns:GetSubscriptionAttributes", "sns:ListTopics"),
        all_resources("Amazon SNS"),
    ),
    PolicyStatement(
        "WorksWithTopics",
        ("sns:GetTopicAttributes", "sns:ListSubscriptionsByTopic", "sns:Publish"),
        _TOPICS,
    ),
    # Alarms are encrypted with a key of their own, whose id AWS invents.
    PolicyStatement(
        "TriesAlarms",
        ("kms:Decrypt", "kms:GenerateDataKey"),
        regional("kms", "key/*"),
        (
            Condition(
                "ForAnyValue:StringEquals",
                "kms:ResourceAliases",
                ("alias/cloudwatch-alarms-{environment}",),
            ),
            Condition("StringEquals", "kms:ViaService", ("sns.{region}.amazonaws.com",)),
        ),
    ),
    PolicyStatement(
        "SeesWhetherMailIsSent",
        (
            "ses:GetAccount",
            "ses:GetSendQuota",
            "ses:GetSendStatistics",
            "ses:ListConfigurationSets",
            "ses:ListEmailIdentities",
            "ses:ListIdentities",
        ),
        all_resources("Amazon Simple Email Service v2 and Amazon SES"),
    ),
    # Both environments write from the same addresses, whose own policies nobody changes here.
    PolicyStatement(
        "SendsMail",
        ("ses:GetEmailIdentity", "ses:SendEmail"),
        regional("ses", "identity/*"),
    ),
    PolicyStatement(
        "FindsRules",
        ("events:ListRuleNamesByTarget", "events:ListRules", "events:TestEventPattern"),
        all_resources("Amazon EventBridge"),
    ),
    PolicyStatement(
        "WorksWithRules",
        (
            "events:DeleteRule",
            "events:DescribeRule",
            "events:DisableRule",
            "events:EnableRule",
            "events:ListTargetsByRule",
            "events:PutRule",
            "events:PutTargets",
            "events:RemoveTargets",
        ),
        regional("events", "rule/*-{environment}*"),
    ),
)
