"""Refuses inputs that the real AWS provider refuses, with its messages.

`limits.json` is a recording: by type and property, the rules that reproduce the answers of the
provider to inputs at and beyond its limits. A rule is [kind, argument, message]; `rules.py`
describes the kinds. A message has `{value}` in place of the value and `{path}` in place of the
property's path. `relations.json` has the properties of an object that exclude or need each other.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, cast

from simulator.plugins.aws.limits.rules import Rule, broken_rules
from simulator.plugins.aws.schema import UNKNOWN
from simulator.plugins.aws.shapes import Props

Refusal = tuple[str, str]
"""A property's path, and the reason."""

_INDEX = re.compile(r"\[\d+\]")
_HIDDEN = "[secret]"


@cache
def rules() -> Mapping[str, Mapping[str, list[Rule]]]:
    """The recorded rules by type token and property, such as `rules.filter.prefix`."""
    return _recorded("limits.json")


@cache
def relations() -> Mapping[str, Mapping[str, Mapping[str, list[list[str]]]]]:
    """By type token, and property of the object (empty for the resource): lists of properties.

    `conflict`: at most one is given; `one`: exactly one; `any`: one or more; `together`: the first
    needs the others.
    """
    return _recorded("relations.json")


def refusals(
    token: str, inputs: Mapping[str, Any], secret: frozenset[str] = frozenset()
) -> Iterator[Refusal]:
    """What the provider refuses in the inputs of a resource; values of `secret` are left out."""
    related, ruled = relations().get(token, {}), rules().get(token, {})
    for path, value in _values(inputs, ""):
        name = _INDEX.sub("", path)
        if isinstance(value, Mapping):
            yield from broken(related.get(name, {}), cast(Props, value), path)
        else:
            shown = _HIDDEN if path.partition(".")[0] in secret else str(value)
            for _, _, message in broken_rules(ruled.get(name, []), value):
                yield path, message.replace("{value}", shown).replace("{path}", path)


def conflicting(token: str, given: Collection[str]) -> set[str]:
    """The properties of a resource that conflict with given ones."""
    related = relations().get(token, {}).get("", {})
    pairs = [*related.get("conflict", []), *related.get("one", [])]
    return {name for names in pairs if {*names} & {*given} for name in names} - {*given}


def broken(related: Mapping[str, list[list[str]]], value: Props, path: str) -> Iterator[Refusal]:
    """The relations that the properties of an object break; an unknown one may end up missing."""
    prefix = f"{path}." if path else ""
    given = {name for name, part in value.items() if part is not None}
    known = {name for name in given if value[name] != UNKNOWN}
    for names in [*related.get("conflict", []), *related.get("one", [])]:
        if len(found := [name for name in names if name in known]) > 1:
            yield prefix + found[0], f'"{found[0]}": conflicts with {", ".join(found[1:])}'
    for names in [*related.get("one", []), *related.get("any", [])]:
        if not given.intersection(names):
            yield prefix + names[0], f"one of `{','.join(names)}` must be specified"
    for first, *others in related.get("together", []):
        if first in known and not given.issuperset(others):
            yield prefix + first, f"all of `{','.join([first, *others])}` must be specified"


def _values(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """The known objects and scalars in a value, with their paths."""
    if value is None or value == UNKNOWN:
        return
    if isinstance(value, Mapping):
        yield path, value
        for name, part in cast(Props, value).items():
            if not name.startswith("__"):
                yield from _values(part, f"{path}.{name}" if path else name)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for index, part in enumerate(cast(Sequence[Any], value)):
            yield from _values(part, f"{path}[{index}]")
    else:
        yield path, value


def _recorded(file: str) -> Any:
    return json.loads((Path(__file__).parent / file).read_text("utf-8"))
