"""Settings of EKS clusters, and the API calls that update them."""

from collections.abc import Mapping
from typing import Any

from botocore import xform_name
from moto.core.responses import ActionResult
from moto.ec2.exceptions import InvalidSubnetIdError
from moto.ec2.models import ec2_backends
from moto.eks.exceptions import InvalidParameterException
from moto.eks.models import Cluster

from simulator.moto_patches.eks.updates import Updates

CREATOR_IS_ADMIN = "bootstrapClusterCreatorAdminPermissions"

SETTINGS: Mapping[str, Any] = {
    "accessConfig": {
        "authenticationMode": "CONFIG_MAP",
        CREATOR_IS_ADMIN: True,
    },
    "deletionProtection": False,
    "kubernetesNetworkConfig": {"ipFamily": "ipv4", "serviceIpv4Cidr": "172.20.0.0/16"},
    "resourcesVpcConfig": {
        "endpointPrivateAccess": False,
        "endpointPublicAccess": True,
        "publicAccessCidrs": ["0.0.0.0/0"],
    },
    "upgradePolicy": {"supportType": "EXTENDED"},
}
"""A cluster's settings with their defaults.

https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html
"""

_NEXT_AUTHENTICATION_MODE = {"CONFIG_MAP": "API_AND_CONFIG_MAP", "API_AND_CONFIG_MAP": "API"}
"""The only allowed next mode of each mode.

https://docs.aws.amazon.com/eks/latest/userguide/setting-up-access-entries.html
"""


class ClusterUpdates(Updates):
    """The API calls that update a cluster."""

    def update_cluster_config(self) -> ActionResult:
        cluster = self._cluster()
        self._refuse_unless_active(cluster, "ConfigUpdate")
        if mode := (self._get_param("accessConfig") or {}).get("authenticationMode"):
            before = setting(cluster, "accessConfig")["authenticationMode"]
            if _NEXT_AUTHENTICATION_MODE.get(before) != mode:
                raise InvalidParameterException(
                    message=f"Unsupported authentication mode update from {before} to {mode}"
                )
        if subnets := (self._get_param("resourcesVpcConfig") or {}).get("subnetIds"):
            self._vpc_of(subnets)
        for name in SETTINGS:
            setattr(
                cluster, xform_name(name), merged(setting(cluster, name), self._get_param(name))
            )
        cluster.logging = switched(cluster.logging, self._get_param("logging"))
        return self._update(cluster, "ConfigUpdate")

    def update_cluster_version(self) -> ActionResult:
        cluster, version = self._cluster(), str(self._get_param("version"))
        self._refuse_unless_active(cluster, "VersionUpdate")
        if _minor(version) != _minor(cluster.version) + 1:
            raise InvalidParameterException(
                message="Unsupported Kubernetes minor version update"
                f" from {cluster.version} to {version}"
            )
        cluster.version = version
        return self._update(cluster, "VersionUpdate")

    def associate_encryption_config(self) -> ActionResult:
        cluster = self._cluster()
        self._refuse_unless_active(cluster, "AssociateEncryptionConfig")
        if cluster.encryption_config:
            # EKS does not change the key; its error message for that is not known.
            raise InvalidParameterException(
                message="Cluster is already configured with encryption configuration"
            )
        cluster.encryption_config = self._get_param("encryptionConfig")
        return self._update(cluster, "AssociateEncryptionConfig")

    def _cluster(self) -> Cluster:
        return self.eks_backend.describe_cluster(self._get_param("name"))

    def _vpc_of(self, subnet_ids: list[str]) -> str:
        """Returns the VPC of a cluster's subnets; refuses subnets that EKS would refuse."""
        ec2 = ec2_backends[self.current_account][self.region]
        try:
            subnets = [ec2.get_subnet(id_) for id_ in subnet_ids]
        except InvalidSubnetIdError as error:
            raise InvalidParameterException(message=error.message) from None
        if len({subnet.availability_zone for subnet in subnets}) < 2:
            raise InvalidParameterException(
                message="Subnets specified must be in at least two different AZs"
            )
        return str(subnets[0].vpc_id)


def setting(cluster: Cluster, name: str) -> Any:
    """A setting of a cluster by its name in the API."""
    return getattr(cluster, xform_name(name))


def merged(old: Any, new: Any) -> Any:
    """A setting after a call that gave some or none of its parts."""
    if new is None:
        return old
    return {**old, **new} if isinstance(new, dict) else new


def switched(old: dict[str, Any], new: dict[str, Any] | None) -> dict[str, Any]:
    """Control-plane logging after a call that enabled or disabled some log types."""
    groups = [*old["clusterLogging"], *(new["clusterLogging"] if new else [])]
    on = {type_: group["enabled"] for group in groups for type_ in group["types"]}
    return {
        "clusterLogging": [
            {"types": sorted(type_ for type_ in on if on[type_] is enabled), "enabled": enabled}
            for enabled in (True, False)
        ]
    }


def _minor(version: str) -> int:
    return int(version.split(".")[1])
