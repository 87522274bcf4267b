"""Each procedure of the runbook says which test carried it out, or why none did."""

import ast
import re
from collections.abc import Iterator

import pytest

from delivery.stack_files import CHECKOUT

RUNBOOK = (CHECKOUT / "docs" / "runbook.md").read_text()
PROCEDURES = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", RUNBOOK, re.MULTILINE | re.DOTALL))
NAMED = re.findall(r"^Tried: (\S+)$", RUNBOOK, re.MULTILINE)


def names_in(file: str) -> Iterator[str]:
    tree = ast.parse((CHECKOUT / file).read_text())
    return (node.name for node in tree.body if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_a_procedure_was_tried_or_says_that_it_was_not(procedure: str) -> None:
    last = PROCEDURES[procedure].strip().splitlines()[-1]
    assert re.fullmatch(r"Tried: tests/\S+\.py(::test_\w+)?|Not tried: .{20,}\.", last)


@pytest.mark.parametrize("named", NAMED)
def test_a_test_that_the_runbook_names_is_there(named: str) -> None:
    file, _, name = named.partition("::")
    assert (name or "test_") in " ".join(names_in(file))


def test_the_runbook_has_all_that_goes_wrong_or_changes() -> None:
    assert len(PROCEDURES) == 15
    assert len(NAMED) >= 10


def test_commands_of_the_runbook_exist() -> None:
    for command in set(re.findall(r"python -m delivery ([a-z-]+)", RUNBOOK)):
        assert f'command("{command}"' in COMMANDS, command


COMMANDS = "".join(
    (CHECKOUT / "delivery" / file).read_text()
    for file in ("__main__.py", "deployment_commands.py", "sandbox_commands.py")
)
