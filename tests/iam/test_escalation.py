"""The search of escalations: from every role of the program, to anything outside."""

import pytest

from tests.iam.escalation.account import rendered_account
from tests.iam.escalation.planted import PLANTED
from tests.iam.escalation.report import EMERGENCIES, METHODS, found, lines, results


def test_no_role_reaches_anything_outside_its_environment() -> None:
    rows = [*results()]
    print(*lines(rows), sep="\n")
    assert {"cellscope-deploy-staging", "cellscope-preview", "api-role-production"} <= {
        row.start for row in rows
    }
    escapes = [str(one) for row in rows if row.start != EMERGENCIES for one in row.escapes]
    assert not escapes


def test_people_in_an_emergency_reach_clusters_and_nothing_else() -> None:
    (row,) = results(EMERGENCIES)
    assert {step.target.kind for one in row.escapes for step in one.steps} == {
        "eks:access-entry",
        "eks:cluster",
    }
    assert not [one for one in row.escapes if "legacy" in str(one)]


@pytest.mark.parametrize("method", PLANTED)
def test_a_planted_escalation_is_found_with_its_steps(method: str) -> None:
    chains = [escape.steps for escape in found(method)]
    assert chains
    assert {steps[-1].method.name for steps in chains} == {method}


def test_a_search_goes_on_from_a_role_that_it_created() -> None:
    (row,) = results("cellscope-deploy-staging")
    assert row.reached > len([one for one in rendered_account().principals if "staging" in one]) / 2


def test_each_method_is_tried_on_something() -> None:
    kinds = {(one.kind, one.exists) for one in rendered_account().things}
    assert {(one.kind, not one.makes) for one in METHODS} <= kinds
