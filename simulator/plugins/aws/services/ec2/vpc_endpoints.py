"""VPC endpoints; a gateway endpoint is a route in each of its route tables."""

from functools import partial

from simulator.plugins.aws.calls import answered, changed
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.services.ec2.calls import arn, member, send, where
from simulator.plugins.aws.services.ec2.tags import retag
from simulator.plugins.aws.shapes import Props

_ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"

_LISTS = ("routeTableIds", "securityGroupIds", "subnetIds")


def _create_endpoint(aws: Aws, inputs: Props) -> str:
    return send(aws, "CreateVpcEndpoint", inputs, {"policy": "PolicyDocument"})["VpcEndpoint"][
        "VpcEndpointId"
    ]


def _read_endpoint(aws: Aws, endpoint: str) -> Props | None:
    ec2 = aws("ec2")
    answer = ec2.describe_vpc_endpoints(VpcEndpointIds=[endpoint])["VpcEndpoints"][0]
    if answer["State"] == "deleted":
        return None
    return {
        **answered(aws, _ENDPOINT, answer, {"policy": "PolicyDocument"}),
        "arn": arn(aws, "vpc-endpoint", endpoint, answer),
        "prefixListId": _prefix_list(aws, answer["ServiceName"]),
        "securityGroupIds": [group["GroupId"] for group in answer["Groups"]],
    }


def _update_endpoint(aws: Aws, endpoint: str, old: Props, new: Props) -> None:
    if not old:
        return
    modify = partial(aws("ec2").modify_vpc_endpoint, VpcEndpointId=endpoint)
    if new.get("policy") and changed(old, new, "policy"):
        modify(PolicyDocument=new["policy"])
    for name in _LISTS:
        added, removed = _apart(new, old, name), _apart(old, new, name)
        if added:
            modify(**{f"Add{member(name)}": added})
        if removed:
            modify(**{f"Remove{member(name)}": removed})
    _reroute(aws, endpoint, _apart(new, old, "routeTableIds"), _apart(old, new, "routeTableIds"))


def _apart(these: Props, those: Props, name: str) -> list[str]:
    return sorted({*(these.get(name) or [])} - {*(those.get(name) or [])})


def _reroute(aws: Aws, endpoint: str, added: list[str], removed: list[str]) -> None:
    """Create and delete routes, as AWS does; moto does so on creation, but not on updates."""
    ec2 = aws("ec2")
    found = ec2.describe_vpc_endpoints(VpcEndpointIds=[endpoint])["VpcEndpoints"][0]
    destination = {"DestinationPrefixListId": _prefix_list(aws, found["ServiceName"])}
    for table in added:
        ec2.create_route(RouteTableId=table, GatewayId=endpoint, **destination)
    for table in removed:
        ec2.delete_route(RouteTableId=table, **destination)


def _prefix_list(aws: Aws, service: str) -> str | None:
    found = aws("ec2").describe_prefix_lists(Filters=where({"prefix-list-name": service}))
    return next((each["PrefixListId"] for each in found["PrefixLists"]), None)


RESOURCE_TYPES = (
    ResourceType(
        token=_ENDPOINT,
        create=_create_endpoint,
        read=unless_gone(_read_endpoint),
        update=_update_endpoint,
        retag=retag,
        delete=lambda aws, endpoint, state: aws("ec2").delete_vpc_endpoints(
            VpcEndpointIds=[endpoint]
        ),
        # Default of the Terraform AWS provider's aws_vpc_endpoint.
        defaults={"vpcEndpointType": "Gateway"},
        unordered=frozenset(_LISTS),
    ),
)
