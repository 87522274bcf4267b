"""EKS Fargate profiles: a cluster creates or deletes one at a time, which takes a while."""

from functools import partial

from moto.core.responses import ActionResult
from moto.eks.exceptions import InvalidParameterException, ResourceInUseException
from moto.eks.models import Cluster, FargateProfile
from moto.eks.responses import EKSResponse

from simulator.account.clock import CLOCK
from simulator.moto_patches.eks.access_policies import PODS, admit_role, dismiss_role
from simulator.moto_patches.iam import is_visible
from simulator.moto_patches.states import passes

_SECONDS = 90
"""EKS documents no time for a creation or deletion; each takes a minute or two."""


class FargateProfiles(EKSResponse):
    """The API calls for a Fargate profile."""

    def create_fargate_profile(self) -> ActionResult:
        self._refuse_a_second("create", self._get_param("fargateProfileName"))
        if not is_visible(self._get_param("podExecutionRoleArn")):
            # As the official provider's fargate_profile.go quotes it.
            raise InvalidParameterException(
                message="Misconfigured PodExecutionRole Trust Policy; Please add the"
                " eks-fargate-pods.amazonaws.com Service Principal"
            )
        answer = super().create_fargate_profile()
        result: dict[str, object] = answer.result  # pyright: ignore[reportAssignmentType]
        passes(result["fargateProfile"], "CREATING", "ACTIVE", _SECONDS)
        admit_role(self._owner(), self._get_param("podExecutionRoleArn"), PODS)
        return answer

    def delete_fargate_profile(self) -> ActionResult:
        names = self._get_param("name"), self._get_param("fargateProfileName")
        profile = self.eks_backend.describe_fargate_profile(*names)
        if profile.status != "DELETING":
            self._refuse_a_second("delete", profile.fargate_profile_name)
            profile.status = "DELETING"
            CLOCK.after(_SECONDS, partial(self._remove_profile, profile))
        return ActionResult({"fargateProfile": profile})

    def _remove_profile(self, profile: FargateProfile) -> None:
        cluster = self.eks_backend.describe_cluster(profile.cluster_name)
        self.eks_backend.delete_fargate_profile(cluster.name, profile.fargate_profile_name)
        dismiss_role(cluster, profile.pod_execution_role_arn)

    def _owner(self) -> Cluster:
        return self.eks_backend.describe_cluster(self._get_param("name"))

    def _refuse_a_second(self, verb: str, name: str) -> None:
        """Refuse to change a profile while another is created or deleted.

        https://docs.aws.amazon.com/eks/latest/APIReference/API_DeleteFargateProfile.html
        """
        cluster = self._owner()
        for other in cluster.fargate_profiles.values():
            if other.status != "ACTIVE" and other.fargate_profile_name != name:
                raise ResourceInUseException(
                    clusterName=cluster.name,
                    message=f"Cannot {verb} Fargate Profile {name} because cluster {cluster.name}"
                    f" currently has Fargate profile {other.fargate_profile_name} in status"
                    f" {other.status}",
                )
