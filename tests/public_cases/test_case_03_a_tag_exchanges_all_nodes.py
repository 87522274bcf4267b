"""A changed tag reaches the launch template, and all nodes are exchanged without a warning.

https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2514
https://github.com/terraform-aws-modules/terraform-aws-eks/issues/1826
"""

from delivery.gate.dangers import Danger
from delivery.gate.step import Step
from delivery.gate.verdict import judge
from delivery.plan.change import Op
from delivery.report.report import report
from tests.delivery.report.recordings import recorded

CHANGE = "default-tag-added"
"""The preview of staging and production with one more default tag (prepared/of_nodes.py)."""


def asked() -> list[Danger]:
    return [*judge(recorded(CHANGE), "").open]


def test_one_more_default_tag_updates_more_than_a_hundred_resources() -> None:
    for plan in recorded(CHANGE):
        assert len(list(plan.changes(Op.UPDATE))) > 100
        assert not list(plan.changes(Op.REPLACE))


def test_the_gate_asks_for_the_exchange_of_all_nodes_and_for_nothing_else() -> None:
    assert [one.line for one in asked()] == [
        "Acknowledge: replace-nodes staging eks.NodeGroup post-scaling-x86",
        "Acknowledge: replace-nodes production eks.NodeGroup post-scaling-x86",
    ]
    plans = recorded(CHANGE)
    text = "\n".join(one.line for one in asked())
    assert not judge(plans, text.replace("production", "development")).passes
    assert judge(plans, text).passes


def test_the_comment_begins_with_the_groups_whose_nodes_are_exchanged() -> None:
    plans = recorded(CHANGE)
    comment = report(plans, judge(plans, "")).comment
    top, _, folded = comment.partition("<details>")
    line = "replace-nodes `eks.NodeGroup post-scaling-x86` in staging: all nodes are exchanged"
    assert line in "\n".join([one for one in top.splitlines() if one][:8])
    assert "the launch template changes tagSpecifications" in top
    assert "tagSpecifications[0].tags.CostCenter" in folded


def test_a_changed_tag_of_a_resource_without_nodes_is_not_asked() -> None:
    assert {one.step for one in asked()} == {Step.REPLACE_NODES}
