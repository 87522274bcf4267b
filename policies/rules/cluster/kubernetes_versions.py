"""Rules for the Kubernetes versions of EKS clusters and for their upgrade policies."""

from collections.abc import Iterator, Mapping
from datetime import date

from pydantic import Field

from policies.engine.resource import Resource
from policies.engine.rule import ADVISORY, Context, Rule, RuleConfig, requires
from policies.rules.cluster.cluster import CLUSTER, NODE_GROUP

_SOURCE = "Amazon EKS User Guide, Understand the Kubernetes version lifecycle on EKS"

_STANDARD_SUPPORT: Mapping[str, date] = {
    "1.33": date(2026, 7, 29),
    "1.34": date(2026, 12, 2),
    "1.35": date(2027, 3, 27),
    "1.36": date(2027, 8, 2),
}
"""The day on which EKS ends the standard support of each version.

https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
"""


class VersionConfig(RuleConfig):
    """The configuration of kubernetes-version-supported."""

    standard_support: Mapping[str, date] = Field(
        _STANDARD_SUPPORT,
        description="the day on which EKS ends the standard support of each Kubernetes version",
    )


class EndConfig(VersionConfig):
    """The configuration of kubernetes-version-support-ends."""

    days: int = Field(60, description="the number of days before the end in which it is reported")


def _supported(one: Resource, context: Context[VersionConfig]) -> Iterator[str]:
    found, ends = one.get("version"), context.config.standard_support
    if not found:
        yield "its Kubernetes version is not set, so the end of its support goes unnoticed."
    elif _is_new_cluster(one):
        supported = [version for version, end in ends.items() if context.today < end]
        if found not in supported:
            yield (
                f"it is a new cluster with Kubernetes version {found}; in standard support:"
                f" {', '.join(supported) or 'none'}."
            )


def _is_new_cluster(one: Resource) -> bool:
    # EKS assigns the ARN, so a preview knows it only if the cluster exists.
    return one.type == CLUSTER and one.get("arn") is None


def _end(one: Resource, context: Context[EndConfig]) -> Iterator[str]:
    found, ends = one.get("version"), context.config.standard_support
    if not found:
        return
    if found not in ends:
        yield f"its Kubernetes version {found} is not in the table of supported versions."
    elif (left := (ends[found] - context.today).days) <= context.config.days:
        when = f"ends on {ends[found]}, in {left} days" if left > 0 else f"ended on {ends[found]}"
        yield f"the standard support of its Kubernetes version {found} {when}."


RULES = (
    Rule(
        "kubernetes-version-supported",
        description="Clusters and node groups set a Kubernetes version, and a new cluster sets one"
        " in standard support.",
        reason="Extended support costs six times as much. Only the preview can tell a new cluster;"
        " an existing one can always be updated.",
        remedy="Set version to one in standard support; the rule's configuration lists them.",
        source=_SOURCE,
        example='version: "1.29"',
        judges={CLUSTER: ("version", "arn"), NODE_GROUP: ("version",)},
        check=_supported,
        config=VersionConfig,
        over_stack=True,
    ),
    Rule(
        "kubernetes-version-support-ends",
        description="The Kubernetes version of a cluster or node group has more than 60 days of"
        " standard support left.",
        reason="EKS updates the control plane by itself when standard support ends, or charges"
        " extended support, depending on the cluster's upgrade policy.",
        remedy="Upgrade the cluster by one minor version, as docs/runbook.md describes.",
        source=_SOURCE,
        example='version: "1.33"',
        judges={CLUSTER: ("version",), NODE_GROUP: ("version",)},
        check=_end,
        config=EndConfig,
        level=ADVISORY,
    ),
    Rule(
        "cluster-standard-support",
        description="A cluster's upgrade policy is STANDARD.",
        reason="EKS's default is extended support, which costs six times as much and begins"
        " without a change of the program.",
        remedy="Set upgradePolicy.supportType to STANDARD.",
        source="Amazon EKS User Guide, Disable EKS extended support",
        example="upgradePolicy: {supportType: EXTENDED}",
        judges={CLUSTER: ("upgradePolicy.supportType",)},
        check=requires(
            "upgradePolicy.supportType",
            "EKS charges extended support when the standard support of its version ends.",
            "STANDARD",
        ),
        config=RuleConfig,
    ),
)
