"""Mutations of resource-based policies, one per rule."""

from tests.policies.rules.mutation import Mutation

FILE = "components/identity/resource_policies.py"
QUEUE = '    return document(_tls_only("sqs:*", queue_arn))\n'

MUTATIONS = (
    Mutation(
        "no-public-resource-policy",
        "development",
        "Anyone may send messages to a queue",
        FILE,
        """\
    public = {"Sid": "AnyoneSends", "Effect": "Allow", "Principal": "*"}
    public |= {"Action": "sqs:SendMessage", "Resource": queue_arn}
    return document(public, _tls_only("sqs:*", queue_arn))
""",
        QUEUE,
    ),
    Mutation(
        "no-public-acls",
        "development",
        "Buckets are publicly readable",
        "components/data/bucket.py",
        '            bucket=args.physical_name,\n            acl="public-read",\n',
        "            bucket=args.physical_name,\n",
    ),
    Mutation(
        "bucket-tls-only",
        "development",
        "A bucket's policy does not deny reading objects without TLS",
        FILE,
        'document(_tls_only("s3:*", [bucket_arn]))',
        'document(_tls_only("s3:*", [bucket_arn, f"{bucket_arn}/*"]))',
    ),
    Mutation(
        "queue-tls-only",
        "development",
        "A queue's policy does not deny receiving messages without TLS",
        FILE,
        '    return document(_tls_only("sqs:SendMessage", queue_arn))\n',
        QUEUE,
    ),
    Mutation(
        "topic-tls-only",
        "development",
        "A topic's policy does not deny publishing without TLS",
        FILE,
        '    return document(_tls_only("sns:Subscribe", topic_arn))\n',
        '    return document(_tls_only("sns:Publish", topic_arn))\n',
    ),
)
