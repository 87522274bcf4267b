"""Nested stacks."""

from collections.abc import Mapping

from moto.cloudformation.models import cloudformation_backends

from simulator.moto_patches.cloudformation.account_calls import AccountCalls
from simulator.moto_patches.cloudformation.resource_type import Operation, Props, ResourceType

NESTED = "AWS::CloudFormation::Stack"

_CAPABILITIES = ["CAPABILITY_NAMED_IAM"]
"""A nested stack has the capabilities of its parent, which were checked there."""

_FAILED = """['CREATE_FAILED', 'ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'UPDATE_ROLLBACK_COMPLETE',
    'UPDATE_ROLLBACK_FAILED', 'DELETE_FAILED']"""


def _create(calls: AccountCalls, properties: Props) -> Props:
    return calls.call("cloudformation", "create_stack", _given(properties, properties["StackName"]))


def _settle(calls: AccountCalls, id_: str, properties: Props, before: Props) -> None:
    """Update the nested stack, whose template at the same address may be another one."""
    if not before:
        return
    try:
        calls.call("cloudformation", "update_stack", _given(properties, id_))
    except calls.client("cloudformation").exceptions.ClientError as error:
        if "No updates are to be performed" not in str(error):
            raise


def _given(properties: Props, stack: str) -> Props:
    parameters = [
        {"ParameterKey": name, "ParameterValue": str(value)}
        for name, value in properties.get("Parameters", {}).items()
    ]
    return {
        "StackName": stack,
        "TemplateURL": properties["TemplateURL"],
        "Parameters": parameters,
        "Capabilities": _CAPABILITIES,
    }


def adopt(calls: AccountCalls, child: str, parent: str) -> None:
    """Note which stack a nested stack belongs to.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Stack.html
    """
    stacks = cloudformation_backends[calls.account][calls.region].stacks
    root = vars(stacks[parent]).get("root_id") or parent
    vars(stacks[child]).update(parent_id=parent, root_id=root)


STACKS: Mapping[str, ResourceType] = {
    NESTED: ResourceType(
        service="cloudformation",
        create=_create,
        id="StackId",
        name="StackName",
        own=("TemplateURL", "Parameters"),
        settle=_settle,
        read=Operation("describe_stacks", {"StackName": "Id"}),
        ready="ends_with(Stacks[0].StackStatus, '_COMPLETE')",
        failed=f"contains({_FAILED}, Stacks[0].StackStatus)",
        gone="Stacks[0].StackStatus == 'DELETE_COMPLETE'",
        delete=Operation("delete_stack", {"StackName": "Id"}),
    ),
}
