"""Charts and add-ons from elsewhere, or of no version, each against one rule."""

from tests.policies.mutation import Mutation

_CONTROLLERS = "components/controllers.py"

MUTATIONS = (
    Mutation(
        "chart-repository-allowed",
        "staging",
        "The autoscaler's chart comes from somebody else",
        _CONTROLLERS,
        old='_AUTOSCALER_CHARTS = "https://kubernetes.github.io/autoscaler"',
        new='_AUTOSCALER_CHARTS = "https://charts.example.org"',
    ),
    Mutation(
        "chart-version-pinned",
        "staging",
        "Charts are of any version that is near enough",
        _CONTROLLERS,
        old="            version=version,\n",
        new='            version=f"^{version}",\n',
    ),
    Mutation(
        "addon-version-pinned",
        "staging",
        "EKS chooses the add-ons' versions",
        "components/addons.py",
        old="                addon_version=addon.version(args.settings.addon_versions),\n",
        new="",
    ),
    Mutation(
        "addon-allowed",
        "staging",
        "An add-on of the marketplace is installed",
        "estate/addons.py",
        old='    Addon("eks-node-monitoring-agent", ',
        new='    Addon("somebody_agent", ',
    ),
)
