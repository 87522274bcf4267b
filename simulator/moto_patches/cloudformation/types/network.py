"""Types of EC2's networks."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from simulator.moto_patches.cloudformation.account_calls import AccountCalls
from simulator.moto_patches.cloudformation.resource_type import Operation, Props, ResourceType

_RULES = {"SecurityGroupIngress": "ingress", "SecurityGroupEgress": "egress"}


def _tagged(calls: AccountCalls, id_: str, properties: Props, before: Props) -> None:
    if properties.get("Tags", []) != before.get("Tags", []):
        calls.call("ec2", "create_tags", {"Resources": [id_], "Tags": properties["Tags"]})


def _with_attributes(operation: str, parameter: str, *names: str) -> Any:
    """Returns a function that sets logical attributes, which EC2 takes one by one, and tags."""

    def settle(calls: AccountCalls, id_: str, properties: Props, before: Props) -> None:
        for name in names:
            if name in properties and before.get(name) != properties[name]:
                calls.call("ec2", operation, {parameter: id_, name: {"Value": properties[name]}})
        _tagged(calls, id_, properties, before)

    return settle


def _permissions(rules: Iterable[Props]) -> list[Props]:
    return [_permission(one) for one in rules]


def _permission(rule: Props) -> Props:
    """A rule of a security group in EC2's form.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
    """
    ports = {name: int(rule[name]) for name in ("FromPort", "ToPort") if name in rule}
    found: Props = {"IpProtocol": str(rule["IpProtocol"]), **ports}
    text = {"Description": rule["Description"]} if "Description" in rule else {}
    if "CidrIp" in rule:
        return {**found, "IpRanges": [{"CidrIp": rule["CidrIp"], **text}]}
    other = rule.get("SourceSecurityGroupId") or rule["DestinationSecurityGroupId"]
    return {**found, "UserIdGroupPairs": [{"GroupId": other, **text}]}


def _settle_group(calls: AccountCalls, id_: str, properties: Props, before: Props) -> None:
    for name, direction in _RULES.items():
        old, new = before.get(name, []), properties.get(name, [])
        if revoked := [one for one in old if one not in new]:
            given = {"GroupId": id_, "IpPermissions": _permissions(revoked)}
            calls.call("ec2", f"revoke_security_group_{direction}", given)
        if added := [one for one in new if one not in old]:
            given = {"GroupId": id_, "IpPermissions": _permissions(added)}
            calls.call("ec2", f"authorize_security_group_{direction}", given)
    _tagged(calls, id_, properties, before)


def _authorize(calls: AccountCalls, properties: Props) -> Props:
    given = {"GroupId": properties["GroupId"], "IpPermissions": [_permission(properties)]}
    answer = calls.call("ec2", "authorize_security_group_ingress", given)
    return {"RuleId": answer["SecurityGroupRules"][0]["SecurityGroupRuleId"]}


def _revoke(calls: AccountCalls, id_: str, properties: Props) -> None:
    given = {"GroupId": properties["GroupId"], "SecurityGroupRuleIds": [id_]}
    calls.call("ec2", "revoke_security_group_ingress", given)


def _allocation(calls: AccountCalls, address: str) -> str:
    answer = calls.call("ec2", "describe_addresses", {"PublicIps": [address]})
    return answer["Addresses"][0]["AllocationId"]


def _release(calls: AccountCalls, address: str, _properties: Props) -> None:
    calls.call("ec2", "release_address", {"AllocationId": _allocation(calls, address)})


def _tag_address(calls: AccountCalls, address: str, properties: Props, before: Props) -> None:
    _tagged(calls, _allocation(calls, address), properties, before)


def _ec2(
    create: str | Callable[[AccountCalls, Props], Props], id_: str, delete: Any, **more: Any
) -> ResourceType:
    more.setdefault("own", ("Tags",))
    if "Tags" in more["own"]:
        more.setdefault("settle", _tagged)
    return ResourceType("ec2", create, id_, delete, **more)


NETWORK: Mapping[str, ResourceType] = {
    "AWS::EC2::EIP": _ec2(
        "allocate_address",
        "PublicIp",
        _release,
        settle=_tag_address,
        read=Operation("describe_addresses", {"PublicIps": "[Id]"}),
        attributes={"AllocationId": "Addresses[0].AllocationId"},
    ),
    "AWS::EC2::InternetGateway": _ec2(
        "create_internet_gateway",
        "InternetGateway.InternetGatewayId",
        Operation("delete_internet_gateway", {"InternetGatewayId": "Id"}),
    ),
    "AWS::EC2::LaunchTemplate": _ec2(
        "create_launch_template",
        "LaunchTemplate.LaunchTemplateId",
        Operation("delete_launch_template", {"LaunchTemplateId": "Id"}),
        name="LaunchTemplateName",
        own=(),
        read=Operation("describe_launch_templates", {"LaunchTemplateIds": "[Id]"}),
        attributes={"LatestVersionNumber": "to_string(LaunchTemplates[0].LatestVersionNumber)"},
    ),
    "AWS::EC2::NatGateway": _ec2(
        "create_nat_gateway",
        "NatGateway.NatGatewayId",
        Operation("delete_nat_gateway", {"NatGatewayId": "Id"}),
        read=Operation("describe_nat_gateways", {"NatGatewayIds": "[Id]"}),
        ready="NatGateways[0].State == 'available'",
        gone="NatGateways[0].State == 'deleted'",
    ),
    "AWS::EC2::Route": _ec2(
        "create_route",
        "join('|', [RouteTableId, DestinationCidrBlock])",
        Operation(
            "delete_route",
            {"RouteTableId": "RouteTableId", "DestinationCidrBlock": "DestinationCidrBlock"},
        ),
        own=(),
    ),
    "AWS::EC2::RouteTable": _ec2(
        "create_route_table",
        "RouteTable.RouteTableId",
        Operation("delete_route_table", {"RouteTableId": "Id"}),
    ),
    "AWS::EC2::SecurityGroup": _ec2(
        "create_security_group",
        "GroupId",
        Operation("delete_security_group", {"GroupId": "Id"}),
        name="GroupName",
        names={"GroupDescription": "Description"},
        own=(*_RULES, "Tags"),
        settle=_settle_group,
        attributes={"GroupId": "Id", "VpcId": "VpcId"},
    ),
    "AWS::EC2::SecurityGroupIngress": _ec2(_authorize, "RuleId", _revoke, own=()),
    "AWS::EC2::Subnet": _ec2(
        "create_subnet",
        "Subnet.SubnetId",
        Operation("delete_subnet", {"SubnetId": "Id"}),
        own=("MapPublicIpOnLaunch", "Tags"),
        settle=_with_attributes("modify_subnet_attribute", "SubnetId", "MapPublicIpOnLaunch"),
    ),
    "AWS::EC2::SubnetRouteTableAssociation": _ec2(
        "associate_route_table",
        "AssociationId",
        Operation("disassociate_route_table", {"AssociationId": "Id"}),
        own=(),
    ),
    "AWS::EC2::VPC": _ec2(
        "create_vpc",
        "Vpc.VpcId",
        Operation("delete_vpc", {"VpcId": "Id"}),
        own=("EnableDnsSupport", "EnableDnsHostnames", "Tags"),
        settle=_with_attributes(
            "modify_vpc_attribute", "VpcId", "EnableDnsSupport", "EnableDnsHostnames"
        ),
        attributes={"CidrBlock": "CidrBlock", "VpcId": "Id"},
    ),
    "AWS::EC2::VPCGatewayAttachment": _ec2(
        "attach_internet_gateway",
        "join('|', ['IGW', VpcId])",
        Operation(
            "detach_internet_gateway",
            {"InternetGatewayId": "InternetGatewayId", "VpcId": "VpcId"},
        ),
        own=(),
    ),
}
