"""Where the internet reaches an environment: its load balancer, and what that logs (estate, 10)."""

from collections.abc import Mapping

from estate.buckets import Bucket, Expiration
from estate.naming import cluster_name
from estate.ownership import DataClass, Owner
from settings import SandboxSettings, StackSettings

ACCESS_LOGS = Bucket(
    "biomage-alb-access-logs",
    Owner.PLATFORM,
    DataClass.OPERATIONS,
    noncurrent_days=7,
    expirations=(Expiration(days=90),),
)
"""Who asked for what; nobody but the platform's own people reads it, so BUCKETS lacks it."""

OPEN_PORTS = (80, 443)
"""What the internet may ask; the first only leads to the second (estate, 10)."""


def load_balancer_name(settings: StackSettings) -> str:
    """The load balancer that all ingresses of the environment share."""
    return f"k8s-{settings.environment}"


def adoption_tags(settings: StackSettings) -> Mapping[str, str]:
    """By these the load balancer controller knows the load balancer as its own.

    AWS Load Balancer Controller's guide, "Ingress annotations", group.name.
    """
    return {
        "elbv2.k8s.aws/cluster": cluster_name(settings),
        "ingress.k8s.aws/resource": "LoadBalancer",
        "ingress.k8s.aws/stack": settings.environment.value,
    }


SANDBOX_HOSTS = ("ui", "api")
"""The repositories whose services of a sandbox are reached from outside (estate, 1)."""


def sandbox_host(repository: str, settings: SandboxSettings, domain: str) -> str:
    """Where a sandbox's service answers, beside staging's own; `domain` is staging's name."""
    return f"{repository}-{settings.sandbox}.{domain}"
