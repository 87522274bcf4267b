"""Each mandatory rule reports its mutation of the program, and no other mandatory rule does."""

import json
from typing import Any

import pytest

from delivery.markdown import code, table
from policies.engine.judge import judge
from policies.engine.pack import RULES
from policies.engine.resource import Others
from policies.engine.rule import MANDATORY, Context
from tests.conftest import Golden
from tests.policies.estate import config_of
from tests.policies.mutation import MUTATIONS, Mutation
from tests.policies.rules.cases import TODAY

MANDATORY_RULES = [rule for rule in RULES if rule.level is MANDATORY]

INTRODUCTION = """\
# Mutations: one violation of each mandatory rule

`make golden` writes this page. Each row is one change of the resources that the program declares
in a stack. The tests check that the rule in the row reports it, and that no other mandatory rule
does. Resources marked as added do not exist in the program. A path leads into JSON strings, such
as policy documents.
"""


def test_each_mandatory_rule_has_one_mutation() -> None:
    names = sorted(rule.name for rule in MANDATORY_RULES)
    assert sorted(one.rule for one in MUTATIONS) == names


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: one.rule)
def test_exactly_one_mandatory_rule_reports_a_mutation(mutation: Mutation) -> None:
    resources = mutation.resources()
    types = {mutation.resource.split(" ")[0], *(one.type for one in mutation.added)}
    reported: set[str] = set()
    for rule in MANDATORY_RULES:
        if not types.isdisjoint([*rule.judges, *rule.joins]):
            config, others = config_of(mutation.stack), Others(resources)
            context = Context[Any](rule.config(), mutation.stack, config, others, TODAY)
            reported |= {rule.name for _ in judge(rule, resources, context)}
    assert reported == {mutation.rule}


def test_the_page_lists_these_mutations(golden: Golden) -> None:
    rows = {one.rule: _row(one) for one in MUTATIONS}
    in_order = [rows[rule.name] for rule in MANDATORY_RULES]
    headings = ["Rule", "Stack", "Resource", "Property", "Change"]
    golden("docs/policy-mutations.md", f"{INTRODUCTION}\n{table(headings, in_order)}\n")


def _row(one: Mutation) -> list[str]:
    type_, name = one.resource.split(" ")
    resource = f"{code(type_)} {name}{' (added)' if one.added else ''}"
    value = json.dumps(one.value)
    shown = value if len(value) <= 80 else f"{value[:40]}... ({len(value)} characters)"
    change = "removed" if one.value is None else code(shown)
    return [
        code(one.rule),
        one.stack,
        resource,
        *([code(one.path), change] if one.path else ["", ""]),
    ]
