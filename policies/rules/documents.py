"""IAM policy documents as rules read them: statements whose values are always tuples."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any


@dataclass(frozen=True)
class Condition:
    """What a request must show. `operator` and `key` are in lower case: IAM knows no other."""

    operator: str
    key: str
    values: tuple[str, ...]

    @property
    def demands(self) -> bool:
        """Whether a request without the key, or with just any value of it, is refused.

        IAM guide, "Condition operators": others hold where the key is missing, or are negations.
        """
        loose = self.operator.startswith("forallvalues:") or self.operator.endswith("ifexists")
        negative = "not" in self.operator or self.operator == "null"
        return not loose and not negative and all(value.strip("*?") for value in self.values)


@dataclass(frozen=True)
class Statement:
    """A statement of a document. `label` says which; `principals` are by kind, "*" under AWS."""

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
        """Whether it allows every action on every resource."""
        return any(map(_is_star, self.actions)) and any(map(_is_star, self.resources))

    def covers(self, action: str) -> bool:
        """Whether it is about the action, by name or by pattern."""
        if self.not_actions:
            return not matches(action, self.not_actions)
        return matches(action, self.actions)

    def demanded(self, *keys: str) -> tuple[str, ...]:
        """The values, one of which a request must show under the keys; none if it need not."""
        wanted = [key.lower() for key in keys]
        found = [one.values for one in self.conditions if one.demands and one.key in wanted]
        return tuple(value for values in found for value in values)


def statements_of(document: Any) -> Iterator[Statement]:
    """The statements of a document, which is JSON text or already read."""
    try:
        read = json.loads(document) if isinstance(document, str) else document or {}
    except json.JSONDecodeError:
        return  # AWS refuses it, so it gives nobody anything.
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
    """Whether one of the patterns is about the action; IAM does not tell their case apart."""
    return any(fnmatchcase(text.lower(), pattern.lower()) for pattern in patterns)


def is_pattern(text: str) -> bool:
    """Whether it stands for several, by a star or a question mark."""
    return "*" in text or "?" in text


def is_everything(resource: str) -> bool:
    """Whether it is all of a service, or of AWS: an ARN that names nothing in its last part."""
    return not resource.split(":", 5)[-1].strip("*?/")


def in_words(values: Iterable[str], most: int = 4) -> str:
    """Some values in a row, and how many there are besides."""
    found = [*values]
    rest = f" and {len(found) - most} more" if len(found) > most else ""
    return ", ".join(found[:most]) + rest


def _is_star(text: str) -> bool:
    return not text.strip("*:")


def _several(value: Any) -> Iterable[Any]:
    """IAM lets a single value stand without its list."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str | bool | int | Mapping) else value


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(one) for one in _several(value))
