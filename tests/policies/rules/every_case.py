"""The test stacks and mutations of all rules, in the policy pack's order."""

from importlib import import_module
from typing import Any

from policies.engine.pack import SUBJECTS
from tests.policies.rules.cases import Case
from tests.policies.rules.mutation import Mutation


def _about(what: str) -> list[Any]:
    names = [subject.__name__.rpartition(".") for subject in SUBJECTS]
    return [import_module(f"tests.{folder}.{what}_{name}") for folder, _, name in names]


CASES: tuple[Case, ...] = tuple(case for each in _about("cases") for case in each.CASES)
MUTATIONS: tuple[Mutation, ...] = tuple(
    mutation for each in _about("mutations") for mutation in each.MUTATIONS
)
