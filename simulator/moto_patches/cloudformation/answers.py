"""CloudFormation's lists of stacks, resources and events, page by page."""

from collections.abc import Sequence
from typing import Any, TypeVar

from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.models import Stack
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import ActionResult

from simulator.moto_patches.cloudformation.operations import resources_of
from simulator.moto_patches.cloudformation.stack_resource import StackResource

Item = TypeVar("Item")

_PAGE = 100
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackResources.html"""


def _page(response: CloudFormationResponse, items: Sequence[Item]) -> tuple[Sequence[Item], Any]:
    """The requested page of a list, and the token of the next one."""
    start = int(response._get_param("NextToken") or 0)
    after = start + _PAGE
    return items[start:after], str(after) if after < len(items) else None


def _list_stacks(self: CloudFormationResponse) -> ActionResult:
    wanted = self._get_param("StackStatusFilter", [])
    stacks, token = _page(self, self.cloudformation_backend.list_stacks(wanted))
    return ActionResult({"StackSummaries": stacks, "NextToken": token})


def _list_stack_resources(self: CloudFormationResponse) -> ActionResult:
    stack = self.cloudformation_backend.get_stack(self._get_param("StackName"))
    resources, token = _page(self, list(resources_of(stack).values()))
    found = [{**_fields(one), "LastUpdatedTimestamp": one.since} for one in resources]
    return ActionResult({"StackResourceSummaries": found, "NextToken": token})


def _describe_stack_events(self: CloudFormationResponse) -> ActionResult:
    events = self.cloudformation_backend.describe_stack_events(self._get_param("StackName"))
    found, token = _page(self, events[::-1])
    return ActionResult({"StackEvents": found, "NextToken": token})


def _describe_stack_resource(self: CloudFormationResponse) -> ActionResult:
    stack = self.cloudformation_backend.get_stack(self._get_param("StackName"))
    name = self._get_param("LogicalResourceId")
    one = resources_of(stack).get(name)
    if one is None:
        message = f"Resource {name} does not exist for stack {stack.name}"
        raise ValidationError(message=message)
    found = {**_fields(one), **_stack(stack), "LastUpdatedTimestamp": one.since}
    return ActionResult({"StackResourceDetail": found})


def _describe_stack_resources(self: CloudFormationResponse) -> ActionResult:
    """The first resources of a stack, which a physical id of one of them may select."""
    backend, id_ = self.cloudformation_backend, self._get_param("PhysicalResourceId")
    if id_:
        having = [stack for stack in backend.stacks.values() if _has(stack, id_)]
        if not having:
            raise ValidationError(message=f"Stack for {id_} does not exist")
        stack = having[0]
    else:
        stack = backend.get_stack(self._get_param("StackName"))
    name = self._get_param("LogicalResourceId")
    resources = [
        one for one in resources_of(stack).values() if name in (None, one.logical_resource_id)
    ]
    found = [{**_fields(one), **_stack(stack), "Timestamp": one.since} for one in resources]
    return ActionResult({"StackResources": found[:_PAGE]})


def _has(stack: Stack, id_: str) -> bool:
    return any(one.physical_resource_id == id_ for one in resources_of(stack).values())


def _fields(one: StackResource) -> dict[str, Any]:
    return {
        "LogicalResourceId": one.logical_resource_id,
        "PhysicalResourceId": one.physical_resource_id or None,
        "ResourceType": one.cf_resource_type,
        "ResourceStatus": one.status,
        "ResourceStatusReason": one.reason,
    }


def _stack(stack: Stack) -> dict[str, Any]:
    return {"StackId": stack.stack_id, "StackName": stack.name}


_ANSWERS = {
    "describe_stack_events": _describe_stack_events,
    "describe_stack_resource": _describe_stack_resource,
    "describe_stack_resources": _describe_stack_resources,
    "list_stack_resources": _list_stack_resources,
    "list_stacks": _list_stacks,
}


def install() -> None:
    """Patch moto in this process."""
    for name, answer in _ANSWERS.items():
        setattr(CloudFormationResponse, name, answer)
