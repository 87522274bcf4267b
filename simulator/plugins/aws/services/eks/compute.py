"""The compute of EKS clusters: managed node groups and Fargate profiles.

The id of each is `cluster:name`.
"""

from typing import Any

from simulator.plugins.aws.calls import answered, changed, send, tagging
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.services.eks.states import await_update
from simulator.plugins.aws.shapes import Props, words
from simulator.plugins.aws.waiting import GONE, await_state, retried

_NODE_GROUP = "aws:eks/nodeGroup:NodeGroup"
_FARGATE_PROFILE = "aws:eks/fargateProfile:FargateProfile"

_NODE_GROUP_NAMES = {
    "arn": "nodegroupArn",
    "autoscalingGroups": "autoScalingGroups",
    "nodeGroupName": "nodegroupName",
    "nodeRoleArn": "nodeRole",
    "remoteAccessSecurityGroupId": "remoteAccessSecurityGroup",
    "sourceSecurityGroupIds": "sourceSecurityGroups",
    "subnetIds": "subnets",
}
"""Properties of a node group that have another name in EKS's API."""

_FARGATE_NAMES = {"arn": "fargateProfileArn", "subnetIds": "subnets"}
"""Properties of a Fargate profile that have another name in EKS's API."""

_NOT_YET = [("InvalidParameterException", "Misconfigured PodExecutionRole Trust Policy")]
"""The refusal of CreateFargateProfile that the official provider retries for two minutes.

https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/eks/fargate_profile.go.
It retries no refusal of CreateNodegroup (node_group.go). The timeouts here are from both files.
"""

_TAG = tagging("eks", "resourceArn")


def _names(id_: str) -> tuple[str, str]:
    """The cluster's name and the resource's name, from an id."""
    cluster, _, own = id_.partition(":")
    return cluster, own


def _create_node_group(aws: Aws, inputs: Props) -> str:
    settings = {key: inputs[key] for key in inputs if key not in ("forceUpdateVersion", "tags")}
    send(aws, "eks", "CreateNodegroup", settings, _NODE_GROUP_NAMES)
    return f"{inputs['clusterName']}:{inputs['nodeGroupName']}"


def _describe_node_group(aws: Aws, id_: str) -> Props:
    cluster, group = _names(id_)
    answer = aws("eks").describe_nodegroup(clusterName=cluster, nodegroupName=group)
    return answer["nodegroup"]


def _read_node_group(aws: Aws, id_: str) -> Props:
    group = _describe_node_group(aws, id_)
    # Pulumi has a list where EKS has one object.
    group["resources"] = [group.get("resources") or {}]
    return answered(aws, _NODE_GROUP, group, _NODE_GROUP_NAMES)


node_group = unless_gone(_read_node_group)
"""Returns the properties of a node group with an id; None if it does not exist."""


def _await_node_group(aws: Aws, id_: str, verb: str, wanted: str, pending: tuple[str, ...]) -> None:
    what = f"waiting for EKS Node Group ({id_}) {verb}"
    await_state(aws, what, lambda: _describe_node_group(aws, id_)["status"], wanted, pending, 60)


def _update_node_group(aws: Aws, id_: str, old: Props, new: Props) -> None:
    if not old:
        _await_node_group(aws, id_, "create", "ACTIVE", ("CREATING",))
        return
    cluster, group = _names(id_)
    names = {"name": cluster, "nodegroupName": group}
    if changed(old, new, "launchTemplate", "releaseVersion", "version"):
        wanted = {
            key: new[key]
            for key in ("releaseVersion", "version")
            if key in new and changed(old, new, key)
        }
        if template := new.get("launchTemplate"):
            # EKS refuses a template's name beside its id.
            apart = "name" if "id" in template else ""
            wanted["launchTemplate"] = {key: template[key] for key in template if key != apart}
        wanted |= {"clusterName": cluster, "force": new.get("forceUpdateVersion", False)}
        wanted["nodeGroupName"] = group
        begun = send(aws, "eks", "UpdateNodegroupVersion", wanted, _NODE_GROUP_NAMES)
        await_update(aws, f"EKS Node Group ({id_})", begun, names)
    if update := _config_update(old, new):
        change = aws("eks").update_nodegroup_config
        begun = change(clusterName=cluster, nodegroupName=group, **update)
        await_update(aws, f"EKS Node Group ({id_})", begun, names)


def _config_update(old: Props, new: Props) -> dict[str, Any]:
    """The update of a node group's settings (EKS API, UpdateNodegroupConfig)."""
    update: dict[str, Any] = {}
    if changed(old, new, "labels"):
        before, after = old.get("labels", {}), new.get("labels", {})
        update["labels"] = {
            "addOrUpdateLabels": after,
            "removeLabels": [key for key in before if key not in after],
        }
    if changed(old, new, "taints"):
        kept = [_identity(taint) for taint in new.get("taints", [])]
        update["taints"] = {
            "addOrUpdateTaints": new.get("taints", []),
            "removeTaints": [
                taint for taint in old.get("taints", []) if _identity(taint) not in kept
            ],
        }
    for setting in ("nodeRepairConfig", "scalingConfig", "updateConfig"):
        # Like the official provider, it does not change settings that are no longer given.
        if setting in new and changed(old, new, setting):
            update[setting] = new[setting]
    return update


def _identity(taint: Props) -> tuple[str, str]:
    """The identity of a taint: its key and effect, without its value."""
    return taint["key"], taint["effect"]


def _tag_node_group(aws: Aws, id_: str, dropped: list[str], kept: dict[str, str]) -> None:
    _TAG(aws, _describe_node_group(aws, id_)["nodegroupArn"], dropped, kept)


def _delete_node_group(aws: Aws, id_: str, state: Props) -> None:
    cluster, group = _names(id_)
    aws("eks").delete_nodegroup(clusterName=cluster, nodegroupName=group)
    _await_node_group(aws, id_, "delete", GONE, ("ACTIVE", "DELETING"))


def _create_profile(aws: Aws, inputs: Props) -> str:
    settings = {key: inputs[key] for key in inputs if key != "tags"}
    id_ = f"{inputs['clusterName']}:{inputs['fargateProfileName']}"
    retried(
        *(aws, 2, _NOT_YET),
        lambda: send(aws, "eks", "CreateFargateProfile", settings, _FARGATE_NAMES),
    )
    return id_


def _await_creation(aws: Aws, id_: str, old: Props, new: Props) -> None:
    if not old:
        _await_profile(aws, id_, "create", "ACTIVE", "CREATING")


def _await_profile(aws: Aws, id_: str, verb: str, wanted: str, *pending: str) -> None:
    what = f"waiting for EKS Fargate Profile ({id_}) {verb}"
    await_state(aws, what, lambda: _describe_profile(aws, id_)["status"], wanted, pending, 10)


def _describe_profile(aws: Aws, id_: str) -> Props:
    cluster, profile = _names(id_)
    answer = aws("eks").describe_fargate_profile(clusterName=cluster, fargateProfileName=profile)
    return answer["fargateProfile"]


def _read_profile(aws: Aws, id_: str) -> Props:
    return answered(aws, _FARGATE_PROFILE, _describe_profile(aws, id_), _FARGATE_NAMES)


def _tag_profile(aws: Aws, id_: str, dropped: list[str], kept: dict[str, str]) -> None:
    _TAG(aws, _describe_profile(aws, id_)["fargateProfileArn"], dropped, kept)


def _delete_profile(aws: Aws, id_: str, state: Props) -> None:
    cluster, profile = _names(id_)
    aws("eks").delete_fargate_profile(clusterName=cluster, fargateProfileName=profile)
    _await_profile(aws, id_, "delete", GONE, "ACTIVE", "DELETING")


RESOURCE_TYPES = (
    ResourceType(
        token=_NODE_GROUP,
        name="nodeGroupName",
        create=_create_node_group,
        read=node_group,
        update=_update_node_group,
        retag=_tag_node_group,
        delete=_delete_node_group,
        unordered=words("sourceSecurityGroupIds subnetIds taints"),
        unreadable=words("forceUpdateVersion"),
    ),
    ResourceType(
        token=_FARGATE_PROFILE,
        name="fargateProfileName",
        create=_create_profile,
        read=unless_gone(_read_profile),
        update=_await_creation,
        retag=_tag_profile,
        delete=_delete_profile,
        # EKS refuses to create or delete a second one meanwhile; so does the official provider.
        mutex=lambda props: f"{props['clusterName']}-fargate-profiles",
        unordered=words("selectors subnetIds"),
    ),
)
