"""Tests of the resource types that hold data."""

import pytest

from delivery.gate.dangers import dangers
from delivery.gate.step import Step
from delivery.plan.change import Op
from delivery.plan.holds_data import DATA
from simulator.plugins.aws.schema import schema_of
from tests.checkout import tracked
from tests.delivery.plans import change, plan

INVENTORIES = tracked("tests/golden/inventory-*.txt")

ONLY_NAMES = {"aws:kms/alias:Alias"}
"""Protected types without data."""


def protected() -> set[str]:
    """Returns the types of all protected resources, in any stack."""
    lines = [line for file in INVENTORIES for line in file.read_text().splitlines()]
    return {line.partition(" ")[0] for line in lines if ", protected" in line}


def test_every_protected_type_holds_data() -> None:
    assert {"aws:cognito/identityPool:IdentityPool", "aws:backup/vault:Vault"} <= protected()
    assert protected() - ONLY_NAMES <= DATA.keys()


@pytest.mark.parametrize("type_", [one for one in DATA if one.startswith("aws:")])
def test_deleting_any_type_with_data_is_a_danger(type_: str) -> None:
    schema_of(type_)
    for op, step in ((Op.DELETE, Step.DELETE), (Op.REPLACE, Step.REPLACE)):
        (danger,) = dangers(plan(change(type_, "a", op, {}, {} if op is Op.REPLACE else None)))
        assert danger.step is step
        assert f"{DATA[type_]} would be lost" in danger.why
