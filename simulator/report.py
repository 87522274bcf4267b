"""What a person sees after a deployment: what exists now, and where to reach it."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, cast

from simulator.engine import Engine


def stacks_table(engine: Engine, stacks: Sequence[str]) -> str:
    """A row for each kind of resource, a column for each stack, and last what this run changed."""
    kinds = {stack: _kinds(engine, stack) for stack in stacks}
    names = sorted({name for counted in kinds.values() for name in counted})
    rows = [["", *stacks]]
    rows += [[name, *(str(kinds[stack][name] or "-") for stack in stacks)] for name in names]
    rows.append(["changed by this run", *(str(_changes(engine, stack)) for stack in stacks)])
    return _aligned(rows)


def outputs_table(engine: Engine, stack: str) -> str:
    """The stack's outputs, one a line: its path and its value."""
    outputs = json.loads(engine.ask(["stack", "output", "--json", "--stack", stack]))
    return _aligned([[path, value] for path, value in _leaves(outputs)])


def _kinds(engine: Engine, stack: str) -> Counter[str]:
    state = json.loads(engine.ask(["stack", "export", "--stack", stack]))
    tokens = [
        resource["type"]
        for resource in state["deployment"].get("resources", [])
        if resource.get("custom") and not resource["type"].startswith("pulumi:")
    ]
    return Counter(_kind(token) for token in tokens)


def _kind(token: str) -> str:
    """`s3 Bucket` for `aws:s3/bucket:Bucket`."""
    _, module, name = token.split(":")
    return f"{module.partition('/')[0]} {name}"


def _changes(engine: Engine, stack: str) -> int:
    history = engine.ask(["stack", "history", "--json", "--page-size", "1", "--stack", stack])
    changes: dict[str, int] = json.loads(history)[0].get("resourceChanges") or {}
    return sum(count for operation, count in changes.items() if operation != "same")


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if not isinstance(value, dict):
        yield path, str(value)
        return
    for key, item in cast(dict[str, Any], value).items():
        yield from _leaves(item, f"{path}.{key}" if path else key)


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
