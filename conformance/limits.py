"""Records the limits of properties: probes at and beyond them, and the rules that explain them."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import Any

from conformance.examples import CHARACTERS, NUMBERS, STRINGS, Known
from conformance.properties import Property, Type_, properties
from conformance.provider import CrashError, Refusal
from conformance.readings import alternatives, rule
from simulator.plugins.aws.limits.rules import Rule, broken_rules
from simulator.plugins.aws.schema import UNKNOWN

_PROBED = ("str", "int", "float")

_OTHERS = re.compile(
    r"Missing required argument|Missing Configuration|Conflicting|Invalid combination"
    r"|Attribute Combination|must have a duration|Unable to Convert|Conversion Error|Configuration Read Error"
)
"""Errors about other properties or several, or about types, which the schema covers."""


@dataclass
class Probed:
    """A property with the provider's messages about each probed value."""

    type: Type_
    property: Property
    answers: dict[Any, tuple[str, ...]] = field(default_factory=dict[Any, tuple[str, ...]])

    @cached_property
    def _baseline(self) -> frozenset[Refusal]:
        return self.type.refusals(self.property.inputs(UNKNOWN))

    def ask(self, values: Iterable[Any]) -> None:
        """Ask the provider about values."""
        for value in values:
            if value not in self.answers:
                found = self.type.refusals(self.property.inputs(value)) - self._baseline
                mine = [one for one in found if not _OTHERS.search(one.message + one.detail)]
                lines = {_template(one, self.property, value) for one in mine}
                self.answers[value] = tuple(sorted(lines))

    @property
    def accepted(self) -> list[Any]:
        """The values without a message."""
        return [value for value, messages in self.answers.items() if not messages]

    def rules(self) -> list[Rule]:
        """The rules that explain the answers best; raises LookupError for an unknown message."""
        options = [alternatives(one) for one in self._read()]
        extra: list[list[Rule]] = [[], [("empty", None, "")], [("any", None, "")]]
        extra += [[*extra[1], *extra[2]]]
        candidates = [[*more, *chosen] for more in extra for chosen in product(*options)]
        return min(candidates, key=lambda rules: len([*self.unexplained(rules)]))

    def _read(self) -> list[Rule]:
        """The rule of each kind of message."""
        found: dict[str, Rule] = {}
        for value, messages in self.answers.items():
            for message in messages:
                kind, argument, text = rule(message)
                key = json.dumps([kind, argument])
                # The message with a distinctive value has its place marked.
                if key not in found or ("{value}" in text and "{value}" not in found[key][2]):
                    found[key] = (kind, argument, text)
        return [found[key] for key in sorted(found)]

    def unexplained(self, rules: list[Rule]) -> Iterator[str]:
        """Values on which the rules disagree with the provider."""
        for value, messages in self.answers.items():
            if bool(broken_rules(rules, value)) != bool(messages):
                yield f"{str(value)[:60]!r}: provider {messages or 'accepts'}"


def probe(type_: Type_, known: Known) -> Iterator[Probed]:
    """The properties of a type that have limits, probed."""
    for property_ in properties(type_):
        if property_.kind.name in _PROBED:
            probed = Probed(type_, property_)
            numeric = property_.kind.name in ("int", "float")
            try:
                probed.ask(NUMBERS if numeric else STRINGS)
                probed.ask(known.get((type_.token, property_.path), []))
            except CrashError:
                continue
            if any(probed.answers.values()):
                yield probed


def edges(rules: Iterable[Rule], accepted: list[Any]) -> Iterator[Any]:
    """Values at the limits of the rules, made from accepted ones."""
    strings = [value for value in accepted if isinstance(value, str) and value]
    for kind, argument, _ in rules:
        if kind == "range":
            for limit in argument:
                if limit is not None:
                    yield from (limit - 1, limit, limit + 1)
        elif kind == "values":
            yield from argument
        elif kind in ("bytes", "characters"):
            for base in strings[:2]:
                yield from (_of_length(base, limit + by) for limit in argument if limit for by in (-1, 0, 1))
        elif kind == "pattern":
            for base in strings[:2]:
                yield from with_characters(base, CHARACTERS)


def with_characters(base: str, characters: str) -> Iterator[str]:
    """A value with each character inserted in its middle, before and after it."""
    middle = len(base) // 2
    for one in characters:
        yield from (base[:middle] + one + base[middle:], one + base, base + one)


def _of_length(base: str, length: int) -> str:
    """A value shortened at its end, or stretched in its middle."""
    middle = (len(base) + 1) // 2
    missing = max(0, length - len(base))
    return (base[:middle] + base[middle - 1] * missing + base[middle:])[:length]


def _template(refusal: Refusal, property_: Property, value: Any) -> str:
    """A message with `{value}` and `{path}` in place of both."""
    text = f"{refusal.message} {refusal.detail}".strip()
    *outer, last = property_.terraform
    index = r"(?:\.\d+|\[Value\(.*?\)\]|\[[^\]]*\])*"
    full = rf"\b{''.join(name + index + chr(92) + '.' for name in outer)}{last}\b{index}"
    text, count = re.subn(full, "{path}", text, count=1)
    if not count:
        text = re.sub(rf"\b{last}\b{index}", "{path}", text, count=1)
    text = re.sub(r"(got:? ['\"]?).*?(['\"]?)$", r"\1{value}\2", text, flags=re.DOTALL)
    text = re.sub(r"((?:Given )?Value: ?).*?(?=\n|$)", r"\1{value}", text)
    shown = str(value)
    return text.replace(shown, "{value}") if isinstance(value, str) and len(shown) > 3 else text
