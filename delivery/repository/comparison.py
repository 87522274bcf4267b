"""Compares the managed fields of a JSON document with their wanted values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

Document = Mapping[str, Any]
"""A JSON object."""


@dataclass(frozen=True)
class OneOf:
    """A wanted value with alternatives; the first one is set."""

    values: tuple[Any, ...]


@dataclass(frozen=True)
class Difference:
    """A managed field whose value differs; `field` is a dotted path, empty for the whole."""

    field: str
    found: Any
    wanted: Any

    @property
    def text(self) -> str:
        """The field, its value, and the wanted value in one line."""
        if not self.field:
            return "does not exist" if self.found is None else "exists, should not exist"
        return f"{self.field} is {_shown(self.found)}, should be {_shown(self.wanted)}"


def differences(wanted: Any, found: Any, field: str = "") -> Iterator[Difference]:
    """Yields the differences of the fields that `wanted` has; other fields are not managed."""
    if isinstance(wanted, Mapping) and isinstance(found, Mapping):
        for key, value in cast(Document, wanted).items():
            inner = f"{field}.{key}" if field else key
            yield from differences(value, cast(Document, found).get(key), inner)
    elif found not in wanted.values if isinstance(wanted, OneOf) else found != wanted:
        yield Difference(field, found, wanted)


def merged(wanted: Any, found: Any) -> Any:
    """Returns `found` with the managed fields of `wanted`."""
    if isinstance(wanted, Mapping):
        old: Document = cast(Document, found) if isinstance(found, Mapping) else {}
        new = cast(Document, wanted)
        return {**old, **{key: merged(value, old.get(key)) for key, value in new.items()}}
    if isinstance(wanted, OneOf):
        return found if found in wanted.values else wanted.values[0]
    return wanted


def _shown(value: Any) -> str:
    match value:
        case None:
            return "missing"
        case OneOf():
            return " or ".join(map(_shown, value.values))
        case Mapping():
            parts = cast(Document, value).items()
            return f"{{{', '.join(f'{key}: {_shown(part)}' for key, part in parts)}}}"
        case bool():
            return str(value).lower()
        case _:
            return str(cast(object, value)) or '""'
