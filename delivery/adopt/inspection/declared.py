"""The resources of a preview, with what an import needs to know of each."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, cast

from delivery.plan.change import UNKNOWN
from delivery.plan.events import announced, plan_of
from delivery.plan.stack_plan import StackPlan
from settings.adopted import resource_label

_PROVIDER = "pulumi:providers:"
_STACK = "pulumi:pulumi:Stack"
"""The type of the stack itself, which is the parent of components without another."""


class Declared(NamedTuple):
    """A resource that the program declares.

    `parent` is a URN, empty for a child of the stack. `provider` is the URN of its provider, empty
    for a component of the program. `inputs` lack what is not known before the deployment; then they
    are not `complete`. `created` is whether the state lacks the resource.
    """

    urn: str
    custom: bool
    parent: str
    provider: str
    inputs: Mapping[str, Any]
    complete: bool
    protected: bool
    created: bool

    @property
    def type(self) -> str:
        """The type token, such as `aws:s3/bucket:Bucket`."""
        return self.urn.split("::", 3)[2].rpartition("$")[2]

    @property
    def name(self) -> str:
        """The name in the program, such as `cell-sets`."""
        return self.urn.split("::", 3)[3]

    @property
    def label(self) -> str:
        """The short type and the name, as reports show them: `s3.Bucket cell-sets`."""
        return resource_label(self.type, self.name)

    @property
    def is_provider(self) -> bool:
        """Whether it is a provider, which exists only in the state."""
        return self.type.startswith(_PROVIDER)

    @property
    def is_importable(self) -> bool:
        """Whether it could exist in AWS or the cluster, and the state lacks it."""
        return self.created and self.custom and not self.is_provider


class Preview(NamedTuple):
    """A plan, and the declared resources by URN in the order of their registration."""

    plan: StackPlan
    declared: Mapping[str, Declared]


def preview_of(stack: str, lines: Sequence[str]) -> Preview:
    """Returns the preview of the engine's event stream, one JSON object per line."""
    return Preview(plan_of(stack, lines), {one.urn: one for one in _declared(lines)})


def _declared(lines: Iterable[str]) -> Iterable[Declared]:
    for step in announced(lines):
        new: Mapping[str, Any] | None = step.get("new")
        if new and new["type"] != _STACK and step["op"] not in ("delete", "delete-replaced"):
            parent: str = new.get("parent") or ""
            yield Declared(
                new["urn"],
                bool(new.get("custom")),
                "" if f"::{_STACK}::" in parent else parent,
                # A reference to a provider is its URN and its id.
                (new.get("provider") or "").rpartition("::")[0],
                _known(new["inputs"]),
                UNKNOWN not in json.dumps(new["inputs"]),
                bool(new.get("protect")),
                step["op"] == "create",
            )


def _known(values: Any) -> Any:
    """Returns values without those that are not known before the deployment."""
    if isinstance(values, Mapping):
        given = cast(Mapping[str, Any], values)
        return {
            key: _known(value)
            for key, value in given.items()
            if not _is_unknown(value) and key != "__defaults"
        }
    if isinstance(values, list):
        return [_known(one) for one in cast(list[Any], values)]
    return values


def _is_unknown(value: Any) -> bool:
    if isinstance(value, list):
        return any(map(_is_unknown, cast(list[Any], value)))
    return isinstance(value, str) and UNKNOWN in value
