"""EKS add-ons. The id of an add-on is `cluster:name`."""

from simulator.plugins.aws.calls import answered, changed, send, tagging
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.services.eks.states import await_update
from simulator.plugins.aws.shapes import Props, words
from simulator.plugins.aws.waiting import GONE, await_state, retried

_ADDON = "aws:eks/addon:Addon"

_ONLY_PULUMI = ("preserve", "region", "resolveConflictsOnCreate", "resolveConflictsOnUpdate")
"""Inputs that EKS never returns."""

_NOT_YET = [
    ("InvalidParameterException", "CREATE_FAILED"),
    ("InvalidParameterException", "does not exist"),
]
"""Refusals of CreateAddon that the official provider retries for two minutes.

https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/eks/addon.go, as are
the timeouts here: 20, 20 and 40 minutes.
"""

_CHANGEABLE = ("addonVersion", "configurationValues", "serviceAccountRoleArn")

_TAG = tagging("eks", "resourceArn")


def _names(id_: str) -> dict[str, str]:
    cluster, _, addon = id_.partition(":")
    return {"clusterName": cluster, "addonName": addon}


def _settings(inputs: Props, conflicts: str) -> Props:
    settings = {name: inputs[name] for name in inputs if name not in (*_ONLY_PULUMI, "tags")}
    return settings | {"resolveConflicts": inputs.get(conflicts)}


def _create(aws: Aws, inputs: Props) -> str:
    settings = _settings(inputs, "resolveConflictsOnCreate")
    retried(aws, 2, _NOT_YET, lambda: send(aws, "eks", "CreateAddon", settings))
    return f"{inputs['clusterName']}:{inputs['addonName']}"


def _describe(aws: Aws, id_: str) -> Props:
    return aws("eks").describe_addon(**_names(id_))["addon"]


def _read(aws: Aws, id_: str) -> Props:
    return answered(aws, _ADDON, _describe(aws, id_), {"arn": "addonArn"})


def _await(aws: Aws, id_: str, verb: str, wanted: str, pending: str, minutes: int) -> None:
    what = f"waiting for EKS Add-On ({id_}) {verb}"
    states = (pending, "ACTIVE", "DEGRADED")
    await_state(aws, what, lambda: _describe(aws, id_)["status"], wanted, states, minutes)


def _update(aws: Aws, id_: str, old: Props, new: Props) -> None:
    if not old:
        _await(aws, id_, "create", "ACTIVE", "CREATING", 20)
    elif changed(old, new, *_CHANGEABLE):
        settings = _settings(new, "resolveConflictsOnUpdate")
        # Like the official provider, it empties what is no longer given.
        empty = {"configurationValues": ""} if "configurationValues" in old else {}
        begun = send(aws, "eks", "UpdateAddon", empty | settings)
        names = _names(id_)
        where = {"name": names["clusterName"], "addonName": names["addonName"]}
        await_update(aws, f"EKS Add-On ({id_})", begun, where, 20)


def _retag(aws: Aws, id_: str, dropped: list[str], kept: dict[str, str]) -> None:
    _TAG(aws, _describe(aws, id_)["addonArn"], dropped, kept)


def _delete(aws: Aws, id_: str, state: Props) -> None:
    aws("eks").delete_addon(**_names(id_), preserve=bool(state.get("preserve")))
    _await(aws, id_, "delete", GONE, "DELETING", 40)


def addon_version(aws: Aws, addon: str, kubernetes_version: str) -> str:
    """The add-on version that EKS chooses for a Kubernetes version such as `1.35`.

    Raises ClientError for an add-on that the simulated account does not know.
    """
    found = aws("eks").describe_addon_versions(
        addonName=addon, kubernetesVersion=kubernetes_version
    )
    return found["addons"][0]["addonVersions"][0]["addonVersion"]


RESOURCE_TYPES = (
    ResourceType(
        token=_ADDON,
        create=_create,
        read=unless_gone(_read),
        update=_update,
        retag=_retag,
        delete=_delete,
        unreadable=words("preserve resolveConflictsOnCreate resolveConflictsOnUpdate"),
    ),
)
