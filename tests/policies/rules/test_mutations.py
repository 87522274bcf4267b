"""Checks of the mutations' texts. tests/engine runs a few of them, `make mutate` all."""

import pytest

from policies.engine.pack import RULES
from policies.engine.rule import MANDATORY
from tests.policies.rules.every_case import MUTATIONS
from tests.policies.rules.mutate import PAGE, page
from tests.policies.rules.mutation import Mutation
from tests.settings.test_settings import ROOT


def test_each_mandatory_rule_has_one_mutation() -> None:
    mandatory = [rule.name for rule in RULES if rule.level is MANDATORY]
    assert [mutation.rule for mutation in MUTATIONS] == mandatory


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.rule)
def test_a_mutation_changes_one_place_and_leaves_valid_python(mutation: Mutation) -> None:
    text = (ROOT / mutation.file).read_text()
    assert not mutation.old or text.count(mutation.old) == 1
    changed = text.replace(mutation.old, mutation.new) if mutation.old else text + mutation.new
    assert changed != text
    if mutation.file.endswith(".py"):
        compile(changed, mutation.file, "exec")


def test_the_page_lists_these_mutations() -> None:
    assert PAGE.read_text() == page(), "run make mutate, which writes the page"
