"""Test stacks for the rules about charts and add-ons."""

from policies.rules.paradigms.helm_and_addons import ADDON, CHART, RELEASE
from tests.policies.rules.cases import UNKNOWN, Case, a

AWS = "https://aws.github.io/eks-charts"

CASES = (
    Case(
        "chart-repository-allowed",
        bad={
            "from https://example.org, which is": a(
                RELEASE, repositoryOpts={"repo": "https://example.org"}
            ),
            "eks-charts.evil": a(CHART, repositoryOpts={"repo": f"{AWS}.evil.example"}),
            "from oci://example.org": a(RELEASE, chart="oci://example.org/metrics"),
            "from bitnami/metrics": a(RELEASE, chart="bitnami/metrics"),
            "from nowhere": a(RELEASE),
        },
        good=(
            a(RELEASE, chart="x", repositoryOpts={"repo": AWS}),
            a(CHART, chart="x", repositoryOpts={"repo": f"{AWS}/"}),
            a(RELEASE, chart=f"{AWS}/x-1.0.0.tgz"),
            a(RELEASE, chart="./charts/ours"),
        ),
        unknown=(a(RELEASE, repositoryOpts={"repo": UNKNOWN}), a(RELEASE, chart=UNKNOWN)),
    ),
    Case(
        "chart-version-pinned",
        bad={
            "has no version": a(RELEASE, chart="x"),
            "version ^1.2.0 is a range": a(CHART, chart="x", version="^1.2.0"),
            "version 1.2 is": a(RELEASE, chart="x", version="1.2"),
            "version 1.x.0": a(RELEASE, chart="x", version="1.x.0"),
            "version 1.2.0 - 1.4.0": a(RELEASE, chart="x", version="1.2.0 - 1.4.0"),
        },
        good=(
            a(RELEASE, chart="x", version="1.17.1"),
            a(RELEASE, chart="x", version="v1.17.1-rc.1+build.5"),
            a(RELEASE, chart="./charts/ours"),
        ),
        unknown=(a(RELEASE, chart="x", version=UNKNOWN),),
    ),
    Case(
        "addon-version-pinned",
        bad={"chooses the version": [a(ADDON, addonName="vpc-cni"), a(ADDON, addonVersion="")]},
        good=(a(ADDON, addonVersion="v1.20.4-eksbuild.2"),),
        unknown=(a(ADDON, addonVersion=UNKNOWN),),
    ),
    Case(
        "addon-allowed",
        bad={"the add-on example_agent": a(ADDON, addonName="example_agent")},
        good=(a(ADDON, addonName="vpc-cni"), a(ADDON, addonName="metrics-server")),
        unknown=(a(ADDON, addonName=UNKNOWN),),
    ),
)
