"""From the engine's event stream, one JSON object a line, to a stack's plan."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from delivery.plan.change import Change, Difference, Op, State, value_at
from delivery.plan.stack_plan import Judgement, StackPlan

_OPS = {
    "same": Op.SAME,
    "create": Op.CREATE,
    "import": Op.IMPORT,
    "import-replacement": Op.IMPORT,
    "update": Op.UPDATE,
    "replace": Op.REPLACE,
    "delete": Op.DELETE,
}
"""The engine's steps that stand for a resource (pulumi/sdk, apitype.OpType).

`create-replacement` and `delete-replaced` are parts of `replace`; reads change nothing.
"""

_ERROR = "error: "
"""How the CLI's own words begin that are no event."""

Event = Mapping[str, Any]


def plan_of(stack: str, lines: Iterable[str]) -> StackPlan:
    """The plan in a preview's event stream; of other lines only errors of the CLI's own count.

    Without a summary the preview did not come to its end: the plan counts as failed.
    """
    return _plan(stack, list(lines), "resourcePreEvent")


def drift_of(stack: str, lines: Iterable[str]) -> StackPlan:
    """What `pulumi refresh --preview-only` found to be other than the state says.

    The old side of a change is the state's, the new one AWS's; what is gone has none.
    """
    # What a refresh finds is known only when it has read the resource.
    return _plan(stack, list(lines), "resOutputsEvent")


def _plan(stack: str, lines: Sequence[str], kind: str) -> StackPlan:
    events = list(_events(lines))
    steps = list(_of_kind(events, kind))
    diagnostics = list(_of_kind(events, "diagnosticEvent"))
    results = [summary["result"] for summary in _of_kind(events, "summaryEvent")]
    return StackPlan(
        stack,
        tuple(_changes([step["metadata"] for step in steps])),
        judgements=tuple(_judgement(one) for one in _of_kind(events, "policyEvent")),
        errors=(*_before_all(lines), *_said(diagnostics, "error")),
        warnings=tuple(_said(diagnostics, "warning")),
        succeeded=results == ["succeeded"],
    )


def _before_all(lines: Iterable[str]) -> Iterator[str]:
    """What the CLI says when it cannot even start the engine, which is no event."""
    return (line[len(_ERROR) :].strip() for line in lines if line.startswith(_ERROR))


def _events(lines: Iterable[str]) -> Iterator[Event]:
    for line in lines:
        if line.startswith("{"):
            try:
                yield json.loads(line)
            except json.JSONDecodeError:
                continue  # cut off where the engine was stopped


def _of_kind(events: Iterable[Event], kind: str) -> Iterator[Event]:
    return (event[kind] for event in events if kind in event)


def _changes(steps: Iterable[Event]) -> Iterator[Change]:
    steps = list(steps)
    # A replacement's old side goes before its new one comes, or after.
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
        # A provider that tells no paths tells properties.
        name: {"diffKind": "update-replace" if name in (step.get("keys") or ()) else "update"}
        for name in step.get("diffs") or ()
    }
    for path, difference in detailed.items():
        yield Difference(
            path,
            difference["diffKind"].endswith("-replace"),
            _value(old, path),
            _value(new, path),
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
    )


def _said(diagnostics: Iterable[Event], severity: str) -> Iterator[str]:
    told: list[str] = [one["message"] for one in diagnostics if one["severity"] == severity]
    return iter(dict.fromkeys(message.strip() for message in told if message.strip()))
