"""Amazon EKS: clusters. A cluster's id is its name."""

from typing import Any

from simulator.plugins.aws.calls import answered, changed, send, tagging
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.shapes import Props, words

_CLUSTER = "aws:eks/cluster:Cluster"

_NAMES = {"vpcConfig": "resourcesVpcConfig"}
"""A property of a cluster that has another name in EKS's API."""

_LOG_TYPES = ("api", "audit", "authenticator", "controllerManager", "scheduler")
"""The log types of a control plane (EKS API, LogSetup)."""

_ENDPOINTS = ("endpointPrivateAccess", "endpointPublicAccess", "publicAccessCidrs")
_VPC_UPDATES = (_ENDPOINTS, ("subnetIds",), ("securityGroupIds",))
"""Parts of `vpcConfig` that EKS updates together; EKS accepts one such update per call."""

_UNSET: Props = {
    "endpointPrivateAccess": False,
    "endpointPublicAccess": True,
    "securityGroupIds": [],
}
"""Defaults of parts of `vpcConfig` (EKS API, VpcConfigRequest)."""


def _create(aws: Aws, inputs: Props) -> str:
    apart = ("defaultAddonsToRemoves", "enabledClusterLogTypes", "forceUpdateVersion", "tags")
    settings = {key: inputs[key] for key in inputs if key not in apart}
    logging = _logging(inputs.get("enabledClusterLogTypes", []))
    send(aws, "eks", "CreateCluster", settings, _NAMES, logging=logging)
    return inputs["name"]


def _read(aws: Aws, name: str) -> Props:
    cluster = aws("eks").describe_cluster(name=name)["cluster"]
    return {
        **answered(aws, _CLUSTER, cluster, _NAMES),
        "enabledClusterLogTypes": [
            log_type
            for group in cluster["logging"]["clusterLogging"]
            if group["enabled"]
            for log_type in group["types"]
        ],
        "identities": [{"oidcs": [{"issuer": cluster["identity"]["oidc"]["issuer"]}]}],
    }


def _update(aws: Aws, name: str, old: Props, new: Props) -> None:
    if not old:
        return
    eks = aws("eks")
    if new.get("version") and changed(old, new, "version"):
        eks.update_cluster_version(name=name, version=new["version"])
    if changed(old, new, "encryptionConfig"):
        encryption = {"clusterName": name, "encryptionConfig": new["encryptionConfig"]}
        send(aws, "eks", "AssociateEncryptionConfig", encryption, _NAMES)
    for update in _config_updates(old, new):
        send(aws, "eks", "UpdateClusterConfig", update, _NAMES, name=name)
    if changed(old, new, "enabledClusterLogTypes"):
        logging = _logging(new.get("enabledClusterLogTypes", []))
        eks.update_cluster_config(name=name, logging=logging)


def _config_updates(old: Props, new: Props) -> list[Props]:
    """The updates of a cluster's settings, one for each call that EKS needs.

    Like the official provider, it does not change settings that are no longer given.
    """
    updates: list[Props] = []
    before, after = (props.get("accessConfig", {}) for props in (old, new))
    if after.get("authenticationMode") and changed(before, after, "authenticationMode"):
        updates.append({"accessConfig": {"authenticationMode": after["authenticationMode"]}})
    if changed(old, new, "deletionProtection"):
        updates.append({"deletionProtection": new.get("deletionProtection", False)})
    if new.get("upgradePolicy") and changed(old, new, "upgradePolicy"):
        updates.append({"upgradePolicy": new["upgradePolicy"]})
    before, after = ({**_UNSET, **props["vpcConfig"]} for props in (old, new))
    updates += [
        {"vpcConfig": {part: after[part] for part in parts if part in after}}
        for parts in _VPC_UPDATES
        if changed(before, after, *parts)
    ]
    return updates


def _logging(enabled: list[str]) -> dict[str, Any]:
    """EKS's parameter: every log type, enabled or disabled."""
    disabled = [log_type for log_type in _LOG_TYPES if log_type not in enabled]
    groups = ({"types": enabled, "enabled": True}, {"types": disabled, "enabled": False})
    return {"clusterLogging": [group for group in groups if group["types"]]}


RESOURCE_TYPES = (
    ResourceType(
        token=_CLUSTER,
        name="name",
        create=_create,
        read=unless_gone(_read),
        update=_update,
        retag=tagging("eks", "resourceArn", arn="cluster/"),
        delete=lambda aws, name, state: aws("eks").delete_cluster(name=name),
        # Default of the Terraform AWS provider's aws_eks_cluster.
        defaults={"bootstrapSelfManagedAddons": True},
        unordered=words("enabledClusterLogTypes publicAccessCidrs securityGroupIds subnetIds"),
        # EKS accepts these but never returns them.
        unreadable=words("bootstrapSelfManagedAddons defaultAddonsToRemoves forceUpdateVersion"),
    ),
)
