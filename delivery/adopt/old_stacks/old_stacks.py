"""The CloudFormation stacks of the account, which created the resources to adopt."""

from typing import Any, NamedTuple

from delivery.aws import Clients, paginated

NESTED = "AWS::CloudFormation::Stack"
"""The type of a stack as a resource of another stack.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stack.html
"""

_GONE = ("DELETE_COMPLETE", "DELETE_SKIPPED")
"""States of a resource that its stack no longer manages.

https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackResourceSummary.html
"""


class OldResource(NamedTuple):
    """A resource of a stack: `type` such as `AWS::S3::Bucket`, and the id that AWS gave it."""

    stack: str
    logical_id: str
    type: str
    physical_id: str


class OldStack(NamedTuple):
    """A stack with its resources; `parent` is the name of the stack that it is nested in."""

    name: str
    status: str
    resources: tuple[OldResource, ...]
    parent: str | None


def old_stacks(aws: Clients) -> tuple[OldStack, ...]:
    """Returns the stacks of the account and region, nested ones too, sorted by name.

    Deleted stacks are not among them, nor are resources that do not exist, such as those whose
    creation failed. Raises ClientError if AWS refuses a call.
    """
    client = aws("cloudformation")
    # Without a name, DescribeStacks returns all stacks that are not deleted:
    # https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
    stacks = {
        one["StackName"]: (one["StackStatus"], _resources(client, one["StackName"]))
        for one in paginated(client, "describe_stacks", "Stacks")
    }
    parents = {
        _name(one.physical_id): one.stack
        for _, resources in stacks.values()
        for one in resources
        if one.type == NESTED
    }
    return tuple(
        OldStack(name, status, resources, parents.get(name))
        for name, (status, resources) in sorted(stacks.items())
    )


def _resources(client: Any, stack: str) -> tuple[OldResource, ...]:
    found = paginated(client, "list_stack_resources", "StackResourceSummaries", StackName=stack)
    return tuple(
        OldResource(stack, one["LogicalResourceId"], one["ResourceType"], one["PhysicalResourceId"])
        for one in found
        if one.get("PhysicalResourceId") and one["ResourceStatus"] not in _GONE
    )


def _name(stack: str) -> str:
    """Returns the name of a stack from its ARN, `arn:…:stack/NAME/UUID`, or from its name."""
    return stack.split("/")[1] if "/" in stack else stack
