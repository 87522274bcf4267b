"""EKS add-ons, which moto lacks. No add-on runs; its settings and its state are stored."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from moto.core.responses import ActionResult
from moto.eks.exceptions import (
    InvalidParameterException,
    InvalidRequestException,
    ResourceInUseException,
    ResourceNotFoundException,
)
from moto.eks.models import CLUSTER_NOT_READY_MSG

from simulator.account.clock import CLOCK
from simulator.moto_patches.eks.updates import Updates
from simulator.moto_patches.iam import is_visible
from simulator.moto_patches.states import passes

_CREATING_SECONDS = 60
_DELETING_SECONDS = 30
"""EKS documents no times; an add-on is ACTIVE when its pods are."""

_VERSIONS = {
    "aws-ebs-csi-driver": "v1.53.0-eksbuild.1",
    "coredns": "v1.12.4-eksbuild.1",
    "eks-node-monitoring-agent": "v1.4.1-eksbuild.1",
    "eks-pod-identity-agent": "v1.3.10-eksbuild.1",
    "kube-proxy": "v{kubernetes}.0-eksbuild.2",
    "metrics-server": "v0.8.0-eksbuild.4",
    "vpc-cni": "v1.20.4-eksbuild.1",
}
"""A plausible version of each add-on; the versions that EKS offers are not known here."""

_UPDATABLE = {
    "addonVersion": "addon_version",
    "configurationValues": "configuration_values",
    "serviceAccountRoleArn": "service_account_role_arn",
}
"""Parameters of UpdateAddon, and the attribute that each changes if it is given."""


@dataclass
class Addon:
    """An add-on, https://docs.aws.amazon.com/eks/latest/APIReference/API_Addon.html."""

    cluster_name: str
    addon_name: str
    addon_arn: str
    addon_version: str
    service_account_role_arn: str | None
    configuration_values: str | None
    tags: dict[str, str]
    pod_identity_associations: list[str] = field(default_factory=list[str])
    status: str = "ACTIVE"
    health: dict[str, list[Any]] = field(default_factory=lambda: {"issues": []})
    created_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    modified_at: datetime = field(default_factory=lambda: datetime.now(UTC))


class Addons(Updates):
    """The API calls for an add-on."""

    def create_addon(self) -> ActionResult:
        cluster, name = self._owner(), self._get_param("addonName")
        if name in self._addons:
            raise ResourceInUseException(
                clusterName=cluster.name, addonName=name, message="Addon already exists."
            )
        if not cluster.is_active:
            raise InvalidRequestException(
                message=CLUSTER_NOT_READY_MSG.format(clusterName=cluster.name)
            )
        role = self._get_param("serviceAccountRoleArn")
        if role and not is_visible(role):
            # EKS's own message is not known; the official provider retries one with these words.
            raise InvalidParameterException(message=f"The role {role} does not exist")
        path = f"{cluster.name}/{name}"
        base = f"arn:aws:eks:{self.region}:{self.current_account}:addon/{path}"
        addon = Addon(
            cluster.name,
            name,
            f"{base}/{uuid5(NAMESPACE_URL, path + cluster.created_at.isoformat())}",
            self._get_param("addonVersion") or _default_version(name, cluster.version),
            role,
            self._get_param("configurationValues"),
            self._get_param("tags") or {},
        )
        self._addons[name] = addon
        passes(addon, "CREATING", "ACTIVE", _CREATING_SECONDS)
        return ActionResult({"addon": addon})

    def describe_addon(self) -> ActionResult:
        return ActionResult({"addon": self._addon()})

    def list_addons(self) -> ActionResult:
        return ActionResult({"addons": list(self._addons)})

    def update_addon(self) -> ActionResult:
        addon = self._addon()
        if addon.status != "ACTIVE":
            raise ResourceInUseException(
                clusterName=addon.cluster_name,
                addonName=addon.addon_name,
                message=f"Addon {addon.addon_name} is in status {addon.status} and cannot be"
                " updated",
            )
        for given, attribute in _UPDATABLE.items():
            if (value := self._get_param(given)) is not None:
                setattr(addon, attribute, value)
        addon.modified_at = datetime.now(UTC)
        return self._update(addon, "AddonUpdate")

    def delete_addon(self) -> ActionResult:
        addon, addons = self._addon(), self._addons
        if addon.status != "DELETING":
            addon.status = "DELETING"
            CLOCK.after(_DELETING_SECONDS, lambda: addons.pop(addon.addon_name))
        return ActionResult({"addon": addon})

    def describe_addon_versions(self) -> ActionResult:
        name, kubernetes = self._get_param("addonName"), self._get_param("kubernetesVersion")
        names = [name] if name else _VERSIONS
        versions = {one: _default_version(one, kubernetes) for one in names}
        works: list[dict[str, Any]] = [{"clusterVersion": kubernetes, "defaultVersion": True}]
        return ActionResult(
            {
                "addons": [
                    {
                        "addonName": one,
                        "addonVersions": [{"addonVersion": version, "compatibilities": works}],
                    }
                    for one, version in versions.items()
                ]
            }
        )

    def _owner(self) -> Any:
        return self.eks_backend.describe_cluster(self._get_param("name"))

    @property
    def _addons(self) -> dict[str, Addon]:
        """The cluster's add-ons by name; they disappear with it."""
        return vars(self._owner()).setdefault("addons", {})

    def _addon(self) -> Addon:
        name = self._get_param("addonName")
        if name not in self._addons:
            cluster = self._owner().name
            raise ResourceNotFoundException(
                clusterName=cluster,
                addonName=name,
                message=f"No addon: {name} found in cluster: {cluster}",
            )
        return self._addons[name]


def _default_version(addon: str, kubernetes: str) -> str:
    if addon not in _VERSIONS:
        raise InvalidParameterException(
            addonName=addon,
            message=f"the simulated account knows no version of the add-on {addon}: set its"
            f" version, or use one of {', '.join(_VERSIONS)}",
        )
    return _VERSIONS[addon].format(kubernetes=kubernetes)
