"""EKS clusters: all settings are stored; each has its own issuer, security group and state."""

from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import Any
from uuid import uuid4

from botocore import xform_name
from moto.core.responses import ActionResult
from moto.ec2.exceptions import EC2ClientError, InvalidSubnetIdError
from moto.ec2.models import ec2_backends
from moto.eks.exceptions import (
    InvalidParameterException,
    InvalidRequestException,
    ResourceInUseException,
)
from moto.eks.models import CLUSTER_IN_USE_MSG, DEFAULT_LOGGING, Cluster

from simulator.account.clock import CLOCK
from simulator.moto_patches.eks.updates import Updates
from simulator.moto_patches.iam import is_visible
from simulator.moto_patches.states import passes

_CREATOR_IS_ADMIN = "bootstrapClusterCreatorAdminPermissions"

_SETTINGS: Mapping[str, Any] = {
    "accessConfig": {
        "authenticationMode": "CONFIG_MAP",
        _CREATOR_IS_ADMIN: True,
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


_CLUSTER_POLICY = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"

_CREATING_SECONDS = 480
_DELETING_SECONDS = 180
"""Creation takes several minutes (EKS user guide, "Create an Amazon EKS cluster").

https://docs.aws.amazon.com/eks/latest/userguide/create-cluster.html
"""


class Clusters(Updates):
    """The API calls for a cluster."""

    def create_cluster(self) -> ActionResult:
        settings = {
            name: _merged(default, self._get_param(name)) for name, default in _SETTINGS.items()
        }
        access = settings["accessConfig"]
        if access["authenticationMode"] == "CONFIG_MAP" and not access[_CREATOR_IS_ADMIN]:
            raise InvalidParameterException(
                message=f"{_CREATOR_IS_ADMIN} must be true if cluster authentication mode is set"
                " to CONFIG_MAP"
            )
        self._refuse_role(self._get_param("roleArn"))
        vpc = self._vpc_of(settings["resourcesVpcConfig"]["subnetIds"])
        answer = super().create_cluster()
        cluster = self._cluster()
        group = self._create_security_group(cluster.name, vpc)
        settings["resourcesVpcConfig"] |= {"vpcId": vpc, "clusterSecurityGroupId": group}
        for name, value in settings.items():
            setattr(cluster, xform_name(name), value)
        cluster.logging = _switched(DEFAULT_LOGGING, self._get_param("logging"))
        # Each cluster has a new issuer, even if it has the name of a deleted one.
        issuer = f"https://oidc.eks.{self.region}.amazonaws.com/id/{uuid4().hex.upper()}"
        cluster.identity = {"oidc": {"issuer": issuer}}
        self._begin(cluster, CLOCK.now() + _CREATING_SECONDS)
        return answer

    def _refuse_role(self, role: str) -> None:
        """Refuse a role that EKS does not see, with messages that the official provider knows.

        https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/eks/cluster.go
        """
        if not is_visible(role):
            raise InvalidParameterException(
                message=f"Role with arn: {role}, could not be assumed because it does not exist or"
                " the trusted entity is not correct"
            )
        if not is_visible(role, _CLUSTER_POLICY):
            raise InvalidParameterException(
                message="The provided role doesn't have the Amazon EKS Managed Policies associated"
                f" with it. Please ensure the following policy is attached: {_CLUSTER_POLICY}"
            )

    def _begin(self, cluster: Cluster, ready: float) -> None:
        """Let a new cluster become ACTIVE at a time of the clock; it has no endpoint before.

        https://docs.aws.amazon.com/eks/latest/APIReference/API_Cluster.html
        """
        seconds, access = ready - CLOCK.now(), _access(cluster)
        passes(cluster, "CREATING", "ACTIVE", seconds, **access)
        vars(cluster).update(dict.fromkeys(access))

    def update_cluster_config(self) -> ActionResult:
        cluster = self._cluster()
        self._refuse_unless_active(cluster, "ConfigUpdate")
        if mode := (self._get_param("accessConfig") or {}).get("authenticationMode"):
            before = _setting(cluster, "accessConfig")["authenticationMode"]
            if _NEXT_AUTHENTICATION_MODE.get(before) != mode:
                raise InvalidParameterException(
                    message=f"Unsupported authentication mode update from {before} to {mode}"
                )
        if subnets := (self._get_param("resourcesVpcConfig") or {}).get("subnetIds"):
            self._vpc_of(subnets)
        for name in _SETTINGS:
            setattr(
                cluster, xform_name(name), _merged(_setting(cluster, name), self._get_param(name))
            )
        cluster.logging = _switched(cluster.logging, self._get_param("logging"))
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

    def delete_cluster(self) -> ActionResult:
        cluster = self._cluster()
        if _setting(cluster, "deletionProtection"):
            # EKS's own message is not known.
            raise InvalidRequestException(
                message=f"Cluster {cluster.name} has deletion protection enabled and cannot be"
                " deleted. Disable deletion protection first."
            )
        if cluster.fargate_profiles:
            # EKS's own message is not known.
            raise ResourceInUseException(
                clusterName=cluster.name, message="Cluster has Fargate profiles attached"
            )
        if cluster.nodegroups:
            raise ResourceInUseException(clusterName=cluster.name, message=CLUSTER_IN_USE_MSG)
        if cluster.status != "DELETING":
            self._refuse_unless_active(cluster, "deletion")
            cluster.status = "DELETING"
            CLOCK.after(_DELETING_SECONDS, partial(self._remove, cluster))
        return ActionResult({"cluster": cluster})

    def _remove(self, cluster: Cluster) -> None:
        self.eks_backend.delete_cluster(cluster.name)
        group = cluster.resources_vpc_config["clusterSecurityGroupId"]
        # EKS leaves the group behind if something else still uses it.
        with suppress(EC2ClientError):
            ec2_backends[self.current_account][self.region].delete_security_group(group_id=group)

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

    def _create_security_group(self, cluster: str, vpc: str) -> str:
        """Create the security group of the control plane and managed nodes; returns its id."""
        ec2 = ec2_backends[self.current_account][self.region]
        name = f"eks-cluster-sg-{cluster}-{uuid4().int % 10**10}"
        group = ec2.create_security_group(
            name,
            "EKS made this group for the control plane's network interfaces and managed nodes",
            vpc_id=vpc,
            tags={
                "Name": name,
                "aws:eks:cluster-name": cluster,
                f"kubernetes.io/cluster/{cluster}": "owned",
            },
        )
        ec2.authorize_security_group_ingress(
            group.id, "-1", "-1", "-1", [], source_groups=[{"GroupId": group.id}], vpc_id=vpc
        )
        return str(group.id)


def _access(cluster: Cluster) -> dict[str, Any]:
    return {
        "certificate_authority": cluster.certificate_authority,
        "endpoint": cluster.endpoint,
    }


def _setting(cluster: Cluster, name: str) -> Any:
    return getattr(cluster, xform_name(name))


def _merged(old: Any, new: Any) -> Any:
    """A setting after a call that gave some or none of its parts."""
    if new is None:
        return old
    return {**old, **new} if isinstance(new, dict) else new


def _switched(old: dict[str, Any], new: dict[str, Any] | None) -> dict[str, Any]:
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
