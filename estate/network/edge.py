"""The load balancer of an environment, its access logs and its ports."""

from collections.abc import Mapping

from estate.data.buckets import Bucket, Expiration
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
"""The bucket of access logs; it is not in BUCKETS because no service may read it."""

OPEN_PORTS = (80, 443)
"""The ports open to the internet; HTTP only redirects to HTTPS."""


def load_balancer_name(settings: StackSettings) -> str:
    """Returns the name of the load balancer that all Ingresses of the environment share."""
    return f"k8s-{settings.environment}"


def adoption_tags(settings: StackSettings) -> Mapping[str, str]:
    """Returns the tags by which the AWS Load Balancer Controller adopts the load balancer.

    Its guide, "Ingress annotations", group.name.
    """
    return {
        "elbv2.k8s.aws/cluster": cluster_name(settings),
        "ingress.k8s.aws/resource": "LoadBalancer",
        "ingress.k8s.aws/stack": settings.environment.value,
    }


SANDBOX_HOSTS = ("ui", "api")
"""The repositories whose services in a sandbox are public."""


def sandbox_host(repository: str, settings: SandboxSettings, domain: str) -> str:
    """Returns the host name of a sandbox's service; `domain` is staging's domain name."""
    return f"{repository}-{settings.sandbox}.{domain}"
