"""EKS clusters: all settings are stored; each has its own issuer, security group and state."""

from contextlib import suppress
from functools import partial
from typing import Any
from uuid import uuid4

from botocore import xform_name
from moto.core.responses import ActionResult
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models import ec2_backends
from moto.eks.exceptions import (
    InvalidParameterException,
    InvalidRequestException,
    ResourceInUseException,
)
from moto.eks.models import CLUSTER_IN_USE_MSG, DEFAULT_LOGGING, Cluster

from simulator.account.clock import CLOCK
from simulator.moto_patches.eks.cluster_updates import (
    CREATOR_IS_ADMIN,
    SETTINGS,
    ClusterUpdates,
    merged,
    setting,
    switched,
)
from simulator.moto_patches.iam import is_visible
from simulator.moto_patches.states import passes

_CLUSTER_POLICY = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"

_CREATING_SECONDS = 480
_DELETING_SECONDS = 180
"""Creation takes several minutes (EKS user guide, "Create an Amazon EKS cluster").

https://docs.aws.amazon.com/eks/latest/userguide/create-cluster.html
"""


class Clusters(ClusterUpdates):
    """The API calls for a cluster."""

    def create_cluster(self) -> ActionResult:
        settings = {
            name: merged(default, self._get_param(name)) for name, default in SETTINGS.items()
        }
        access = settings["accessConfig"]
        if access["authenticationMode"] == "CONFIG_MAP" and not access[CREATOR_IS_ADMIN]:
            raise InvalidParameterException(
                message=f"{CREATOR_IS_ADMIN} must be true if cluster authentication mode is set"
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
        cluster.logging = switched(DEFAULT_LOGGING, self._get_param("logging"))
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

    def delete_cluster(self) -> ActionResult:
        cluster = self._cluster()
        if setting(cluster, "deletionProtection"):
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
