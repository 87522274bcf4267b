"""What EC2 resource types share: how they ask, what an answer holds, and their ARN."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from simulator.provider import resource
from simulator.provider.resource import Aws, changed
from simulator.provider.schema import schema_of
from simulator.provider.shapes import Props, properties, tag_list

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
"""The operations that set tags as they make something, and what EC2 calls that (EC2 API,
TagSpecification). What is made without them could not be found again by its tags."""


def request(
    aws: Aws,
    operation: str,
    inputs: Props,
    names: Mapping[str, str] | None = None,
    apart: Collection[str] = (),
) -> dict[str, Any]:
    """The parameters of EC2's operation, made of a resource's inputs.

    Other calls set the inputs `apart`, and tags where the operation makes nothing.
    """
    given = {name: value for name, value in inputs.items() if name not in ("tags", *apart)}
    parameters = resource.request(aws, "ec2", operation, given, names)
    if operation in _TAGGED and inputs.get("tags"):
        tags = {"ResourceType": _TAGGED[operation], "Tags": tag_list(inputs["tags"])}
        parameters["TagSpecifications"] = [tags]
    return parameters


def answered(
    aws: Aws, token: str, answer: Mapping[str, Any], names: Mapping[str, str] | None = None
) -> Props:
    """The properties of a resource type that AWS's answer holds, and the region it is in."""
    return {**properties(schema_of(token).outputs, answer, names), "region": aws.region}


def arn(aws: Aws, kind: str, id_: str, answer: Mapping[str, Any]) -> str:
    """The ARN of what EC2 answered (Service Authorization Reference, "Amazon EC2")."""
    return f"arn:aws:ec2:{aws.region}:{answer.get('OwnerId') or aws.account_id}:{kind}/{id_}"


def where(filters: Mapping[str, str]) -> list[dict[str, Any]]:
    """A call's `Filters`, from the one value that each named filter must have."""
    return [{"Name": name, "Values": [value]} for name, value in filters.items()]


def member(name: str) -> str:
    """A property's name as EC2 writes it: `enableDnsSupport` is `EnableDnsSupport`."""
    return name[0].upper() + name[1:]


def modify(call: Callable[..., Any], names: Collection[str], old: Props, new: Props) -> None:
    """Set each of the named attributes that differs between old and new inputs, by `call`.

    One call each: EC2 takes no two of them at once (EC2 API, ModifyVpcAttribute).
    """
    for name in names:
        if name in new and changed(old, new, name):
            call(**{member(name): {"Value": new[name]}})
