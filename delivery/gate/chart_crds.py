"""Finds charts whose custom resource definitions (CRDs) a person must update first."""

import shlex
from collections.abc import Iterator

from delivery.plan.change import Change, Op, value_at
from delivery.plan.stack_plan import StackPlan
from estate.cluster.chart_crds import CHART_CRDS

_RELEASE = "kubernetes:helm.sh/v3:Release"


def outdated_crds(plan: StackPlan) -> Iterator[tuple[Change, str]]:
    """Yields each release that gets another version of a chart with CRDs, and what to do."""
    for one in plan.changes(Op.UPDATE, Op.REPLACE):
        if one.type != _RELEASE or one.old is None or one.new is None:
            continue
        chart, version = (str(one.new.inputs.get(key, "")) for key in ("chart", "version"))
        crds = CHART_CRDS.get(chart, ())
        if not crds or one.old.inputs.get("version") == version:
            continue
        repository = str(value_at(one.new.inputs, "repositoryOpts.repo"))
        show = ["helm", "show", "crds", chart, "--repo", repository, "--version", version]
        what = (
            f"Helm does not update the CRDs of the chart {chart}, such as {', '.join(crds)}, and a"
            f" new version crashes without them; before the deployment, run {shlex.join(show)}"
            " | kubectl apply --server-side -f -"
        )
        yield one, what
