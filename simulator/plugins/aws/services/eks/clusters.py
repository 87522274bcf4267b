"""Amazon EKS: clusters. A cluster's id is its name."""

from typing import Any

from simulator.plugins.aws.calls import answered, changed, send, tagging
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.services.eks.states import await_update
from simulator.plugins.aws.shapes import Props, words
from simulator.plugins.aws.waiting import GONE, await_state, retried

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

_NOT_YET = [
    ("InvalidParameterException", "does not exist"),
    ("InvalidParameterException", "Error in role params"),
    (
        "InvalidParameterException",
        "Role could not be assumed because the trusted entity is not correct",
    ),
    (
        "InvalidParameterException",
        "The provided role doesn't have the Amazon EKS Managed Policies associated with it",
    ),
    ("InvalidParameterException", "IAM role's policy must include"),
]
"""Refusals of CreateCluster that the official provider retries for two minutes.

https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/eks/cluster.go, as
are the timeouts here: 30, 60 and 15 minutes.
"""


def _create(aws: Aws, inputs: Props) -> str:
    apart = ("defaultAddonsToRemoves", "enabledClusterLogTypes", "forceUpdateVersion", "tags")
    settings = {key: inputs[key] for key in inputs if key not in apart}
    logging = _logging(inputs.get("enabledClusterLogTypes", []))
    retried(
        *(aws, 2, _NOT_YET),
        lambda: send(aws, "eks", "CreateCluster", settings, _NAMES, logging=logging),
    )
    return inputs["name"]


def _state(aws: Aws, name: str) -> str:
    return aws("eks").describe_cluster(name=name)["cluster"]["status"]


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
        what = f"waiting for EKS Cluster ({name}) create"
        pending = ("PENDING", "CREATING")
        await_state(aws, what, lambda: _state(aws, name), "ACTIVE", pending, 30)
        return
    eks = aws("eks")

    def wait(answer: Props) -> None:
        await_update(aws, f"EKS Cluster ({name})", answer, {"name": name})

    if new.get("version") and changed(old, new, "version"):
        wait(eks.update_cluster_version(name=name, version=new["version"]))
    if changed(old, new, "encryptionConfig"):
        encryption = {"clusterName": name, "encryptionConfig": new["encryptionConfig"]}
        wait(send(aws, "eks", "AssociateEncryptionConfig", encryption, _NAMES))
    for update in _config_updates(old, new):
        wait(send(aws, "eks", "UpdateClusterConfig", update, _NAMES, name=name))
    if changed(old, new, "enabledClusterLogTypes"):
        logging = _logging(new.get("enabledClusterLogTypes", []))
        wait(eks.update_cluster_config(name=name, logging=logging))


def _delete(aws: Aws, name: str, state: Props) -> None:
    busy = [("ResourceInUseException", "in progress")]
    retried(aws, 60, busy, lambda: aws("eks").delete_cluster(name=name))
    what = f"waiting for EKS Cluster ({name}) delete"
    await_state(aws, what, lambda: _state(aws, name), GONE, ("ACTIVE", "DELETING"), 15)


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
        delete=_delete,
        # Default of the Terraform AWS provider's aws_eks_cluster.
        defaults={"bootstrapSelfManagedAddons": True},
        unordered=words("enabledClusterLogTypes publicAccessCidrs securityGroupIds subnetIds"),
        # EKS accepts these but never returns them.
        unreadable=words("bootstrapSelfManagedAddons defaultAddonsToRemoves forceUpdateVersion"),
    ),
)
