"""Records what a change of each property does: it replaces or updates the resource, or nothing.

Each property changes, is added and is removed in a plan of the real provider. The resource around
it is one of a stack or of the tests' samples.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any, cast

from conformance.recorders.examples import Known
from conformance.terraform.inputs import Config
from conformance.terraform.properties import Property, SimulatedType, properties
from conformance.terraform.proposals import deployed, proposed
from conformance.terraform.provider import CrashError, is_unknown
from simulator.plugins.aws.limits.rules import Rule
from simulator.plugins.aws.schema import UNKNOWN, Kind, schema_of

REPLACE, UPDATE, NONE, ERROR, ABSENT = "replace", "update", "none", "error", "absent"
_BY_STRENGTH = (REPLACE, UPDATE, NONE)

_SCALARS: Mapping[str, tuple[Any, ...]] = {
    "str": ("one", "two", "three"),
    "bool": (False, True),
    "int": (1, 2, 3),
    "float": (1, 2, 3),
    "any": ("one", "two"),
}


def record(
    type_: SimulatedType, base: Config, known: Known, rules: Mapping[str, list[Rule]]
) -> dict[str, str]:
    """The verdicts by property: one word if all three agree, else for change, addition, removal.

    `rules` are the recorded limits of the type's properties.
    """
    found = {one.path: one for one in properties(type_) if len(one.names) <= 2}
    planner = _Planner(type_, base, rules)
    rows: dict[str, tuple[str, ...]] = {}
    for path in _expected(type_.token):
        if path not in found:
            rows[path] = (ABSENT,) * 3
            continue
        property_ = found[path]
        values = _values(property_, known.get((type_.token, path), []))
        rows[path] = planner.verdicts(property_, values)
    for path in rows:
        inner = [row[0] for other, row in rows.items() if other.startswith(f"{path}.")]
        changes = [word for word in _BY_STRENGTH if word in inner]
        # A block changes as its strongest part does.
        if changes and rows[path][0] != ABSENT:
            rows[path] = (changes[0], *rows[path][1:])
    return {
        path: row[0] if len(set(row)) == 1 else " ".join(row) for path, row in sorted(rows.items())
    }


def merged(committed: Mapping[str, str], recorded: Mapping[str, str]) -> dict[str, str]:
    """The recorded verdicts; an error keeps the committed verdict.

    The provider has no answer where its plan reads the resource from AWS, as that of a table.
    """
    return {
        name: committed.get(name, row) if ERROR in row else row for name, row in recorded.items()
    }


class _Planner:
    """Plans changes of a resource whose other inputs are `base`."""

    def __init__(self, type_: SimulatedType, base: Config, rules: Mapping[str, list[Rule]]) -> None:
        self._type, self._base, self._rules = type_, _known(base), rules

    def verdicts(self, property_: Property, values: list[Any]) -> tuple[str, ...]:
        """The verdicts on a change, an addition and a removal of the property."""
        without = self._with(property_, None)
        default = self._created(without)
        first, *others = values
        for one in values:
            # A value that differs from the default makes a difference when it is added.
            if default is not None and self._created(self._with(property_, one)) != default:
                first, others = one, [other for other in values if other != one]
                break
        given = self._with(property_, first)
        changes = [self._change(given, self._with(property_, other)) for other in others]
        change = next((word for word in _BY_STRENGTH if word in changes), ERROR)
        added = self._change(without, given)
        # What makes a difference when it is added makes one when it changes.
        change = added if change == NONE else change
        return change, added, self._change(given, without)

    def _change(self, old: Config, new: Config) -> str:
        block, provider, name = self._type.block, self._type.provider, self._type.name
        before, after = self._type.configuration(old), self._type.configuration(new)
        state = self._created(old)
        if state is None:
            return ERROR
        try:
            same = provider.plan(name, state, proposed(block, state, before), before)
            found = provider.plan(name, state, proposed(block, state, after), after)
        except CrashError:
            return ERROR
        if found.refusals or same.refusals:
            return ERROR
        if any(_at(state, path) != _at(found.state, path) for path in found.replacing):
            return REPLACE
        return NONE if found.state == same.state else UPDATE

    def _created(self, inputs: Config) -> Config | None:
        config = self._type.configuration(inputs)
        try:
            plan = self._type.provider.plan(self._type.name, None, config, config)
        except CrashError:
            return None
        if plan.refusals or plan.state is None:
            return None
        return {**deployed(self._type.block, dict(plan.state)), **self._enumerated(plan.state)}

    def _enumerated(self, planned: Mapping[str, Any]) -> Config:
        """A valid value for each unknown property that has only certain values."""
        found: Config = {}
        for one in properties(self._type):
            rules = self._rules.get(one.path, [])
            values = [argument[0] for kind, argument, _ in rules if kind == "values"]
            if values and len(one.names) == 1 and is_unknown(planned.get(one.terraform[0])):
                found[one.terraform[0]] = [values[0]] if one.listed[0] else values[0]
        return found

    def _with(self, property_: Property, value: Any) -> Config:
        """The base inputs with a value of the property; without it, if the value is None."""
        inputs = deepcopy(self._base)
        *outer, last = property_.names
        holder: Config = inputs
        for name, listed in zip(outer, property_.listed, strict=False):
            if not holder.get(name):
                holder[name] = [{}] if listed else {}
            holder = holder[name][0] if listed else holder[name]
        if value is None:
            holder.pop(last, None)
        else:
            holder[last] = [value] if property_.listed[-1] else value
        return inputs


def _at(state: Any, path: tuple[str | int, ...]) -> Any:
    """The value at a path of a state; a path into a set leads to the whole set."""
    for step in path:
        if isinstance(state, list) and not isinstance(step, int):
            return state
        try:
            state = cast(Any, state)[step]
        except (LookupError, TypeError):
            return None
    return state


def _known(value: Any) -> Any:
    """Inputs as after the deployment: the ids of other resources are known."""
    if isinstance(value, dict):
        return {key: _known(one) for key, one in cast(Config, value).items() if key[:2] != "__"}
    if isinstance(value, list):
        return [_known(one) for one in cast(list[Any], value)]
    return "known" if value == UNKNOWN else value


def _expected(token: str) -> Iterator[str]:
    """The properties of a type, one level of nesting deep."""
    for name, kind in schema_of(token).inputs.items():
        yield name
        held = kind.element if kind.name == "list" else kind
        if held.name == "object":
            yield from (f"{name}.{inner}" for inner in held.fields)


def _values(property_: Property, known: list[Any]) -> list[Any]:
    """Different values: those that stacks and samples have, then words or numbers."""
    kind = property_.kind
    generic = [_value(kind, which) for which in range(3)]
    usable = [one for one in known if isinstance(one, str | int | float)]
    found: list[Any] = []
    for one in [*usable, *generic] if kind.name in _SCALARS else generic:
        if one not in found:
            found.append(one)
    return found[:5]


def _value(kind: Kind, which: int) -> Any:
    if kind.name == "union":
        return _value(kind.of[0], which)
    if kind.name == "list":
        return [_value(kind.element, which)]
    if kind.name == "map":
        return {"key": _value(kind.element, which)}
    if kind.name == "object":
        names = kind.required or frozenset([*kind.fields][:1])
        return {name: _value(kind.fields[name], which) for name in sorted(names)}
    choices = _SCALARS.get(kind.name, ("one", "two"))
    return choices[which % len(choices)]
