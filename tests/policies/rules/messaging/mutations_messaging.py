"""Mutations of queues and topics, one per rule."""

from tests.policies.rules.mutation import Mutation

QUEUE = "components/messaging/queue.py"
TOPIC = "components/messaging/topic.py"

MUTATIONS = (
    Mutation(
        "queue-dead-letter-queue",
        "development",
        "Queues have no dead-letter queue",
        QUEUE,
        '            fifo_throughput_limit="perMessageGroupId" if declaration.fifo else None,\n',
        '            fifo_throughput_limit="perMessageGroupId" if declaration.fifo else None,\n'
        "            redrive_policy=redrive,\n",
    ),
    Mutation(
        "subscription-dead-letter-queue",
        "development",
        "Subscriptions have no dead-letter queue",
        TOPIC,
        "redrive_policy=redrive if delivery is self._declaration.deliveries[0] else None,",
        "redrive_policy=redrive,",
    ),
    Mutation(
        "queue-encryption",
        "development",
        "A queue is not encrypted",
        QUEUE,
        "redrive_policy=redrive,\n            sqs_managed_sse_enabled=False",
        "redrive_policy=redrive,\n            sqs_managed_sse_enabled=True",
    ),
    Mutation(
        "topic-encryption",
        "development",
        "Result topics are not encrypted",
        TOPIC,
        "if args.declaration.alarms else None,",
        "if args.declaration.alarms else _AWS_KEY,",
    ),
    Mutation(
        "alarm-topic-cloudwatch-access",
        "development",
        "CloudWatch cannot encrypt with the alarm topic's key",
        "components/identity/resource_policies.py",
        '"Action": ["kms:Decrypt"]',
        '"Action": ["kms:Decrypt", "kms:GenerateDataKey*"]',
    ),
)
