"""Public case 18: a chart bumped without its CRDs crashes.

https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/4712
"""

from typing import Any

import pytest

from delivery.gate.dangers import dangers
from delivery.gate.step import Step
from delivery.gate.verdict import judge
from delivery.plan.change import Op
from delivery.report.report import report
from estate.cluster.chart_crds import CHART_CRDS
from tests.components.cluster.test_controllers import releases
from tests.delivery.plans import change, plan

RELEASE = "kubernetes:helm.sh/v3:Release"
CONTROLLER = "aws-load-balancer-controller"


def release(version: str, chart: str = CONTROLLER) -> dict[str, Any]:
    repository = {"repo": "https://aws.github.io/eks-charts"}
    return {"chart": chart, "version": version, "repositoryOpts": repository}


@pytest.mark.parametrize("op", [Op.UPDATE, Op.REPLACE])
def test_the_gate_asks_for_the_crds_of_another_version_of_a_chart(op: Op) -> None:
    bumped = plan(change(RELEASE, CONTROLLER, op, release("1.17.1"), release("3.2.2")))
    (danger, *others) = dangers(bumped)
    assert danger.step is Step.APPLY_CRDS
    assert danger.line == f"Acknowledge: apply-crds staging helm.sh/v3.Release {CONTROLLER}"
    comment = report([bumped], judge([bumped], "")).comment
    assert "targetgroupconfigurations.gateway.k8s.aws" in comment
    for word in ("helm show crds", "--version", "3.2.2", "kubectl apply --server-side"):
        assert word in comment.replace("`", "")
    lines = [one.line for one in others]
    assert not judge([bumped], "\n".join(lines)).passes
    assert judge([bumped], "\n".join([danger.line, *lines])).passes


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (release("1.17.1"), release("1.17.1") | {"values": {"replicaCount": 3}}),
        (release("9.54.0", "cluster-autoscaler"), release("9.55.0", "cluster-autoscaler")),
    ],
)
def test_other_changes_of_a_release_ask_for_no_crds(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    changed = plan(change(RELEASE, "release", Op.UPDATE, before, after))
    assert Step.APPLY_CRDS not in {one.step for one in dangers(changed)}


def test_the_crds_of_every_deployed_chart_are_known() -> None:
    assert {one["chart"] for one in releases().values()} == CHART_CRDS.keys()
