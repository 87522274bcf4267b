"""Changes of the program's queues and topics, each against one rule."""

from tests.policies.mutation import Mutation

QUEUE = "components/queue.py"
TOPIC = "components/topic.py"

MUTATIONS = (
    Mutation(
        "queue-dead-letter-queue",
        "development",
        "Jobs that fail too often are not set aside",
        QUEUE,
        '            fifo_throughput_limit="perMessageGroupId" if declaration.fifo else None,\n',
        '            fifo_throughput_limit="perMessageGroupId" if declaration.fifo else None,\n'
        "            redrive_policy=redrive,\n",
    ),
    Mutation(
        "subscription-dead-letter-queue",
        "development",
        "A delivery that fails for good is lost",
        TOPIC,
        "redrive_policy=redrive if delivery is self._declaration.deliveries[0] else None,",
        "redrive_policy=redrive,",
    ),
    Mutation(
        "queue-encryption",
        "development",
        "A queue's messages lie in clear",
        QUEUE,
        "redrive_policy=redrive,\n            sqs_managed_sse_enabled=False",
        "redrive_policy=redrive,\n            sqs_managed_sse_enabled=True",
    ),
    Mutation(
        "topic-encryption",
        "development",
        "Results lie in clear until they are delivered",
        TOPIC,
        "if args.declaration.alarms else None,",
        "if args.declaration.alarms else _AWS_KEY,",
    ),
    Mutation(
        "alarm-topic-cloudwatch-access",
        "development",
        "CloudWatch may not encrypt with the key of alarms",
        "components/resource_policies.py",
        '"Action": ["kms:Decrypt"]',
        '"Action": ["kms:Decrypt", "kms:GenerateDataKey*"]',
    ),
)
