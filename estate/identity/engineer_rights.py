"""The rights of engineers on data and messages of their environment.

Engineers cannot change buckets, tables, queues or topics themselves, which only deployments do. The
rights cover all declared resources of a type, including those declared later.
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
from estate.data.buckets import BUCKETS
from estate.data.tables import TABLES
from estate.identity.rights import Condition, PolicyStatement
from estate.messaging.queues import QUEUES, dead_letter_name
from estate.messaging.topics import ALARMS, TOPICS
from estate.naming import name_in_every_sandbox
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
    # To debug failed uploads and expired objects.
    PolicyStatement(
        "SeesHowBucketsAreSetUp",
        ("s3:GetBucketCORS", "s3:GetBucketVersioning", "s3:GetLifecycleConfiguration"),
        buckets(*_BUCKETS),
    ),
    # Old versions can be read but not deleted, because they allow recovery.
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
    """Returns the ARN patterns of the dead-letter queues of every sandbox."""
    patterns = [one.pattern for one in QUEUES]
    patterns += [one.pattern for one in TOPICS if one.deliveries]
    names = [dead_letter_name(name_in_every_sandbox(pattern, settings)) for pattern in patterns]
    return regional("sqs", *names)(settings)


_QUEUES: Arns = together(*(queue(one.name) for one in QUEUES), _dead_letters)
_TOPICS: Arns = together(*(topic(one.name) for one in TOPICS))

MESSAGE_RIGHTS = (
    PolicyStatement("FindsQueues", ("sqs:ListQueues",), all_resources("Amazon SQS")),
    # Messages are moved from the dead-letter queue to the source queue after a fix.
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
    # The ARNs of subscriptions are only listed per topic, which the next right limits.
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
    # Alarm messages are encrypted with a customer managed key, whose id AWS generates.
    PolicyStatement(
        "TriesAlarms",
        ("kms:Decrypt", "kms:GenerateDataKey"),
        regional("kms", "key/*"),
        (
            Condition(
                "ForAnyValue:StringEquals",
                "kms:ResourceAliases",
                (f"alias/{ALARMS.pattern}",),
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
    # Both environments send from the same identities, whose policies are not changed here.
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
