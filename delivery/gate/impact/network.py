"""Effects of changes of the network: routes, addresses and who may connect."""

from collections.abc import Mapping
from typing import Any

from delivery.gate.impact.comparisons import changed, disabled, items_removed, ranges_removed
from delivery.gate.impact.impact import Comparison, Impact, Words, lost
from delivery.gate.step import Step
from delivery.plan.change import Op

_VPC = "https://docs.aws.amazon.com/vpc/latest/userguide"
_GATEWAYS = f"{_VPC}/vpc-nat-gateway.html"
_PRIVATE_LINK = "https://docs.aws.amazon.com/vpc/latest/privatelink"


def source_lost(old: Any, new: Any) -> Words:
    """Reports a source that is removed or changes."""
    return changed(old, new) if old else None


_PEERS: Mapping[str, Comparison] = {
    "cidrBlocks": ranges_removed,
    "ipv6CidrBlocks": ranges_removed,
    "prefixListIds": items_removed,
    "self": disabled,
    "sourceSecurityGroupId": source_lost,
}
_KEPT = ("securityGroupId", "type")

_ALL_PROTOCOLS = ("-1", "all")
"""All protocols, which includes all ports.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
"""


def connects_less(old: Any, new: Any) -> Words:
    """Reports a rule that is removed, has fewer peers or ports, or belongs to another group."""
    if new is None or any(old.get(key) != new.get(key) for key in _KEPT):
        return "the rule is removed"
    if new.get("protocol") not in (old.get("protocol"), *_ALL_PROTOCOLS):
        return "it allows another protocol"
    if not _ports(new)[0] <= _ports(old)[0] <= _ports(old)[1] <= _ports(new)[1]:
        return "it allows fewer ports"
    gone = (
        f"{key} {words}"
        for key, compare in _PEERS.items()
        if (words := compare(old.get(key), new.get(key)))
    )
    return ", ".join(gone) or None


def _ports(rule: Any) -> tuple[int, int]:
    if rule.get("protocol") in _ALL_PROTOCOLS:
        return 0, 65535
    return rule.get("fromPort") or 0, rule.get("toPort") or 0


NETWORK_IMPACTS: Mapping[str, tuple[Impact, ...]] = {
    "aws:ec2/natGateway:NatGateway": (
        lost(
            Step.REDUCE_CAPACITY,
            "the zone's connections to the internet break; new ones leave through another zone"
            " and from another address, which partners may not allow",
            _GATEWAYS,
            on=(Op.DELETE,),
            part_of=("subnetId",),
        ),
        lost(
            Step.INTERRUPT,
            "connections to the internet break, and new ones leave from another address, which"
            " partners may not allow",
            _GATEWAYS,
            on=(Op.REPLACE,),
            part_of=("subnetId",),
        ),
    ),
    "aws:ec2/eip:Eip": (
        lost(
            Step.DISCONNECT,
            "AWS releases the address, and others may get it; partners that allow it no longer"
            " accept connections",
            f"{_VPC}/vpc-eips.html",
            part_of=("id",),
        ),
    ),
    "aws:ec2/securityGroupRule:SecurityGroupRule": (
        Impact(
            Step.DISCONNECT,
            "",
            connects_less,
            "connections that only this rule allows are refused",
            f"{_VPC}/security-group-rules.html",
            on=(Op.DELETE, Op.REPLACE, Op.UPDATE),
            part_of=("securityGroupId", "sourceSecurityGroupId"),
        ),
    ),
    "aws:ec2/securityGroup:SecurityGroup": (
        lost(
            Step.INTERRUPT,
            "connections are refused until all rules refer to the new group",
            f"{_VPC}/vpc-security-groups.html",
            on=(Op.REPLACE,),
        ),
    ),
    "aws:ec2/internetGateway:InternetGateway": (
        lost(
            Step.DISCONNECT,
            "the VPC has no connection to the internet, in either direction",
            f"{_VPC}/VPC_Internet_Gateway.html",
            part_of=("vpcId",),
        ),
    ),
    "aws:ec2/route:Route": (
        lost(
            Step.DISCONNECT,
            "packets to this destination are dropped, at least until there is another route",
            f"{_VPC}/VPC_Route_Tables.html",
            part_of=("routeTableId", "natGatewayId", "gatewayId"),
        ),
        *(
            Impact(
                Step.INTERRUPT,
                path,
                changed,
                "open connections to this destination break",
                f"{_VPC}/VPC_Route_Tables.html",
                part_of=(path,),
            )
            for path in ("gatewayId", "natGatewayId", "transitGatewayId", "vpcPeeringConnectionId")
        ),
    ),
    "aws:ec2/routeTable:RouteTable": (
        lost(
            Step.DISCONNECT,
            "its subnets use the main route table, which has no way to the internet",
            f"{_VPC}/VPC_Route_Tables.html",
            part_of=("vpcId",),
        ),
    ),
    "aws:ec2/routeTableAssociation:RouteTableAssociation": (
        lost(
            Step.DISCONNECT,
            "the subnet uses the main route table, which has no way to the internet",
            f"{_VPC}/VPC_Route_Tables.html",
            part_of=("subnetId", "routeTableId"),
        ),
        Impact(
            Step.INTERRUPT,
            "routeTableId",
            changed,
            "open connections of the subnet break",
            f"{_VPC}/VPC_Route_Tables.html",
            part_of=("routeTableId",),
        ),
    ),
    "aws:ec2/subnet:Subnet": (
        lost(
            Step.INTERRUPT,
            "everything in the subnet must move first; AWS refuses to delete it otherwise",
            f"{_VPC}/subnet-deleting.html",
            part_of=("vpcId",),
        ),
    ),
    "aws:ec2/vpc:Vpc": (
        lost(
            Step.INTERRUPT,
            "everything in the VPC must move first; AWS refuses to delete it otherwise",
            f"{_VPC}/delete-vpc.html",
        ),
    ),
    "aws:ec2/vpcEndpoint:VpcEndpoint": (
        lost(
            Step.INTERRUPT,
            "open connections to the AWS service break; new ones need another way, such as a NAT"
            " gateway, and policies that name the endpoint refuse them",
            f"{_PRIVATE_LINK}/gateway-endpoints.html",
            part_of=("vpcId",),
        ),
        Impact(
            Step.DISCONNECT,
            "routeTableIds",
            items_removed,
            "subnets of the route table no longer reach the AWS service through the endpoint",
            f"{_PRIVATE_LINK}/gateway-endpoints.html",
            part_of=("routeTableIds",),
        ),
    ),
    "aws:ec2/flowLog:FlowLog": (
        lost(
            Step.STOP_MONITORING,
            "connections in the VPC are no longer recorded",
            f"{_VPC}/flow-logs.html",
            part_of=("vpcId",),
        ),
    ),
}
