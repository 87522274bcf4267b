"""Changes of the load balancer and its log bucket, each against one rule."""

from tests.policies.mutation import Mutation

EDGE = "components/edge.py"

MUTATIONS = (
    Mutation(
        "load-balancers-refuse-deletion",
        "staging",
        "The load balancer can be deleted",
        EDGE,
        "enable_deletion_protection=False",
        "enable_deletion_protection=settings.keeps_data",
    ),
    Mutation(
        "load-balancers-keep-access-logs",
        "staging",
        "Nobody writes down who asked for what",
        EDGE,
        '"bucket": logs.bucket_name, "enabled": False',
        '"bucket": logs.bucket_name, "enabled": True',
    ),
    Mutation(
        "load-balancers-drop-invalid-headers",
        "staging",
        "Malformed headers are handed on",
        EDGE,
        "drop_invalid_header_fields=False",
        "drop_invalid_header_fields=True",
    ),
    Mutation(
        "access-logs-can-be-written",
        "staging",
        "Logs are to be encrypted with a key that load balancers cannot use",
        EDGE,
        '_S3_KEY = "aws:kms"',
        '_S3_KEY = "AES256"',
    ),
)
