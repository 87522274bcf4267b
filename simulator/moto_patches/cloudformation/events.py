"""The events of stacks and their resources, and the states that they announce."""

from typing import Any

from moto.cloudformation.models import (
    CloudFormationBackend,
    Event,
    Stack,
    cloudformation_backends,
)
from moto.core.utils import utcnow

from simulator.moto_patches.cloudformation.stack_resource import StackResource


def backend_of(stack: Stack) -> CloudFormationBackend:
    """The backend that has a stack."""
    return cloudformation_backends[stack.account_id][stack.region_name]


def note(stack: Stack, resource: StackResource, status: str, reason: str | None = None) -> None:
    """Give a resource a state."""
    resource.status, resource.reason, resource.since = status, reason, utcnow()
    event: Any = Event(
        stack_id=stack.stack_id,
        stack_name=stack.name,
        logical_resource_id=resource.logical_resource_id,
        physical_resource_id=resource.physical_resource_id,
        resource_type=resource.cf_resource_type,
        resource_status=status,
        resource_status_reason=reason,
        resource_properties=None,
    )
    stack.events.append(event)


def set_status(stack: Stack, status: str, reason: str | None = None) -> None:
    """Give a stack a state."""
    stack.status = status
    vars(stack)["stack_status_reason"] = reason
    stack._add_stack_event(status, resource_status_reason=reason)
    if status == "DELETE_COMPLETE":
        vars(stack)["deletion_time"] = utcnow()
        backend = backend_of(stack)
        backend.stacks.pop(stack.stack_id, None)
        backend.deleted_stacks[stack.stack_id] = stack
