"""What exists without being declared one by one: made at run time, or under ids of AWS's own."""

from estate.arns import Arns, regional
from estate.rights import Condition

_STATE_MACHINES = ("biomage-pipeline", "pipeline", "biomage-qc", "biomage-gem2s")
"""How the names of the pipelines begin that the api makes (estate, 11)."""

REDIS = regional("elasticache", "replicationgroup:biomage-redis-{environment}")

# Secrets Manager ends each ARN with six characters of its own (its guide, "What's in a secret").
CACHE_TOKEN = regional("secretsmanager", "secret:biomage-redis-token-{environment}-??????")

OF_THIS_ENVIRONMENT = Condition("StringEquals", "aws:ResourceTag/Environment", ("{environment}",))
"""For user pools, whose ids AWS invents; the tag is on whatever this program makes."""


def of_pipelines(kind: str, rest: str = "") -> Arns:
    """What Step Functions has of a kind, such as `stateMachine`, for the environment's pipelines.

    `rest` is what follows a pipeline's name.
    """
    names = (f"{kind}:{one}-{{environment}}-*{rest}" for one in _STATE_MACHINES)
    return regional("states", *names)
