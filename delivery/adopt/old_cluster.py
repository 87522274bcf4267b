"""The cluster that exists before the adoption."""

from collections.abc import Mapping
from typing import Any

from delivery.aws import Clients
from estate.naming import cluster_name
from settings import PlatformSettings

CONFIG_MAP = "CONFIG_MAP"
"""The authentication mode with aws-auth only, and the default of EKS.

https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessConfigRequest.html
"""


def old_cluster(settings: PlatformSettings, aws: Clients) -> Mapping[str, Any] | None:
    """Returns what EKS describes of a stack's cluster; None if it does not exist."""
    eks = aws("eks")
    try:
        return eks.describe_cluster(name=cluster_name(settings))["cluster"]
    except eks.exceptions.ResourceNotFoundException:
        return None


def authentication_mode(cluster: Mapping[str, Any]) -> str:
    """Returns the authentication mode of a cluster, such as `API_AND_CONFIG_MAP`."""
    return cluster.get("accessConfig", {}).get("authenticationMode", CONFIG_MAP)
