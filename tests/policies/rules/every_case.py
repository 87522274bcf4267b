"""The test stacks of all rules, in the policy pack's order."""

from importlib import import_module

from policies.engine.pack import SUBJECTS
from tests.policies.rules.cases import Case

_NAMES = [subject.__name__.rpartition(".") for subject in SUBJECTS]
CASES: tuple[Case, ...] = tuple(
    case
    for folder, _, name in _NAMES
    for case in import_module(f"tests.{folder}.cases_{name}").CASES
)
