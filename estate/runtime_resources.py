"""ARNs of resources that are created at run time or have ids that AWS generates."""

from estate.arns import Arns, regional
from estate.identity.rights import Condition

_STATE_MACHINES = ("biomage-pipeline", "pipeline", "biomage-qc", "biomage-gem2s")
"""The name prefixes of the pipelines that the API creates."""

REDIS = regional("elasticache", "replicationgroup:biomage-redis-{environment}")

# Secrets Manager appends six random characters to each ARN.
CACHE_TOKEN = regional("secretsmanager", "secret:biomage-redis-token-{environment}-??????")

OF_THIS_ENVIRONMENT = Condition("StringEquals", "aws:ResourceTag/Environment", ("{environment}",))
"""Limits rights by tag, for user pools, whose ids AWS generates."""


def of_pipelines(kind: str, rest: str = "") -> Arns:
    """Returns ARN patterns of a Step Functions resource type, for the environment's pipelines.

    `kind` is the type, such as `stateMachine`; `rest` follows the pipeline's name in the ARN.
    """
    names = (f"{kind}:{one}-{{environment}}-*{rest}" for one in _STATE_MACHINES)
    return regional("states", *names)
