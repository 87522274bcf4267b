"""Rules that a stack with adopted resources postpones."""

import json

import pytest

from policies.engine.pack import RULES
from settings import Hardening
from tests.policies.rules.cases import Case
from tests.policies.rules.every_case import CASES

GROUP_OF = {rule.name: rule.group for rule in RULES if rule.group}
POSTPONABLE = [case for case in CASES if case.rule in GROUP_OF]


def verdicts(case: Case, postponed: str) -> list[list[str]]:
    config = {**case.stack_config, "any:postponed": postponed}
    changed = Case(case.rule, case.bad, config=case.config, stack_config=config, today=case.today)
    return [changed.verdict(stack) for _, stack in case.violations]


@pytest.mark.parametrize("case", POSTPONABLE, ids=lambda case: case.rule)
def test_a_postponed_rule_reports_nothing(case: Case):
    group = GROUP_OF[case.rule]
    assert not any(verdicts(case, json.dumps([group])))
    others = [one for one in Hardening if one != group]
    for text in (json.dumps(others), "[]", "not a list", json.dumps(group)):
        assert all(verdicts(case, text))


def test_the_groups_of_rules_are_those_of_the_setting():
    assert {rule.group for rule in RULES if rule.group} == {*Hardening}


def test_rules_against_public_access_and_data_loss_cannot_be_postponed():
    never = {
        "bucket-public-access-block",
        "data-store-protected",
        "no-public-resource-policy",
        "table-deletion-protection",
    }
    assert never & GROUP_OF.keys() == set()
