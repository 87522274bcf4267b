"""IAM policy documents as rules read them: statements whose values are always tuples."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any


@dataclass(frozen=True)
class Condition:
    """A condition of a statement. `operator` and `key` are lowercase, as IAM ignores their case."""

    operator: str
    key: str
    values: tuple[str, ...]

    @property
    def demands(self) -> bool:
        """Whether the condition denies a request without the key, or with an arbitrary value of it.

        Negated operators, ...IfExists and ForAllValues also match if the key is missing (IAM User
        Guide, "Condition operators").
        """
        loose = self.operator.startswith("forallvalues:") or self.operator.endswith("ifexists")
        negative = "not" in self.operator or self.operator == "null"
        return not loose and not negative and all(value.strip("*?") for value in self.values)


@dataclass(frozen=True)
class Statement:
    """A statement of a document. `label` identifies it; `principals` are by kind, "*" under AWS."""

    label: str
    allows: bool
    actions: tuple[str, ...]
    not_actions: tuple[str, ...]
    resources: tuple[str, ...]
    not_resources: tuple[str, ...]
    principals: Mapping[str, tuple[str, ...]]
    has_not_principals: bool
    conditions: tuple[Condition, ...]

    @property
    def gives_all(self) -> bool:
        """Whether it covers every action on every resource."""
        return any(map(_is_star, self.actions)) and any(map(_is_star, self.resources))

    def covers(self, action: str) -> bool:
        """Whether it covers the action, by name or by pattern."""
        if self.not_actions:
            return not matches(action, self.not_actions)
        return matches(action, self.actions)

    def demanded(self, *keys: str) -> tuple[str, ...]:
        """Returns the values of the keys that the conditions require, or an empty tuple."""
        wanted = [key.lower() for key in keys]
        found = [one.values for one in self.conditions if one.demands and one.key in wanted]
        return tuple(value for values in found for value in values)


def statements_of(document: Any) -> Iterator[Statement]:
    """Yields the statements of a document, given as a JSON string or parsed."""
    try:
        read = json.loads(document) if isinstance(document, str) else document or {}
    except json.JSONDecodeError:
        return  # AWS rejects an invalid document, so it grants nothing.
    if not isinstance(read, Mapping):
        return
    for number, one in enumerate(_several(read.get("Statement")), 1):
        principals = one.get("Principal") or {}
        yield Statement(
            f"statement {one.get('Sid') or number}",
            one.get("Effect") == "Allow",
            _texts(one.get("Action")),
            _texts(one.get("NotAction")),
            _texts(one.get("Resource")),
            _texts(one.get("NotResource")),
            {"AWS": (principals,)}
            if isinstance(principals, str)
            else {kind: _texts(values) for kind, values in principals.items()},
            bool(one.get("NotPrincipal")),
            tuple(
                Condition(operator.lower(), key.lower(), _texts(values))
                for operator, block in (one.get("Condition") or {}).items()
                for key, values in block.items()
            ),
        )


def matches(text: str, patterns: Iterable[str]) -> bool:
    """Whether a pattern matches the action. IAM ignores the case of actions."""
    return any(fnmatchcase(text.lower(), pattern.lower()) for pattern in patterns)


def is_pattern(text: str) -> bool:
    """Whether the string contains a wildcard."""
    return "*" in text or "?" in text


def is_everything(resource: str) -> bool:
    """Whether it covers a whole service or all of AWS: its last part consists of wildcards."""
    return not resource.split(":", 5)[-1].strip("*?/")


def in_words(values: Iterable[str], most: int = 4) -> str:
    """Joins values with commas; names at most `most` of them and counts the rest."""
    found = [*values]
    rest = f" and {len(found) - most} more" if len(found) > most else ""
    return ", ".join(found[:most]) + rest


def _is_star(text: str) -> bool:
    return not text.strip("*:")


def _several(value: Any) -> Iterable[Any]:
    """Returns the value as a sequence. IAM accepts a single value without a list."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str | bool | int | Mapping) else value


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(one) for one in _several(value))
