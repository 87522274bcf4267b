"""Constructors of malformed stack files.

A path of a key is written as in messages, for example `roles[0].name`.
"""

import json
import re
from copy import deepcopy
from typing import Any, NamedTuple

from tests.settings.malformed.files import example, stack_file


class Malformed(NamedTuple):
    """A stack file that must be refused before any resource is registered.

    `yaml` is None if there is no file. `expected` has a substring of each line of the message, in
    order.
    """

    name: str
    stack: str
    yaml: str | None
    expected: tuple[str, ...]


def case(name: str, stack: str, *expected: str, **changes: str | None) -> Malformed:
    """Returns a case whose stack file has some keys changed, as in `stack_file`."""
    return Malformed(name, stack, stack_file(stack, **changes), expected)


def staging(name: str, *expected: str, **changes: str | None) -> Malformed:
    """Returns a case of the stack staging, as in `case`."""
    return case(name, "staging", *expected, **changes)


def wrong(path: str, problem: str, *values: Any, stack: str = "staging") -> tuple[Malformed, ...]:
    """Returns a case for each value that has the problem at the path."""
    return tuple(
        case(f"{stack}: {path} = {_shown(value)}", stack, line, **_changed(stack, path, value))
        for value in values
        for line in [f"cellscope:{path} = {_shown(value)}: {problem}"]
    )


def duplicate(path: str, first: Any, second: Any = None) -> Malformed:
    """Returns a case whose list at the path has an entry twice, or a second one like the first."""
    second = first if second is None else second
    line = f"cellscope:{path}[1] = {_shown(second)}: is a duplicate of [0]. Remove one of them."
    name = f"{path} with {_shown(second)} after {_shown(first)}"
    return staging(name, line, **_changed("staging", path, [first, second]))


def missing(path: str) -> Malformed:
    """Returns a case without the key at the path."""
    line = f"cellscope:{path}: missing. Write "
    return staging(f"{path} missing", line, **_changed("staging", path, None))


def misspelt(path: str, spelling: str) -> Malformed:
    """Returns a case in which the last key of the path has this spelling."""
    parent, _, right = path.rpartition(".")
    line = f'cellscope:{parent}.{spelling}: unknown key. Did you mean "{right}"?'
    changes = {
        key: text and text.replace(f'"{right}":', f'"{spelling}":', 1)
        for key, text in _changed("staging", path, "x").items()
    }
    return staging(f"{path} misspelt as {spelling}", line, **changes)


def unknown(parent: str, valid: str) -> Malformed:
    """Returns a case with an unknown key in the mapping at the path."""
    line = f"cellscope:{parent}.zzz: unknown key. Valid keys: {valid}."
    changes = _changed("staging", f"{parent}.zzz", "x")
    return staging(f"{parent} with an unknown key", line, **changes)


def _changed(stack: str, path: str, value: Any) -> dict[str, str | None]:
    """Returns the changes that set the value at the path, or omit its key if it is None."""
    key = path.partition(".")[0].partition("[")[0]
    *parents, last = (int(step) if step.isdigit() else step for step in re.findall(r"\w+", path))
    place = whole = {key: deepcopy(example(stack, key))}
    for step in parents:
        place = place[step]
    place[last] = value
    if value is None:
        del place[last]
    conflicting = {"network": None} if key == "existingNetwork" else {}
    return {**conflicting, key: json.dumps(whole[key])}


def _shown(value: Any) -> str:
    """Returns the value as messages show it."""
    text = json.dumps(value)
    return text if len(text) <= 80 else text[:77] + "..."
