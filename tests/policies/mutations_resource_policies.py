"""Changes of the policies that resources carry, each against one rule."""

from tests.policies.mutation import Mutation

FILE = "components/resource_policies.py"
QUEUE = '    return document(_tls_only("sqs:*", queue_arn))\n'

MUTATIONS = (
    Mutation(
        "no-public-resource-policy",
        "development",
        "Anybody may send to a queue",
        FILE,
        """\
    anybody = {"Sid": "AnybodySends", "Effect": "Allow", "Principal": "*"}
    anybody |= {"Action": "sqs:SendMessage", "Resource": queue_arn}
    return document(anybody, _tls_only("sqs:*", queue_arn))
""",
        QUEUE,
    ),
    Mutation(
        "no-public-acls",
        "development",
        "Buckets are readable by all",
        "components/bucket.py",
        '            bucket=args.physical_name,\n            acl="public-read",\n',
        "            bucket=args.physical_name,\n",
    ),
    Mutation(
        "bucket-tls-only",
        "development",
        "A bucket's objects can be had without TLS",
        FILE,
        'document(_tls_only("s3:*", [bucket_arn]))',
        'document(_tls_only("s3:*", [bucket_arn, f"{bucket_arn}/*"]))',
    ),
    Mutation(
        "queue-tls-only",
        "development",
        "A queue can be read without TLS",
        FILE,
        '    return document(_tls_only("sqs:SendMessage", queue_arn))\n',
        QUEUE,
    ),
    Mutation(
        "topic-tls-only",
        "development",
        "Messages can be published without TLS",
        FILE,
        '    return document(_tls_only("sns:Subscribe", topic_arn))\n',
        '    return document(_tls_only("sns:Publish", topic_arn))\n',
    ),
)
