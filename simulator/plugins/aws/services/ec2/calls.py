"""Common parts of EC2 resource types: requests, responses and ARNs."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from simulator.plugins.aws import calls
from simulator.plugins.aws.calls import changed
from simulator.plugins.aws.resource import Aws
from simulator.plugins.aws.shapes import Props, tag_list

_TAGGED: Mapping[str, str] = {
    "AllocateAddress": "elastic-ip",
    "CreateFlowLogs": "vpc-flow-log",
    "CreateInternetGateway": "internet-gateway",
    "CreateNatGateway": "natgateway",
    "CreateRouteTable": "route-table",
    "CreateSecurityGroup": "security-group",
    "CreateSubnet": "subnet",
    "CreateVpc": "vpc",
    "CreateVpcEndpoint": "vpc-endpoint",
}
"""The operations that can tag what they create, and EC2's name of the resource type (EC2 API,
TagSpecification). A resource created without tags could not be found by its tags later."""


def send(
    aws: Aws,
    operation: str,
    inputs: Props,
    names: Mapping[str, str] | None = None,
    apart: Collection[str] = (),
    **more: Any,
) -> Any:
    """EC2's response to an operation with a resource's inputs and `more` parameters.

    The inputs `apart` are left to other calls, and so are tags if the operation creates nothing.
    """
    given = {name: value for name, value in inputs.items() if name not in ("tags", *apart)}
    if operation in _TAGGED and inputs.get("tags"):
        tags = {"ResourceType": _TAGGED[operation], "Tags": tag_list(inputs["tags"])}
        more["TagSpecifications"] = [tags]
    return calls.send(aws, "ec2", operation, given, names, **more)


def arn(aws: Aws, kind: str, id_: str, answer: Mapping[str, Any]) -> str:
    """The ARN of a resource in EC2's response (Service Authorization Reference, "Amazon EC2")."""
    return f"arn:aws:ec2:{aws.region}:{answer.get('OwnerId') or aws.account_id}:{kind}/{id_}"


def where(filters: Mapping[str, str]) -> list[dict[str, Any]]:
    """A call's `Filters`, from the required value of each filter."""
    return [{"Name": name, "Values": [value]} for name, value in filters.items()]


def member(name: str) -> str:
    """A property's name in the EC2 API: `enableDnsSupport` is `EnableDnsSupport`."""
    return name[0].upper() + name[1:]


def modify(call: Callable[..., Any], names: Collection[str], old: Props, new: Props) -> None:
    """Set each named attribute that changed, with the method `call`.

    One call for each: EC2 does not accept two of them at once (EC2 API, ModifyVpcAttribute).
    """
    for name in names:
        if name in new and changed(old, new, name):
            call(**{member(name): {"Value": new[name]}})
