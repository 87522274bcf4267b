"""The quota of public access CIDR blocks of an EKS cluster.

https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html
"""

from typing import Any

from moto.eks.exceptions import InvalidParameterException

from simulator.moto_patches.eks import CompletedResponse
from simulator.moto_patches.quotas.checks import check_before

_CIDRS = 40


def _public_access(request: Any) -> None:
    settings = request._get_param("resourcesVpcConfig") or {}
    number = len(settings.get("publicAccessCidrs") or ())
    if number > _CIDRS:
        # The code is EKS's; its own message is not known.
        raise InvalidParameterException(
            message=f"publicAccessCidrs has {number} CIDR blocks; the maximum is {_CIDRS}"
        )


def install() -> None:
    """Patch moto in this process."""
    operations = ("create_cluster", "update_cluster_config")
    check_before(CompletedResponse, dict.fromkeys(operations, _public_access))
