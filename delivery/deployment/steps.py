"""The steps of the engine that change something, from its event stream."""

import json
from collections.abc import Iterable, Iterator, Set
from typing import Any, NamedTuple

_CHANGES = frozenset(
    {
        *("create", "update", "replace", "delete", "import"),
        *("create-replacement", "delete-replaced", "import-replacement"),
    }
)
"""Operations that change a resource or its owner; the others only read or keep it.

https://github.com/pulumi/pulumi/blob/master/sdk/go/common/apitype/history.go
"""


_PROVIDER = "pulumi:providers:"
"""The prefix of the types of providers, which the type of a child never has."""


class Step(NamedTuple):
    """A step that the engine announces: the operation, in its words, and the resource."""

    op: str
    urn: str

    def __str__(self) -> str:
        return f"{self.op} {self.urn}"


def steps_of(lines: Iterable[str]) -> Iterator[Step]:
    """Yields the announced steps that change something; skips lines that are not events."""
    for line in lines:
        if "resourcePreEvent" not in line:
            continue
        try:
            event: Any = json.loads(line)["resourcePreEvent"]["metadata"]
        except (json.JSONDecodeError, KeyError, TypeError):
            continue  # output of a program, or truncated because the engine was killed
        # Providers change nothing in AWS, and previews do not announce the engine's default ones.
        if event["op"] in _CHANGES and f"::{_PROVIDER}" not in event["urn"]:
            yield Step(event["op"], event["urn"])


def is_judged(step: Step, judged: Set[Step]) -> bool:
    """Returns whether the judged steps contain a step, or a more severe one of its resource.

    A preview replaces a resource if the value that might force this is unknown. The deployment
    knows the value, and may update the resource instead. A preview creates a secret that is pending
    deletion. The deployment restores it, and imports and updates it instead.
    """
    milder = {"import": ("create",), "update": ("create", "replace")}.get(step.op, ())
    return step in judged or any(Step(op, step.urn) in judged for op in milder)
