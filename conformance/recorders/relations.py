"""Records which properties of an object exclude or need each other."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from conformance.terraform.properties import Property, SimulatedType, properties
from conformance.terraform.provider import CrashError, Refusal
from simulator.plugins.aws.schema import Kind

Relations = dict[str, list[list[str]]]

_WORDED: tuple[tuple[str, str], ...] = (
    (r'"(\S+)": conflicts with (\S+)', "conflict"),
    (r'Attribute "(\S+)" cannot be specified when "(\S+)" is specified', "conflict"),
    (r'"(\S+)": all of `(\S+)` must be specified', "together"),
    (r'Attribute "(\S+)" must be specified when "(\S+)" is specified', "needed"),
    (r"one of `(\S+)` must be specified", "any"),
    (r"At least one attribute out of \[(\S+)\] must be specified", "any"),
    (r"only one of `(\S+)` can be specified", "one"),
    (r"one \(and only one\) of \[(\S+)\] is required", "one"),
    (r"[Ee]xactly one of these attributes must be configured: \[(\S+)\]", "one"),
)
"""Wordings of the provider, each with the kind of relation between the properties it names."""

_VALUES: Mapping[str, Any] = {"str": "a", "int": 1, "float": 1.5, "bool": True}


def record(type_: SimulatedType) -> dict[str, Relations]:
    """The relations in each object of a type, by the object's path; empty for the resource."""
    levels: dict[tuple[str, ...], list[Property]] = defaultdict(list)
    objects: dict[tuple[str, ...], Property] = {}
    for one in properties(type_):
        levels[one.names[:-1]].append(one)
        objects[one.names] = one
    found: dict[str, Relations] = {}
    for names, inside in levels.items():
        relations = _of_level(type_, objects.get(names), inside)
        if relations:
            found[".".join(names)] = relations
    return found


def _of_level(type_: SimulatedType, outer: Property | None, inside: list[Property]) -> Relations:
    by_terraform = {one.terraform[-1]: one.names[-1] for one in inside}
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    choices = [(), *((one,) for one in inside), *combinations(inside, 2)]
    for chosen in choices:
        values = {one.names[-1]: _listed(one, _value(one.kind)) for one in chosen}
        try:
            refusals = type_.refusals(outer.inputs(values) if outer else values)
        except (CrashError, LookupError):
            continue
        for kind, names in _relations(refusals):
            known = [by_terraform.get(_last(name), "") for name in names]
            if all(known):
                found[kind].add(tuple(known))
    return _tidy(found)


def _relations(refusals: frozenset[Refusal]) -> Iterator[tuple[str, list[str]]]:
    for refusal in refusals:
        text = f"{refusal.message} {refusal.detail}"
        for wording, kind in _WORDED:
            if match := re.search(wording, text):
                names = [name for group in match.groups() for name in group.split(",")]
                yield kind, names
                break


def _tidy(found: Mapping[str, set[tuple[str, ...]]]) -> Relations:
    """The relations, each once: a choice of exactly one is also an error when none is given."""
    one = {tuple(sorted(set(names))) for names in found.get("one", ())}
    any_ = {tuple(sorted(set(names))) for names in found.get("any", ())} - one
    together = {
        (first, *sorted({*others} - {first})) for first, *others in found.get("together", ())
    } | {(needing, needed) for needed, needing in found.get("needed", ())}
    conflict = {tuple(sorted(set(names))) for names in found.get("conflict", ())}
    kinds = {"any": any_, "conflict": conflict, "one": one, "together": together}
    several = {kind: [list(one) for one in names if len(one) > 1] for kind, names in kinds.items()}
    return {kind: sorted(names) for kind, names in several.items() if names}


def _last(name: str) -> str:
    """The last name of a path such as `website.0.index_document`."""
    return re.sub(r"\[.*?\]", "", name).split(".")[-1]


def _value(kind: Kind) -> Any:
    if kind.name == "list":
        return [_value(kind.element)]
    if kind.name == "map":
        return {"key": _value(kind.element)}
    if kind.name == "object":
        return {}
    return _value(kind.of[0]) if kind.name == "union" else _VALUES.get(kind.name, "a")


def _listed(property_: Property, value: Any) -> Any:
    return [value] if property_.listed[-1] else value
