"""Rules that install what many use in the cluster, from those who make it: charts and add-ons."""

import re
from collections.abc import Iterator

from pydantic import Field

from .resource import Resource
from .rule import Context, Rule, RuleConfig

ADDON = "aws:eks/addon:Addon"
RELEASE = "kubernetes:helm.sh/v3:Release"
CHART = "kubernetes:helm.sh/v4:Chart"

_PARADIGM = "the team's paradigms, popular over clever"
_EXACT = re.compile(r"v?\d+\.\d+\.\d+([-+][\w.+-]+)?")
"""One version of a chart, and no range of them."""


class ChartSourcesConfig(RuleConfig):
    """Where charts may come from."""

    sources: tuple[str, ...] = Field(
        ("https://aws.github.io/eks-charts", "https://kubernetes.github.io/autoscaler"),
        description="repositories of charts; what lies below one is of it too",
    )


class AddonsConfig(RuleConfig):
    """Which add-ons the team knows."""

    addons: frozenset[str] = Field(
        frozenset(
            {
                "amazon-cloudwatch-observability",
                "aws-ebs-csi-driver",
                "aws-efs-csi-driver",
                "aws-mountpoint-s3-csi-driver",
                "coredns",
                "eks-node-monitoring-agent",
                "eks-pod-identity-agent",
                "kube-proxy",
                "metrics-server",
                "snapshot-controller",
                "vpc-cni",
            }
        ),
        description="the add-ons that may be used, by EKS's names",
    )


def _chart_sources(one: Resource, context: Context[ChartSourcesConfig]) -> Iterator[str]:
    if _is_our_own(one):
        return
    address = one.get("repositoryOpts.repo") or one.get("chart") or ""
    below = f"{address.rstrip('/')}/"
    if not any(below.startswith(f"{source.rstrip('/')}/") for source in context.config.sources):
        yield f"its chart comes from {address or 'nowhere'}, a source nobody agreed on."


def _pinned_charts(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if _is_our_own(one):
        return
    version = one.get("version")
    if not version:
        yield "its chart has no version: it is whichever is the newest that day."
    elif not _EXACT.fullmatch(version):
        yield f"its chart's version {version} is a range: what it is changes unseen."


def _is_our_own(one: Resource) -> bool:
    """Whether a chart lies beside the program, where every change of it is reviewed."""
    return (one.get("chart") or "").startswith((".", "/"))


def _pinned_addons(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if not one.get("addonVersion"):
        yield "its version is EKS's choice of the day, and differs between stacks."


def _known_addons(one: Resource, context: Context[AddonsConfig]) -> Iterator[str]:
    name = one.get("addonName")
    if name not in context.config.addons:
        yield f"the team does not know the add-on {name}."


CHARTS_COME_FROM_KNOWN_SOURCES = Rule(
    "chart-repository-allowed",
    description="Charts come from the repositories of those who make what they install.",
    reason="A chart may do anything in the cluster; a copy of it may do more.",
    remedy="Set repositoryOpts.repo to the project's own, and add that to the rule's sources.",
    source=f"{_PARADIGM}; Helm documentation, Helm Provenance and Integrity",
    example="chart: metrics\nrepositoryOpts: {repo: https://charts.example.org}",
    judges=dict.fromkeys((RELEASE, CHART), ("chart", "repositoryOpts.repo")),
    check=_chart_sources,
    config=ChartSourcesConfig,
)

CHARTS_ARE_PINNED = Rule(
    "chart-version-pinned",
    description="A chart has one exact version.",
    reason="A preview that nobody changed must show no change, and a roll-back the old chart.",
    remedy="Set version to one version, without a range.",
    source="Helm documentation, Charts",
    example="chart: cluster-autoscaler\nversion: ^9.0.0",
    judges=dict.fromkeys((RELEASE, CHART), ("chart", "version")),
    check=_pinned_charts,
    config=RuleConfig,
)

ADDONS_ARE_PINNED = Rule(
    "addon-version-pinned",
    description="An EKS add-on has a version.",
    reason="Staging and production are to run the same, and to change when the team says so.",
    remedy="Set addonVersion.",
    source="Amazon EKS User Guide, Amazon EKS add-ons",
    example="addonName: vpc-cni",
    judges={ADDON: ("addonVersion",)},
    check=_pinned_addons,
    config=RuleConfig,
)

ADDONS_ARE_KNOWN = Rule(
    "addon-allowed",
    description="EKS's add-ons are those that the team knows.",
    reason="An add-on of the marketplace runs in every node, and somebody has to answer for it.",
    remedy="Take one of AWS's own, or agree on it and add it to the rule's addons.",
    source=f"{_PARADIGM}; Amazon EKS User Guide, Amazon EKS add-ons",
    example="addonName: somebody_agent",
    judges={ADDON: ("addonName",)},
    check=_known_addons,
    config=AddonsConfig,
)

RULES = (CHARTS_COME_FROM_KNOWN_SOURCES, CHARTS_ARE_PINNED, ADDONS_ARE_PINNED, ADDONS_ARE_KNOWN)
