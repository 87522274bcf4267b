"""Parses the event stream of the engine, one JSON object per line, into a plan."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from delivery.plan.change import Change, Difference, Op, State, value_at
from delivery.plan.stack_plan import Judgement, StackPlan
from delivery.plan.state_errors import explained

_OPS = {
    "same": Op.SAME,
    "create": Op.CREATE,
    "import": Op.IMPORT,
    "import-replacement": Op.IMPORT,
    "update": Op.UPDATE,
    "replace": Op.REPLACE,
    "delete": Op.DELETE,
}
"""Operations of the engine that are counted for a resource.

https://github.com/pulumi/pulumi/blob/master/sdk/go/common/apitype/history.go

`create-replacement` and `delete-replaced` are parts of `replace`; reads change nothing.
"""

_ERROR = "error: "
"""Prefix of errors that the CLI prints outside events."""

_COLOR = re.compile(r"<\{%[^%]*%\}>")
"""The engine's marks of colors in messages."""

_UNDECIDED = "low"
"""Severity by which the pack marks results that are not known yet (policies/engine/pack.py)."""

Event = Mapping[str, Any]


def plan_of(stack: str, lines: Iterable[str]) -> StackPlan:
    """Returns the plan of the event stream of a preview, including errors of the CLI.

    A stream without summary event is incomplete; its plan counts as failed.
    """
    return _plan(stack, list(lines), "resourcePreEvent")


def drift_of(stack: str, lines: Iterable[str]) -> StackPlan:
    """Returns the drift of the event stream of `pulumi refresh --preview-only`.

    The old side of a change is that of the state, the new side that of AWS. A resource that was
    deleted in AWS has no new side.
    """
    # A refresh knows the result only after it has read the resource.
    return _plan(stack, list(lines), "resOutputsEvent")


def announced(lines: Iterable[str]) -> Iterator[Event]:
    """Yields the steps that the engine announces, as it describes them."""
    return (step["metadata"] for step in _of_kind(_events(lines), "resourcePreEvent"))


def imported(lines: Sequence[str]) -> frozenset[str]:
    """Returns the URNs of the resources whose import has ended, from an event stream."""
    ended = (step["metadata"] for step in _of_kind(_events(lines), "resOutputsEvent"))
    return frozenset(one["urn"] for one in ended if one["op"] == "import")


def errors_by_resource(lines: Sequence[str]) -> dict[str, str]:
    """Returns the engine's error about each resource, by URN; "" has those about no resource."""
    errors: dict[str, str] = {}
    for one in _of_kind(_events(lines), "diagnosticEvent"):
        if one["severity"] == "error" and one["message"].strip():
            errors.setdefault(one.get("urn") or "", _COLOR.sub("", one["message"]).strip())
    if outside := [line for line in lines if line.startswith(_ERROR)]:
        errors.setdefault("", "".join(outside).strip())
    return errors


def _plan(stack: str, lines: Sequence[str], kind: str) -> StackPlan:
    events = list(_events(lines))
    steps = list(_of_kind(events, kind))
    diagnostics = list(_of_kind(events, "diagnosticEvent"))
    results = [summary["result"] for summary in _of_kind(events, "summaryEvent")]
    return StackPlan(
        stack,
        tuple(_changes([step["metadata"] for step in steps])),
        judgements=tuple(_judgement(one) for one in _of_kind(events, "policyEvent")),
        errors=(*_before_all(stack, lines), *_messages(diagnostics, "error")),
        warnings=tuple(_messages(diagnostics, "warning")),
        succeeded=results == ["succeeded"],
    )


def _before_all(stack: str, lines: Iterable[str]) -> Iterator[str]:
    """Returns errors of the CLI before the engine starts, which are not events."""
    errors = (line[len(_ERROR) :].strip() for line in lines if line.startswith(_ERROR))
    return (explained(stack, error) for error in errors)


def _events(lines: Iterable[str]) -> Iterator[Event]:
    for line in lines:
        if line.startswith("{"):
            try:
                yield json.loads(line)
            except json.JSONDecodeError:
                continue  # truncated, because the engine was stopped


def _of_kind(events: Iterable[Event], kind: str) -> Iterator[Event]:
    return (event[kind] for event in events if kind in event)


def _changes(steps: Iterable[Event]) -> Iterator[Change]:
    steps = list(steps)
    # A replacement deletes the old resource before or after it creates the new one.
    order = {(step["urn"], step["op"]): index for index, step in enumerate(steps)}
    seen: set[tuple[str, Op]] = set()
    for step in steps:
        op = _OPS.get(step["op"])
        if op is None or (step["urn"], op) in seen:
            continue
        seen.add((step["urn"], op))
        old, new = _state(step.get("old")), _state(step.get("new"))
        urn: str = step["urn"]
        if op is Op.DELETE:
            new = None
            op = Op.FORGET if old and old.retained else op
        yield Change(
            urn,
            op,
            old,
            new,
            tuple(_differences(step, old, new)),
            deletes_first=op is Op.REPLACE
            and order.get((urn, "delete-replaced"), len(order))
            < order.get((urn, "create-replacement"), -1),
        )


def _state(side: Event | None) -> State | None:
    if not side:
        return None
    return State(
        inputs={key: value for key, value in side["inputs"].items() if key != "__defaults"},
        outputs=side["outputs"],
        id=side.get("id", ""),
        protected=side.get("protect", False),
        retained=side.get("retainOnDelete", False),
        custom=side.get("custom", False),
    )


def _differences(step: Event, old: State | None, new: State | None) -> Iterator[Difference]:
    detailed: Mapping[str, Any] = step.get("detailedDiff") or {
        # A provider without detailed diff reports only property names.
        name: {"diffKind": "update-replace" if name in (step.get("keys") or ()) else "update"}
        for name in step.get("diffs") or ()
    }
    for path, difference in detailed.items():
        yield Difference(
            path, difference["diffKind"].endswith("-replace"), _value(old, path), _value(new, path)
        )


def _value(side: State | None, path: str) -> Any:
    if side is None:
        return None
    found = value_at(side.inputs, path)
    return value_at(side.outputs, path) if found is None else found


def _judgement(event: Event) -> Judgement:
    return Judgement(
        event["policyName"],
        event["enforcementLevel"] == "mandatory",
        event.get("resourceUrn", ""),
        event["message"].strip(),
        event.get("severity") == _UNDECIDED,
    )


def _messages(diagnostics: Iterable[Event], severity: str) -> Iterator[str]:
    messages: list[str] = [one["message"] for one in diagnostics if one["severity"] == severity]
    return iter(dict.fromkeys(message.strip() for message in messages if message.strip()))
