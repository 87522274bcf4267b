"""Mutations of charts and add-ons: untrusted sources and version ranges, one per rule."""

from tests.policies.rules.mutation import Mutation

_CONTROLLERS = "components/cluster/controllers.py"

MUTATIONS = (
    Mutation(
        "chart-repository-allowed",
        "staging",
        "The autoscaler's chart comes from another repository",
        _CONTROLLERS,
        old='_AUTOSCALER_CHARTS = "https://kubernetes.github.io/autoscaler"',
        new='_AUTOSCALER_CHARTS = "https://charts.example.org"',
    ),
    Mutation(
        "chart-version-pinned",
        "staging",
        "Chart versions are ranges",
        _CONTROLLERS,
        old="            version=version,\n",
        new='            version=f"^{version}",\n',
    ),
    Mutation(
        "addon-version-pinned",
        "staging",
        "Add-ons have no version",
        "components/cluster/addons.py",
        old="                addon_version=addon.version(args.settings.addon_versions),\n",
        new="",
    ),
    Mutation(
        "addon-allowed",
        "staging",
        "An AWS Marketplace add-on is installed",
        "estate/cluster/addons.py",
        old='    Addon("eks-node-monitoring-agent", ',
        new='    Addon("example_agent", ',
    ),
)
