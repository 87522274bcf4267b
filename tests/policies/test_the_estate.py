"""The program complies with every rule, and every rule applies to some resource."""

from functools import cache
from typing import Any

import pytest

from policies.engine.judge import judge
from policies.engine.pack import RULES
from policies.engine.resource import Others
from policies.engine.rule import AnyRule, Context
from simulator.plugins.aws.schema import Kind, schema_of
from tests.mocks.runs import PROGRAMS
from tests.policies.estate import config_of, resources_of
from tests.policies.rules.cases import TODAY
from tests.policies.rules.every_case import CASES

OF_EKS = {
    "aws:eks/accessEntry:AccessEntry",
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
    "aws:eks/cluster:Cluster",
    "kubernetes:core/v1:ConfigMap",
}
"""Resources of the eks component (tests/engine/cluster/test_eks_component.py)."""

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


@pytest.mark.parametrize("stack", PROGRAMS)
@each_rule
def test_the_program_complies_with_the_rule(rule: AnyRule, stack: str) -> None:
    resources = resources_of(stack)
    config, others = config_of(stack), Others(resources)
    context: Context[Any] = Context(rule.config(), stack, config, others, TODAY)
    found = [f"{one}: {text}" for one, text in judge(rule, resources, context)]
    assert found == []


@cache
def types_of_the_program() -> set[str]:
    return OF_EKS | {one.type for stack in PROGRAMS for one in resources_of(stack)}


@each_rule
def test_a_rule_matches_a_resource_or_is_declared_dormant(rule: AnyRule) -> None:
    matches = not types_of_the_program().isdisjoint(rule.judges)
    assert matches != bool(rule.dormant)


READ = [
    pytest.param(type_, path, id=f"{rule.name}-{type_}-{path}")
    for rule in RULES
    for type_, properties in [*rule.judges.items(), *rule.joins.items()]
    for path in properties or [""]
]


@pytest.mark.parametrize(("type_", "path"), READ)
def test_a_rule_reads_properties_of_the_pinned_schema(type_: str, path: str) -> None:
    schema = schema_of(type_)
    fields = {"id": Kind("str"), **schema.outputs, **schema.inputs}
    for key in filter(None, path.split(".")):
        assert key in fields, f"{type_} has no {path}"
        kind = fields[key]
        while kind.name in ("list", "map") and kind.of:
            kind = kind.element
        fields = kind.fields if kind.object_ else _of_any(kind)


def _of_any(kind: Kind) -> dict[str, Kind]:
    """Returns the fields of a union's object types."""
    return {name: field for one in kind.of for name, field in one.fields.items()}


def test_every_rule_has_test_stacks() -> None:
    assert [*dict.fromkeys(case.rule for case in CASES)] == [rule.name for rule in RULES]


def test_rules_have_unique_names() -> None:
    names = [rule.name for rule in RULES]
    assert len({*names}) == len(names)


@each_rule
def test_a_rule_has_all_its_texts(rule: AnyRule) -> None:
    for text in (rule.description, rule.reason, rule.remedy):
        assert text[0].isupper()
        assert text.endswith(".")
    assert rule.source
    assert rule.example
    assert rule.judges
