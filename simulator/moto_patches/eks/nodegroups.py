"""EKS managed node groups: consistent sizes, updatable versions and no invented values."""

from moto.core.responses import ActionResult
from moto.eks.exceptions import InvalidParameterException
from moto.eks.models import DEFAULT_SCALING_CONFIG, Nodegroup
from moto.eks.responses import EKSResponse

from simulator.moto_patches.eks.updates import update

_AMI_TYPE = "AL2023_x86_64_STANDARD"
"""The default AMI type as of Kubernetes 1.30.

https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
"""

_RELEASE = "0-20260101"
"""The patch and the date of an invented AMI release version, such as 1.35.0-20260101."""


class Nodegroups(EKSResponse):
    """The API calls for a managed node group."""

    def create_nodegroup(self) -> ActionResult:
        scaling = DEFAULT_SCALING_CONFIG | (self._get_param("scalingConfig") or {})
        _refuse_sizes(scaling)
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
        return answer

    def update_nodegroup_config(self) -> ActionResult:
        scaling = self._get_param("scalingConfig") or {}
        _refuse_sizes(self._nodegroup().scaling_config | scaling)
        return super().update_nodegroup_config()

    def update_nodegroup_version(self) -> ActionResult:
        group = self._nodegroup()
        group.version = self._get_param("version") or group.version
        group.release_version = self._get_param("releaseVersion") or _release(group.version)
        if template := self._get_param("launchTemplate"):
            group.launch_template = (group.launch_template or {}) | template
        return update("VersionUpdate")

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
