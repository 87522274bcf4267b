"""The update of a stack, and its rollback."""

from dataclasses import dataclass, field
from typing import Any

from moto.cloudformation.models import Stack

from simulator.moto_patches.cloudformation.account_calls import AccountCalls
from simulator.moto_patches.cloudformation.events import backend_of, note, set_status
from simulator.moto_patches.cloudformation.operations import (
    KEPT,
    Steps,
    declare,
    make,
    publish,
    remove,
    resources_of,
    until_ready,
)
from simulator.moto_patches.cloudformation.resource_type import FailedError, Props
from simulator.moto_patches.cloudformation.stack_resource import StackResource, Values
from simulator.moto_patches.cloudformation.templates import importing, in_order
from simulator.moto_patches.cloudformation.types import TYPES
from simulator.moto_patches.cloudformation.types.stacks import NESTED


@dataclass(frozen=True)
class Before:
    """What an update began with, and the changes that it has made in place so far."""

    template: Any
    template_dict: Props
    parameters: dict[str, str]
    values: Values
    created: dict[str, StackResource]
    changed: list[tuple[StackResource, Props]] = field(
        default_factory=list[tuple[StackResource, Props]]
    )


def update(stack: Stack, calls: AccountCalls, before: Before) -> Steps:
    """Update a stack that has its new template, and return to the old one if a resource fails."""
    values: Any = stack.resource_map
    try:
        for name in in_order(stack.template_dict, values):
            yield from _apply(stack, calls, values, before, name)
        _publish_unless_used(stack)
    except Exception as error:
        yield from _roll_back(stack, calls, before, str(error))
        return
    set_status(stack, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
    yield from remove(stack, calls, _obsolete(stack, before))
    set_status(stack, "UPDATE_COMPLETE")


def _apply(stack: Stack, calls: AccountCalls, values: Values, before: Before, name: str) -> Steps:
    """Create, replace or change the resource of a logical id."""
    created = resources_of(stack)
    one = created.get(name)
    if one is None:
        yield from make(stack, calls, values, [name])
        return
    declared = declare(stack, calls, values, name, one)
    if _is_other(declared, one):
        yield from make(stack, calls, values, [name])
    elif declared.properties != one.properties or one.cf_resource_type == NESTED:
        before.changed.append((one, one.properties))
        yield from _change(stack, calls, one, declared.properties)


def _is_other(declared: StackResource, one: StackResource) -> bool:
    """Whether a resource has another type or name, so that it is replaced."""
    name = TYPES[one.cf_resource_type].name
    same = declared.cf_resource_type == one.cf_resource_type
    return not same or declared.properties.get(name) != one.properties.get(name)


def _change(stack: Stack, calls: AccountCalls, one: StackResource, properties: Props) -> Steps:
    note(stack, one, "UPDATE_IN_PROGRESS")
    try:
        one.change(calls, properties)
        yield from until_ready(stack, one)
    except Exception as error:
        note(stack, one, "UPDATE_FAILED", str(error))
        raise
    note(stack, one, "UPDATE_COMPLETE")


def _publish_unless_used(stack: Stack) -> None:
    """Publish the outputs; raises FailedError if another stack imports an export that changes."""
    backend = backend_of(stack)
    used = list(importing(stack.stack_id, backend.exports, backend.stacks))
    old = {name: backend.exports[name].value for name, _ in used}
    publish(stack)
    for name, user in used:
        if name not in backend.exports or backend.exports[name].value != old[name]:
            raise FailedError(f"Export {name} cannot be updated as it is in use by {user}")


def _obsolete(stack: Stack, before: Before) -> list[StackResource]:
    """Takes out of the stack what its template lacks; returns what is to be deleted."""
    created, values = resources_of(stack), stack.resource_map
    wanted = set(in_order(stack.template_dict, values))  # type: ignore[arg-type]
    for name in [name for name in created if name not in wanted]:
        del created[name]
    gone = [one for one in before.created.values() if one not in created.values()]
    return [one for one in reversed(gone) if not _is_retained(stack, before, one)]


def _is_retained(stack: Stack, before: Before, one: StackResource) -> bool:
    """Whether a policy retains what has been replaced, or is no longer in the template."""
    name = one.logical_resource_id
    if name in resources_of(stack):
        return stack.template_dict["Resources"][name].get("UpdateReplacePolicy") in KEPT
    return before.template_dict["Resources"][name].get("DeletionPolicy") in KEPT


def _roll_back(stack: Stack, calls: AccountCalls, before: Before, reason: str) -> Steps:
    set_status(stack, "UPDATE_ROLLBACK_IN_PROGRESS", reason)
    stack.template, stack.template_dict = before.template, before.template_dict
    stack.parameters, stack.resource_map = before.parameters, before.values
    created, known = resources_of(stack), before.created.values()
    added = [one for one in created.values() if one not in known]
    created.clear()
    created.update(before.created)
    try:
        for one, properties in reversed(before.changed):
            yield from _change(stack, calls, one, properties)
        publish(stack)
    except Exception as error:
        set_status(stack, "UPDATE_ROLLBACK_FAILED", str(error))
        return
    yield from remove(stack, calls, reversed(added))
    set_status(stack, "UPDATE_ROLLBACK_COMPLETE")
