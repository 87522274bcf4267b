"""Test stacks for the rules about charts and add-ons."""

from policies.rules.paradigms.helm_and_addons import (
    ADDON,
    ADDONS_ARE_KNOWN,
    ADDONS_ARE_PINNED,
    CHART,
    CHARTS_ARE_PINNED,
    CHARTS_COME_FROM_KNOWN_SOURCES,
    RELEASE,
)
from tests.policies.rules.cases import UNKNOWN, Case, a

AWS = "https://aws.github.io/eks-charts"

CASES = (
    Case(
        CHARTS_COME_FROM_KNOWN_SOURCES,
        bad={
            "comes from https://charts.example.org, which is not an allowed source.": (
                a(RELEASE, props={"repositoryOpts": {"repo": "https://charts.example.org"}}),
            ),
            "eks-charts.evil": (
                a(CHART, props={"repositoryOpts": {"repo": f"{AWS}.evil.example"}}),
            ),
            "from oci://example.org": (a(RELEASE, props={"chart": "oci://example.org/metrics"}),),
            "from bitnami/metrics": (a(RELEASE, props={"chart": "bitnami/metrics"}),),
            "from nowhere": (a(RELEASE),),
        },
        good=(
            (a(RELEASE, props={"chart": "x", "repositoryOpts": {"repo": AWS}}),),
            (a(CHART, props={"chart": "x", "repositoryOpts": {"repo": f"{AWS}/"}}),),
            (a(RELEASE, props={"chart": f"{AWS}/x-1.0.0.tgz"}),),
            (a(RELEASE, props={"chart": "./charts/ours"}),),
        ),
        unknown=(
            (a(RELEASE, props={"repositoryOpts": {"repo": UNKNOWN}}),),
            (a(RELEASE, props={"chart": UNKNOWN}),),
        ),
    ),
    Case(
        CHARTS_ARE_PINNED,
        bad={
            "has no version": (a(RELEASE, props={"chart": "x"}),),
            "version ^1.2.0 is a range": (a(CHART, props={"chart": "x", "version": "^1.2.0"}),),
            "version 1.2 is": (a(RELEASE, props={"chart": "x", "version": "1.2"}),),
            "version 1.x.0": (a(RELEASE, props={"chart": "x", "version": "1.x.0"}),),
            "version >=1.2.0": (a(RELEASE, props={"chart": "x", "version": ">=1.2.0"}),),
            "version 1.2.0 - 1.4.0": (
                a(RELEASE, props={"chart": "x", "version": "1.2.0 - 1.4.0"}),
            ),
        },
        good=(
            (a(RELEASE, props={"chart": "x", "version": "1.17.1"}),),
            (a(RELEASE, props={"chart": "x", "version": "v1.17.1-rc.1+build.5"}),),
            (a(RELEASE, props={"chart": "./charts/ours"}),),
        ),
        unknown=((a(RELEASE, props={"chart": "x", "version": UNKNOWN}),),),
    ),
    Case(
        ADDONS_ARE_PINNED,
        bad={
            "so EKS chooses the version, which may differ between stacks.": (
                a(ADDON, props={"addonName": "vpc-cni"}),
            ),
            "EKS chooses the version, which may differ between stacks.": (
                a(ADDON, props={"addonVersion": ""}),
            ),
        },
        good=((a(ADDON, props={"addonVersion": "v1.20.4-eksbuild.2"}),),),
        unknown=((a(ADDON, props={"addonVersion": UNKNOWN}),),),
    ),
    Case(
        ADDONS_ARE_KNOWN,
        bad={
            "the add-on example_agent is not in the list of allowed add-ons.": (
                a(ADDON, props={"addonName": "example_agent"}),
            )
        },
        good=(
            (a(ADDON, props={"addonName": "vpc-cni"}),),
            (a(ADDON, props={"addonName": "metrics-server"}),),
        ),
        unknown=((a(ADDON, props={"addonName": UNKNOWN}),),),
    ),
)
