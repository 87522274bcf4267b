"""Rules for Helm charts and EKS add-ons: trusted sources and pinned versions."""

import re
from collections.abc import Iterator

from pydantic import Field

from policies.engine.resource import Resource
from policies.engine.rule import Context, Rule, RuleConfig

ADDON = "aws:eks/addon:Addon"
RELEASE = "kubernetes:helm.sh/v3:Release"
CHART = "kubernetes:helm.sh/v4:Chart"

_PARADIGM = "the team's paradigms, popular over clever"
_EXACT = re.compile(r"v?\d+\.\d+\.\d+([-+][\w.+-]+)?")
"""An exact version of a chart, not a range."""


class ChartSourcesConfig(RuleConfig):
    """The configuration of chart-repository-allowed."""

    sources: tuple[str, ...] = Field(
        ("https://aws.github.io/eks-charts", "https://kubernetes.github.io/autoscaler"),
        description="allowed chart repositories; paths below them are allowed too",
    )


class AddonsConfig(RuleConfig):
    """The configuration of addon-allowed."""

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
        description="the names of the allowed EKS add-ons",
    )


def _chart_sources(one: Resource, context: Context[ChartSourcesConfig]) -> Iterator[str]:
    if _is_our_own(one):
        return
    address = one.get("repositoryOpts.repo") or one.get("chart") or ""
    below = f"{address.rstrip('/')}/"
    if not any(below.startswith(f"{source.rstrip('/')}/") for source in context.config.sources):
        yield f"its chart comes from {address or 'nowhere'}, which is not an allowed source."


def _pinned_charts(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if _is_our_own(one):
        return
    version = one.get("version")
    if not version:
        yield "its chart has no version, so the newest version is installed."
    elif not _EXACT.fullmatch(version):
        yield f"its chart's version {version} is a range, so the installed version may change."


def _is_our_own(one: Resource) -> bool:
    """Whether the chart is part of this repository, where every change is reviewed."""
    return (one.get("chart") or "").startswith((".", "/"))


def _pinned_addons(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if not one.get("addonVersion"):
        yield "it has no addonVersion, so EKS chooses the version, which may differ between stacks."


def _known_addons(one: Resource, context: Context[AddonsConfig]) -> Iterator[str]:
    name = one.get("addonName")
    if name not in context.config.addons:
        yield f"the add-on {name} is not in the list of allowed add-ons."


RULES = (
    Rule(
        "chart-repository-allowed",
        description="Helm charts come from the repositories of their maintainers.",
        reason="A chart can change anything in the cluster, and a copy may have been modified.",
        remedy="Set repositoryOpts.repo to the project's own repository and add that to the rule's"
        " sources.",
        source=f"{_PARADIGM}; Helm documentation, Helm Provenance and Integrity",
        example="chart: metrics\nrepositoryOpts: {repo: https://charts.example.org}",
        judges=dict.fromkeys((RELEASE, CHART), ("chart", "repositoryOpts.repo")),
        check=_chart_sources,
        config=ChartSourcesConfig,
    ),
    Rule(
        "chart-version-pinned",
        description="A Helm chart has an exact version.",
        reason="Otherwise an unchanged program may install another version, and a rollback may"
        " fail.",
        remedy="Set version to an exact version, not a range.",
        source="Helm documentation, Charts",
        example="chart: cluster-autoscaler\nversion: ^9.0.0",
        judges=dict.fromkeys((RELEASE, CHART), ("chart", "version")),
        check=_pinned_charts,
        config=RuleConfig,
    ),
    Rule(
        "addon-version-pinned",
        description="An EKS add-on has a version.",
        reason="Staging and production must run the same version, and change only with a"
        " deployment.",
        remedy="Set addonVersion.",
        source="Amazon EKS User Guide, Amazon EKS add-ons",
        example="addonName: vpc-cni",
        judges={ADDON: ("addonVersion",)},
        check=_pinned_addons,
        config=RuleConfig,
    ),
    Rule(
        "addon-allowed",
        description="EKS add-ons are in the list of allowed add-ons.",
        reason="An AWS Marketplace add-on may run on every node and needs an owner.",
        remedy="Use an add-on by AWS, or agree on this one and add it to the rule's addons.",
        source=f"{_PARADIGM}; Amazon EKS User Guide, Amazon EKS add-ons",
        example="addonName: example_agent",
        judges={ADDON: ("addonName",)},
        check=_known_addons,
        config=AddonsConfig,
    ),
)
