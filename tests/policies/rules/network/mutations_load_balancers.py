"""Mutations of the load balancer and its log bucket, one per rule."""

from tests.policies.rules.mutation import Mutation

EDGE = "components/edge/edge.py"

MUTATIONS = (
    Mutation(
        "load-balancer-deletion-protection",
        "staging",
        "The load balancer has no deletion protection",
        EDGE,
        "enable_deletion_protection=False",
        "enable_deletion_protection=settings.keeps_data",
    ),
    Mutation(
        "load-balancer-access-logs",
        "staging",
        "The load balancer writes no access logs",
        EDGE,
        '"bucket": logs.bucket_name, "enabled": False',
        '"bucket": logs.bucket_name, "enabled": True',
    ),
    Mutation(
        "load-balancer-drop-invalid-headers",
        "staging",
        "The load balancer forwards invalid headers",
        EDGE,
        "drop_invalid_header_fields=False",
        "drop_invalid_header_fields=True",
    ),
    Mutation(
        "access-log-bucket-policy",
        "staging",
        "The log bucket uses a KMS key, which load balancers cannot use",
        EDGE,
        '_S3_KEY = "aws:kms"',
        '_S3_KEY = "AES256"',
    ),
)
