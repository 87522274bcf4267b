"""Tests that each procedure of the runbook names its test, or why it has none."""

import ast
import re
from collections.abc import Iterator

import pytest

from delivery.__main__ import COMMANDS
from delivery.stack_files import CHECKOUT

RUNBOOK = (CHECKOUT / "docs" / "runbook.md").read_text()
PROCEDURES = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", RUNBOOK, re.MULTILINE | re.DOTALL))
NAMED = re.findall(r"^Tested by: (\S+)$", RUNBOOK, re.MULTILINE)


def names_in(file: str) -> Iterator[str]:
    tree = ast.parse((CHECKOUT / file).read_text())
    return (node.name for node in tree.body if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_a_procedure_names_its_test_or_why_it_has_none(procedure: str) -> None:
    last = PROCEDURES[procedure].strip().splitlines()[-1]
    assert re.fullmatch(r"Tested by: tests/\S+\.py(::test_\w+)?|Not tested: .{20,}\.", last)


@pytest.mark.parametrize("named", NAMED)
def test_a_test_that_the_runbook_names_exists(named: str) -> None:
    file, _, name = named.partition("::")
    assert (name or "test_") in " ".join(names_in(file))


def test_the_runbook_has_all_procedures() -> None:
    assert len(PROCEDURES) == 16
    assert len(NAMED) >= 10


def test_commands_of_the_runbook_exist() -> None:
    used = set(re.findall(r"python -m delivery ([a-z-]+)", RUNBOOK))
    assert used <= {command.name for command in COMMANDS}
