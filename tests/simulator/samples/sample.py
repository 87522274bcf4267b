"""The definition of a sample of a simulated resource type."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_EMPTY_POLICY = {"Version": "2012-10-17", "Statement": []}


@dataclass(frozen=True)
class Sample:
    """One resource type's inputs; `replacing` names the inputs whose change replaces it.

    `{bucket}` in any of them is replaced by the id of the sample `bucket`, which is created first,
    and so are the samples in `after`.
    """

    token: str
    inputs: dict[str, Any]
    change: dict[str, Any] = field(default_factory=dict)
    replacing: dict[str, Any] = field(default_factory=dict)
    after: tuple[str, ...] = ()

    @property
    def needs(self) -> tuple[str, ...]:
        """The names of the samples whose resources are created first."""
        return (*_named([self.inputs, self.change, self.replacing]), *self.after)


def _named(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _named(part)
    elif isinstance(value, str) and re.fullmatch(r"\{\w+\}", value):
        yield value[1:-1]


def policy(resource: str, action: str, effect: str = "Deny") -> str:
    """A resource policy with one statement for every principal."""
    return document(Effect=effect, Principal="*", Action=action, Resource=resource)


def document(**statement: Any) -> str:
    """A policy document with one statement."""
    return json.dumps(_EMPTY_POLICY | {"Statement": [statement]})
