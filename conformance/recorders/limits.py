"""Records the limits of properties: probes at and beyond them, and the rules that explain them."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import Any

from conformance.recorders.examples import AT_THE_ENDS, CHARACTERS, NUMBERS, STRINGS, WORDS, Known
from conformance.recorders.readings import alternatives, rule
from conformance.terraform.properties import Property, SimulatedType, properties
from conformance.terraform.provider import CrashError, Refusal
from simulator.plugins.aws.limits.rules import Rule, broken_rules
from simulator.plugins.aws.schema import UNKNOWN

_PROBED = ("str", "int", "float")

_SIMPLE = ("bytes", "characters", "values")

_LONG, _FEW = 60, 12

_OTHERS = re.compile(
    r"Missing required argument|Missing Configuration|Conflicting|Invalid combination"
    r"|Attribute Combination|must have a duration|Unable to Convert|Conversion Error"
    r"|Configuration Read Error"
)
"""Errors about other properties or several, or about types, which the schema covers."""


@dataclass
class Probed:
    """A property with the provider's messages about each probed value."""

    type: SimulatedType
    of: Property
    answers: dict[Any, tuple[str, ...]] = field(default_factory=dict[Any, tuple[str, ...]])

    @cached_property
    def _baseline(self) -> frozenset[Refusal]:
        return self.type.refusals(self.of.inputs(UNKNOWN))

    def ask(self, values: Iterable[Any]) -> None:
        """Ask the provider about values."""
        for value in values:
            if value not in self.answers:
                found = self.type.refusals(self.of.inputs(value)) - self._baseline
                mine = [one for one in found if not _OTHERS.search(one.message + one.detail)]
                lines = {_template(one, self.of, value) for one in mine}
                self.answers[value] = tuple(sorted(lines))

    @property
    def is_patterned(self) -> bool:
        """Whether a message is about more than a length, certain values or an ARN."""
        kinds = {(one[0], str(one[1])) for one in self._read()}
        return any(kind not in _SIMPLE and name != "arn" for kind, name in kinds)

    @property
    def accepted(self) -> list[Any]:
        """The values without a message."""
        return [value for value, messages in self.answers.items() if not messages]

    def rules(self) -> list[Rule]:
        """The rules that explain the answers best; raises LookupError for an unknown message."""
        read = self._read()
        extra: list[list[Rule]] = [[], [("empty", None, "")], [("any", None, "")]]
        extra += [[*extra[1], *extra[2]]]
        best = read
        for more in extra:
            for chosen in product(*(alternatives(one) for one in read)):
                rules = [*more, *chosen]
                if not (wrong := self._disagreements(rules)):
                    return rules
                best = min(best, rules, key=self._disagreements) if wrong else rules
        return best

    def _disagreements(self, rules: list[Rule]) -> int:
        return sum(1 for _ in self.unexplained(rules))

    def chosen(self) -> dict[str, list[Any]]:
        """The probes to record: a few accepted and refused ones, with all that are at a limit."""
        texts = {value: packed(value) for value in self.answers}
        accepted = [texts[value] for value, messages in self.answers.items() if not messages]
        refused = [texts[value] for value, messages in self.answers.items() if messages]
        return {"accepted": _few(accepted), "refused": _few(refused)}

    def _read(self) -> list[Rule]:
        """The rule of each kind of message."""
        found: dict[str, Rule] = {}
        for messages in self.answers.values():
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


@dataclass(frozen=True)
class Limits:
    """The recorded limits of a property: its rules, and the probes that they explain."""

    rules: list[Rule]
    probes: Mapping[str, list[Any]]
    unexplained: list[str]


def record(type_: SimulatedType, known: Known) -> dict[str, Limits]:
    """The limits of a type's properties by path."""
    found: dict[str, Limits] = {}
    for probed in probe(type_, known):
        try:
            first = probed.rules()
            probed.ask(edges(probed, first))
            rules = first if not any(probed.unexplained(first)) else probed.rules()
        except LookupError as error:
            found[probed.of.path] = Limits([], {}, [f"unknown message: {error}"])
            continue
        found[probed.of.path] = Limits(rules, probed.chosen(), list(probed.unexplained(rules)))
    return found


def probe(type_: SimulatedType, known: Known) -> Iterator[Probed]:
    """The properties of a type that have limits, probed."""
    for property_ in properties(type_):
        if property_.kind.name in _PROBED:
            probed = Probed(type_, property_)
            numeric = property_.kind.name in ("int", "float")
            try:
                probed.ask(NUMBERS if numeric else WORDS)
                probed.ask(known.get((type_.token, property_.path), []))
                if not numeric and probed.is_patterned:
                    probed.ask(STRINGS)
            except (CrashError, LookupError) as error:
                print(f"{type_.token} {property_.path}: {error}")
                continue
            if any(probed.answers.values()):
                yield probed


def edges(probed: Probed, rules: Iterable[Rule]) -> Iterator[Any]:
    """Values at the limits of the rules, made from accepted ones."""
    strings = sorted((one for one in probed.accepted if one and isinstance(one, str)), key=len)[:2]
    for kind, argument, _ in rules:
        limits = [one for one in argument if one is not None] if isinstance(argument, list) else []
        if kind == "range":
            whole = probed.of.kind.name == "int"
            yield from (int(one) + by if whole else one + by for one in limits for by in (-1, 0, 1))
        elif kind == "values":
            numeric = probed.of.kind.name in ("int", "float")
            yield from (float(one) if numeric else one for one in argument)
        elif kind in ("bytes", "characters"):
            yield from (
                _of_length(base, one + by)
                for base in strings
                for one in limits
                for by in (-1, 0, 1)
            )
        elif kind in ("pattern", "contains"):
            for base in strings[:1]:
                yield from with_characters(base)


def with_characters(base: str) -> Iterator[str]:
    """A value with each character inserted in its middle, and some before and after it."""
    middle = len(base) // 2
    yield from (base[:middle] + one + base[middle:] for one in CHARACTERS)
    for one in AT_THE_ENDS:
        yield from (one + base, base + one)


def _of_length(base: str, length: int) -> str:
    """A value shortened at its end, or stretched in its middle."""
    middle = (len(base) + 1) // 2
    missing = max(0, length - len(base))
    return (base[:middle] + base[middle - 1] * missing + base[middle:])[:length]


def packed(value: Any) -> Any:
    """A value for the recording: a long string as [start, character, times, end]."""
    if not isinstance(value, str) or len(value) <= _LONG:
        return value
    run = max(re.finditer(r"(.)\1*", value, re.DOTALL), key=lambda found: len(found[0]))
    return [value[: run.start()], run[1], len(run[0]), value[run.end() :]]


def unpacked(value: Any) -> Any:
    """The value of which `packed` is the recording."""
    return value[0] + value[1] * value[2] + value[3] if isinstance(value, list) else value


def _few(values: list[Any]) -> list[Any]:
    """The first and the last values, which are words and values at limits."""
    return values if len(values) <= 2 * _FEW else [*values[:_FEW], *values[-_FEW:]]


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
