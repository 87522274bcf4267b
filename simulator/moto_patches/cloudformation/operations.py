"""What CloudFormation does with the resources of a stack: creation, update and deletion.

An operation is a generator that yields while it waits for a resource, and continues on the
account's clock. It ends in one of CloudFormation's states, also when a resource fails.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
"""

from collections.abc import Generator, Iterable, Iterator
from typing import Any

from moto.cloudformation.models import Stack
from moto.cloudformation.parsing import Export, clean_json, generate_resource_name

from simulator.account.clock import CLOCK
from simulator.moto_patches.cloudformation.account_calls import AccountCalls
from simulator.moto_patches.cloudformation.events import backend_of, note, set_status
from simulator.moto_patches.cloudformation.resource_type import FailedError
from simulator.moto_patches.cloudformation.stack_resource import StackResource, Values
from simulator.moto_patches.cloudformation.templates import in_order, references
from simulator.moto_patches.cloudformation.types import TYPES
from simulator.moto_patches.cloudformation.types.stacks import NESTED, adopt

Steps = Generator[None]

_POLL_SECONDS = 5

KEPT = ("Retain", "RetainExceptOnCreate")
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html"""


def perform(steps: Iterator[None]) -> None:
    """Perform an operation until it waits, and plan the rest."""
    for _ in steps:
        CLOCK.after(_POLL_SECONDS, lambda: perform(steps))
        return


def resources_of(stack: Stack) -> dict[str, StackResource]:
    """The resources that a stack has created, by logical id."""
    return vars(stack).setdefault("created", {})


def make(stack: Stack, calls: AccountCalls, values: Values, names: Iterable[str]) -> Steps:
    """Create resources in this order; a resource waits for those that it refers to."""
    created, new = resources_of(stack), list[StackResource]()
    for name in names:
        declared = stack.template_dict["Resources"][name]
        for other in references(declared) & created.keys():
            yield from until_ready(stack, created[other])
        one = declare(stack, calls, values, name)
        created[name] = one
        note(stack, one, "CREATE_IN_PROGRESS")
        try:
            one.create()
        except Exception as error:
            note(stack, one, "CREATE_FAILED", str(error))
            raise
        values.add(one)
        new.append(one)
        if one.cf_resource_type == NESTED:
            adopt(calls, one.physical_resource_id, stack.stack_id)
    for one in new:
        yield from until_ready(stack, one)


def declare(
    stack: Stack,
    calls: AccountCalls,
    values: Values,
    name: str,
    existing: StackResource | None = None,
) -> StackResource:
    """The resource that the template declares; it keeps a generated name if it exists."""
    declared = stack.template_dict["Resources"][name]
    properties: dict[str, Any] = clean_json(declared.get("Properties", {}), values)
    named = TYPES[declared["Type"]].name
    if named and named not in properties:
        generated = generate_resource_name(declared["Type"], stack.name, name)
        before = existing.properties if existing else {}
        properties = {named: before.get(named, generated), **properties}
    return StackResource(name, declared["Type"], calls, properties)


def until_ready(stack: Stack, one: StackResource) -> Steps:
    """Wait for a resource; raises what made it fail."""
    try:
        while not one.is_ready():
            yield
    except Exception as error:
        note(stack, one, "CREATE_FAILED", str(error))
        raise
    if one.status == "CREATE_IN_PROGRESS":
        note(stack, one, "CREATE_COMPLETE")


def remove(
    stack: Stack, calls: AccountCalls, resources: Iterable[StackResource]
) -> Generator[None, None, list[str]]:
    """Delete resources in this order; returns the logical ids of those that could not be."""
    failed: list[str] = []
    for one in resources:
        note(stack, one, "DELETE_IN_PROGRESS")
        try:
            one.delete(calls)
            while not one.is_gone():
                yield
        except Exception as error:
            if _is_missing(error):
                note(stack, one, "DELETE_COMPLETE")
                continue
            note(stack, one, "DELETE_FAILED", str(error))
            failed.append(one.logical_resource_id)
        else:
            note(stack, one, "DELETE_COMPLETE")
    return failed


def _is_missing(error: Exception) -> bool:
    """Whether a call failed because the resource does not exist."""
    answer: dict[str, Any] = getattr(error, "response", {})
    code = str(answer.get("Error", {}).get("Code", ""))
    signs = ("NoSuch", "NotFound", "NonExistent", "DoesNotExist")
    return any(sign in code for sign in signs)


def create(stack: Stack, calls: AccountCalls) -> Steps:
    """Create a stack, and delete what it has created if a resource fails."""
    values: Any = stack.resource_map
    try:
        yield from make(stack, calls, values, in_order(stack.template_dict, values))
        publish(stack)
    except Exception as error:
        if stack.disable_rollback:
            set_status(stack, "CREATE_FAILED", str(error))
            return
        set_status(stack, "ROLLBACK_IN_PROGRESS", str(error))
        made = reversed(list(resources_of(stack).values()))
        failed = yield from remove(stack, calls, made)
        set_status(stack, "ROLLBACK_FAILED" if failed else "ROLLBACK_COMPLETE")
    else:
        set_status(stack, "CREATE_COMPLETE")


def delete(stack: Stack, calls: AccountCalls, retained: Iterable[str]) -> Steps:
    """Delete a stack and its resources, except for those to retain."""
    declared, deleted = stack.template_dict.get("Resources", {}), list[StackResource]()
    for one in reversed(list(resources_of(stack).values())):
        name = one.logical_resource_id
        if name in retained or declared[name].get("DeletionPolicy") in KEPT:
            note(stack, one, "DELETE_SKIPPED")
        elif one.status != "DELETE_COMPLETE":
            deleted.append(one)
    failed = yield from remove(stack, calls, deleted)
    if failed:
        names = ", ".join(failed)
        set_status(
            stack, "DELETE_FAILED", f"The following resource(s) failed to delete: [{names}]. "
        )
        return
    withdraw(stack)
    set_status(stack, "DELETE_COMPLETE")


def exports(stack: Stack) -> list[Export]:
    """The exports of a stack."""
    known = backend_of(stack).exports.values()
    return [one for one in known if one.exporting_stack_id == stack.stack_id]


def publish(stack: Stack) -> None:
    """Evaluate the outputs of a stack, and export those that have export names.

    Raises FailedError if another stack exports one of the names.
    """
    stack.output_map = stack._create_output_map()
    list(stack.output_map.values())
    withdraw(stack)
    known = backend_of(stack).exports
    for export in stack.output_map.exports:
        if export.name in known:
            raise FailedError(f"Export with name {export.name} is already exported by a stack.")
        known[export.name] = export


def withdraw(stack: Stack) -> None:
    """Remove the exports of a stack."""
    for one in exports(stack):
        del backend_of(stack).exports[one.name]
