"""EKS managed node groups: consistent sizes, updatable versions and no invented values."""

from functools import partial

from moto.core.responses import ActionResult
from moto.eks.exceptions import InvalidParameterException, ResourceInUseException
from moto.eks.models import DEFAULT_SCALING_CONFIG, Nodegroup

from simulator.account.clock import CLOCK
from simulator.moto_patches.eks.access_policies import NODES, admit_role, dismiss_role
from simulator.moto_patches.eks.updates import Updates
from simulator.moto_patches.iam import has_policy, is_visible
from simulator.moto_patches.states import passes

_AMI_TYPE = "AL2023_x86_64_STANDARD"
"""The default AMI type as of Kubernetes 1.30.

https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
"""

_RELEASE = "0-20260101"
"""The patch and the date of an invented AMI release version, such as 1.35.0-20260101."""

_WORKER_POLICY = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"
"""Without this policy nodes cannot join a cluster, so that the creation of their group fails.

https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html
"""

_CREATING_SECONDS = 120
_DELETING_SECONDS = 180
"""EKS documents no times; both take minutes, because EC2 instances start or stop."""


class Nodegroups(Updates):
    """The API calls for a managed node group."""

    def create_nodegroup(self) -> ActionResult:
        scaling = DEFAULT_SCALING_CONFIG | (self._get_param("scalingConfig") or {})
        _refuse_sizes(scaling)
        role = self._get_param("nodeRole")
        if not is_visible(role):
            # EKS's own message is not known.
            raise InvalidParameterException(
                message=f"The role with name {role.rpartition('/')[2]} cannot be found."
            )
        answer = super().create_nodegroup()
        group = self._nodegroup()
        # moto shares one default object between all groups, so that updating one would update all.
        group.scaling_config = scaling
        cluster = self.eks_backend.describe_cluster(group.cluster_name)
        group.version = self._get_param("version") or cluster.version
        group.release_version = self._get_param("releaseVersion") or _release(group.version)
        group.ami_type = self._get_param("amiType") or _AMI_TYPE
        group.remote_access = self._get_param("remoteAccess")
        group.update_config = self._get_param("updateConfig") or {"maxUnavailable": 1}
        group.node_repair_config = self._get_param("nodeRepairConfig") or {"enabled": False}
        if group.launch_template:
            # The launch template sets these; EKS then returns what the node group was given.
            group.disk_size = self._get_param("diskSize")
            group.instance_types = self._get_param("instanceTypes")
        admit_role(cluster, role, NODES)
        # EKS creates the Auto Scaling group while the node group is CREATING.
        end = "ACTIVE" if has_policy(role, _WORKER_POLICY) else "CREATE_FAILED"
        passes(group, "CREATING", end, _CREATING_SECONDS, resources=group.resources)
        group.resources = {}
        return answer

    def update_nodegroup_config(self) -> ActionResult:
        self._refuse_unless_ready()
        scaling = self._get_param("scalingConfig") or {}
        _refuse_sizes(self._nodegroup().scaling_config | scaling)
        super().update_nodegroup_config()
        return self._update(self._nodegroup(), "ConfigUpdate")

    def update_nodegroup_version(self) -> ActionResult:
        self._refuse_unless_ready()
        group = self._nodegroup()
        group.version = self._get_param("version") or group.version
        group.release_version = self._get_param("releaseVersion") or _release(group.version)
        if template := self._get_param("launchTemplate"):
            group.launch_template = (group.launch_template or {}) | template
        return self._update(group, "VersionUpdate")

    def delete_nodegroup(self) -> ActionResult:
        group = self._nodegroup()
        if group.status != "DELETING":
            group.status = "DELETING"
            CLOCK.after(_DELETING_SECONDS, partial(self._remove_group, group))
        return ActionResult({"nodegroup": group})

    def _remove_group(self, group: Nodegroup) -> None:
        self.eks_backend.delete_nodegroup(group.cluster_name, group.nodegroup_name)
        dismiss_role(self.eks_backend.describe_cluster(group.cluster_name), group.node_role)

    def _refuse_unless_ready(self) -> None:
        group = self._nodegroup()
        if group.status != "ACTIVE":
            raise ResourceInUseException(
                clusterName=group.cluster_name,
                nodegroupName=group.nodegroup_name,
                message="Nodegroup cannot be updated as it is currently not in Active State",
            )

    def _nodegroup(self) -> Nodegroup:
        return self.eks_backend.describe_nodegroup(
            self._get_param("name"), self._get_param("nodegroupName")
        )


def _refuse_sizes(scaling: dict[str, int]) -> None:
    smallest, desired, largest = (scaling[f"{size}Size"] for size in ("min", "desired", "max"))
    if smallest > desired:
        raise InvalidParameterException(
            message=f"Minimum capacity {smallest} can't be greater than desired size {desired}"
        )
    if desired > largest:
        raise InvalidParameterException(
            message=f"desired capacity {desired} can't be greater than max size {largest}"
        )


def _release(version: str) -> str:
    return f"{version}.{_RELEASE}"
