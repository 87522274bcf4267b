"""Tags of EKS resources; moto supports tags of clusters only."""

from moto.core.responses import ActionResult, EmptyResult
from moto.eks.exceptions import ResourceNotFoundException
from moto.eks.responses import EKSResponse

from simulator.moto_patches.eks.access_entries import entries_of
from simulator.moto_patches.eks.addons import Addon


class Tags(EKSResponse):
    """The API calls for the tags of any EKS resource."""

    def tag_resource(self) -> ActionResult:
        self._tags().update(self._get_param("tags"))
        return EmptyResult()

    def untag_resource(self) -> ActionResult:
        tags = self._tags()
        for key in self.querystring["tagKeys"]:
            tags.pop(key, None)
        return EmptyResult()

    def list_tags_for_resource(self) -> ActionResult:
        return ActionResult({"tags": self._tags()})

    def _tags(self) -> dict[str, str]:
        """The tags of the EKS resource of a request."""
        arn, clusters = self._extract_arn_from_path(), self.eks_backend.clusters.values()
        tagged = {cluster.arn: cluster.tags for cluster in clusters}
        for cluster in clusters:
            tagged |= {group.arn: group.tags for group in cluster.nodegroups.values()}
            tagged |= {
                profile.fargate_profile_arn: profile.tags
                for profile in cluster.fargate_profiles.values()
            }
            tagged |= {entry.access_entry_arn: entry.tags for entry in entries_of(cluster).values()}
            addons: dict[str, Addon] = vars(cluster).get("addons", {})
            tagged |= {addon.addon_arn: addon.tags for addon in addons.values()}
        if arn not in tagged:
            raise ResourceNotFoundException(message=f"No resource found for ARN: {arn}")
        return tagged[arn]
