"""Effects of changes of node groups and Fargate profiles."""

from collections.abc import Mapping
from typing import Any, cast

from delivery.gate.impact.comparisons import UNDECIDED, changed, is_unknown
from delivery.gate.impact.impact import Impact, Words, lost
from delivery.gate.step import Step
from delivery.plan.change import Op, value_at

NODE_GROUP = "aws:eks/nodeGroup:NodeGroup"

_EKS = "https://docs.aws.amazon.com/eks/latest/userguide"
_UPDATES = f"{_EKS}/managed-node-update-behavior.html"

_ROLLED = (
    "all nodes are exchanged, a few at a time: every pod restarts on a new node, and loses work"
    " that it has not saved"
)
_REPLACED = (
    "all nodes are exchanged: a new group starts, then the old one is drained; every pod restarts"
    " on a new node, and loses work that it has not saved"
)


def below_what_runs(old: Any, new: Any) -> Words:
    """Reports a maximum below the number of nodes that run, or equal to it and lowered."""
    if is_unknown(new):
        return UNDECIDED
    before, after = (value_at(one, "maxSize") for one in (old, new))
    if not before or not after or after >= before:
        return None
    # The desired size in the plan may be older than the last action of the Cluster Autoscaler. The
    # program limits it to the maximum, so a larger number shows as the maximum.
    running = max(value_at(one, "desiredSize") or 0 for one in (old, new))
    if running < after:
        return None
    at_least = "at least " if running == after else ""
    return f"lowers maxSize from {before} to {after}, and {at_least}{running} nodes run"


def evicting_taints(old: Any, new: Any) -> Words:
    """Reports new taints with the effect NO_EXECUTE."""
    before = cast(list[Mapping[str, Any]], old or [])
    added = [one for one in cast(list[Mapping[str, Any]], new or []) if one not in before]
    evicting = [str(one.get("key")) for one in added if one.get("effect") == "NO_EXECUTE"]
    return f"gains {', '.join(evicting)} with the effect NO_EXECUTE" if evicting else None


def labels_lost(old: Any, new: Any) -> Words:
    """Reports labels that are removed or get another value."""
    before, after = (cast(Mapping[str, Any], one or {}) for one in (old, new))
    gone = [key for key, value in before.items() if after.get(key) != value]
    return f"no longer contains {', '.join(gone)} with the same value" if gone else None


NODE_IMPACTS: Mapping[str, tuple[Impact, ...]] = {
    NODE_GROUP: (
        lost(
            Step.REPLACE_NODES,
            _REPLACED,
            f"{_EKS}/delete-managed-node-group.html",
            on=(Op.REPLACE,),
        ),
        Impact(Step.REPLACE_NODES, "launchTemplate", changed, _ROLLED, _UPDATES),
        Impact(Step.REPLACE_NODES, "version", changed, _ROLLED, _UPDATES),
        Impact(Step.REPLACE_NODES, "releaseVersion", changed, _ROLLED, _UPDATES),
        lost(
            Step.REDUCE_CAPACITY,
            "all its nodes are drained and deleted; pods that fit on no other node stay pending",
            f"{_EKS}/delete-managed-node-group.html",
            on=(Op.DELETE,),
            part_of=("clusterName",),
        ),
        Impact(
            Step.REDUCE_CAPACITY,
            "scalingConfig",
            below_what_runs,
            "EKS ends nodes above the new maximum; their pods restart elsewhere, or stay pending",
            "https://docs.aws.amazon.com/eks/latest/APIReference/API_NodegroupScalingConfig.html",
            on=(Op.UPDATE, Op.REPLACE),
        ),
        Impact(
            Step.INTERRUPT,
            "taints",
            evicting_taints,
            "pods that do not tolerate the taint are evicted",
            f"{_EKS}/node-taints-managed-node-groups.html",
        ),
        Impact(
            Step.INTERRUPT,
            "labels",
            labels_lost,
            "new pods that select nodes by the label stay pending",
            "https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateNodegroupConfig.html",
            on=(Op.UPDATE, Op.REPLACE),
        ),
    ),
    "aws:eks/fargateProfile:FargateProfile": (
        lost(
            Step.INTERRUPT,
            "EKS deletes all pods that run on the profile; work in them is lost",
            "https://docs.aws.amazon.com/eks/latest/APIReference/API_DeleteFargateProfile.html",
            part_of=("clusterName",),
        ),
    ),
}
