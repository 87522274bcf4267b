"""Changes of the load balancer and its log bucket, each against one rule."""

from tests.policies.mutation import Mutation

EDGE = "components/edge.py"

MUTATIONS = (
    Mutation(
        "load-balancer-deletion-protection",
        "staging",
        "The load balancer can be deleted",
        EDGE,
        "enable_deletion_protection=False",
        "enable_deletion_protection=settings.keeps_data",
    ),
    Mutation(
        "load-balancer-access-logs",
        "staging",
        "Nobody writes down who asked for what",
        EDGE,
        '"bucket": logs.bucket_name, "enabled": False',
        '"bucket": logs.bucket_name, "enabled": True',
    ),
    Mutation(
        "load-balancer-drop-invalid-headers",
        "staging",
        "Malformed headers are handed on",
        EDGE,
        "drop_invalid_header_fields=False",
        "drop_invalid_header_fields=True",
    ),
    Mutation(
        "access-log-bucket-policy",
        "staging",
        "Logs are to be encrypted with a key that load balancers cannot use",
        EDGE,
        '_S3_KEY = "aws:kms"',
        '_S3_KEY = "AES256"',
    ),
)
