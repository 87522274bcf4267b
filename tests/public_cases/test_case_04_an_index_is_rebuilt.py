"""A renamed or re-projected global index is destroyed and rebuilt, and its queries fail meanwhile.

https://github.com/pulumi/pulumi/issues/4745
"""

import pytest

from delivery.gate.verdict import judge
from delivery.report.report import report
from tests.delivery.report.recordings import recorded

LINES = [
    f"Acknowledge: rebuild-index {stack} dynamodb.Table samples"
    for stack in ("staging", "production")
]

INDEX = "gsiByProjectAndExperimentID"

CHANGES = {
    "index-renamed": f"globalSecondaryIndexes has byProjectAndExperiment instead of {INDEX}",
    "index-projection-extended": f"globalSecondaryIndexes changes nonKeyAttributes of {INDEX}",
}
"""Previews of staging and production (tests/delivery/report/prepared/of_data.py)."""


@pytest.mark.parametrize("change", CHANGES)
def test_the_gate_asks_for_the_rebuilt_index_and_for_nothing_else(change: str) -> None:
    plans = recorded(change)
    assert [one.line for one in judge(plans, "").open] == LINES
    assert judge(plans, "\n".join(LINES)).passes


@pytest.mark.parametrize("change", CHANGES)
def test_the_comment_begins_with_the_index_and_what_happens_to_its_queries(change: str) -> None:
    plans = recorded(change)
    comment = report(plans, judge(plans, "")).comment
    top = "\n".join([line for line in comment.splitlines() if line][:8])
    assert "rebuild-index `dynamodb.Table samples` in staging and production" in top
    assert "the index is rebuilt" in top
    assert "fail" in top
    assert CHANGES[change] in top
