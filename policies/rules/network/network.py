"""Rules for networks: ingress, default security groups, flow logs and public subnets."""

from collections.abc import Iterable, Iterator
from ipaddress import ip_network
from typing import Any

from pydantic import Field

from policies.engine.resource import Resource
from policies.engine.rule import Context, Rule, RuleConfig

DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
FLOW_LOG = "aws:ec2/flowLog:FlowLog"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
GROUP_RULE = "aws:ec2/securityGroupRule:SecurityGroupRule"
INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
SUBNET = "aws:ec2/subnet:Subnet"
VPC = "aws:ec2/vpc:Vpc"

_GUIDE = "Amazon VPC User Guide"

_WIDE = {4: 8, 6: 12}
"""The prefix lengths that IANA allocates to regional registries, by IP version."""

_PRIVATE = [ip_network(one) for one in ("10.0.0.0/8", "fc00::/7")]
"""The private blocks of at most these prefix lengths (RFC 1918 and RFC 4193)."""

_INLINE = tuple(
    f"ingress.{name}" for name in ("protocol", "fromPort", "toPort", "cidrBlocks", "ipv6CidrBlocks")
)

_NUMBERS = {"6": "tcp", "17": "udp", "all": "-1"}
"""Aliases of protocols.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
"""

_HTTP_3 = 443
"""The UDP port of HTTP/3 (RFC 9114)."""


class IngressConfig(RuleConfig):
    """The configuration of no-open-ingress."""

    ports: tuple[int, ...] = Field(
        (80, 443), description="the ports that may be open to the internet"
    )


class SubnetConfig(RuleConfig):
    """The configuration of private-subnet-no-public-ip."""

    public_tag: str = Field("kubernetes.io/role/elb", description="the tag of public subnets")


def is_wide(cidr: str) -> bool:
    """Whether a range covers the internet or a large part of it."""
    found = ip_network(cidr, strict=False)
    private = any(
        found.network_address in one and found.prefixlen >= one.prefixlen for one in _PRIVATE
    )
    return found.prefixlen <= _WIDE[found.version] and not private


def _open_ingress(one: Resource, context: Context[IngressConfig]) -> Iterator[str]:
    for way in _ways_in(one):
        protocol = str(way.get("protocol") or way.get("ipProtocol")).lower()
        protocol = _NUMBERS.get(protocol, protocol)
        if _is_edge(protocol, way, context.config.ports):
            continue
        for cidr in filter(is_wide, _sources(way)):
            yield f"{cidr} can reach {_words(protocol, way)}."


def _ways_in(one: Resource) -> Iterable[Any]:
    if one.type in (GROUP, DEFAULT_GROUP):
        return one.items("ingress")
    return [one.props] if one.type == INGRESS_RULE or one.get("type") == "ingress" else []


def _is_edge(protocol: str, way: Any, ports: Iterable[int]) -> bool:
    allowed = {"tcp": {*ports}, "udp": {_HTTP_3}.intersection(ports)}.get(protocol)
    return allowed is not None and allowed.issuperset(_ports(way))


def _ports(way: Any) -> range:
    first, last = way.get("fromPort"), way.get("toPort")
    if first is None or last is None:
        return range(65536)
    return range(int(first), int(last) + 1)


def _sources(way: Any) -> Iterator[str]:
    for key in ("cidrBlocks", "ipv6CidrBlocks"):
        yield from way.get(key) or ()
    for key in ("cidrIpv4", "cidrIpv6"):
        if cidr := way.get(key):
            yield cidr


def _words(protocol: str, way: Any) -> str:
    if protocol == "-1":
        return "every port"
    if protocol not in ("tcp", "udp"):
        return f"it by protocol {protocol}"
    ports = _ports(way)
    first, last = ports[0], ports[-1]
    return f"{protocol} port {first}" if first == last else f"{protocol} ports {first} to {last}"


def _closed(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    for way in ("ingress", "egress"):
        if found := len([*one.items(way)]):
            yield f"it allows traffic: {way} has {found} rule{'s' if found > 1 else ''}."


def _logged(one: Resource, context: Context[RuleConfig]) -> Iterator[str]:
    if not any(context.others.about(one, FLOW_LOG, "vpcId")):
        yield "it has no flow log."


def _private(one: Resource, context: Context[SubnetConfig]) -> Iterator[str]:
    tag = context.config.public_tag
    if one.get("mapPublicIpOnLaunch") and tag not in {*one.part("tags")}:
        yield f"it assigns public IP addresses but has no tag {tag}."


RULES = (
    Rule(
        "no-open-ingress",
        description="Only HTTP and HTTPS ports are open to the internet.",
        reason="Ports that are open to the internet are scanned and attacked constantly.",
        remedy="Name the CIDR ranges or the security group that need access, or use a load"
        " balancer.",
        source="AWS Security Hub User Guide, Security Hub controls for Amazon EC2 (EC2.18)",
        example="ingress: [{protocol: tcp, fromPort: 22, toPort: 22, cidrBlocks: [0.0.0.0/0]}]",
        judges={
            GROUP: _INLINE,
            DEFAULT_GROUP: _INLINE,
            GROUP_RULE: ("type", "protocol", "fromPort", "toPort", "cidrBlocks", "ipv6CidrBlocks"),
            INGRESS_RULE: ("ipProtocol", "fromPort", "toPort", "cidrIpv4", "cidrIpv6"),
        },
        check=_open_ingress,
        config=IngressConfig,
    ),
    Rule(
        "default-security-group-closed",
        description="A VPC's default security group has no rules.",
        reason="Resources without a security group get the default one, often by mistake.",
        remedy="Omit ingress and egress, and create a security group for each purpose.",
        source=f"{_GUIDE}, Default security groups for your VPCs",
        example='ingress: [{protocol: "-1", fromPort: 0, toPort: 0, self: true}]',
        judges={DEFAULT_GROUP: ("ingress", "egress")},
        check=_closed,
        config=RuleConfig,
    ),
    Rule(
        "vpc-flow-logs",
        description="Each VPC has a flow log.",
        reason="Flow logs show how far an attack reached.",
        remedy="Add an aws.ec2.FlowLog with the VPC's vpcId.",
        source=f"{_GUIDE}, Logging IP traffic using VPC Flow Logs",
        example="cidrBlock: 10.0.0.0/16  # and no FlowLog with its vpcId",
        judges={VPC: ("id",)},
        joins={FLOW_LOG: ("vpcId",)},
        check=_logged,
        config=RuleConfig,
    ),
    Rule(
        "private-subnet-no-public-ip",
        description="Only tagged public subnets assign public IP addresses.",
        reason="An instance with a public IP address is reachable from the internet through a"
        " single"
        " open port.",
        remedy="Omit mapPublicIpOnLaunch, or tag the subnet as public.",
        source=f"{_GUIDE}, Modify the IP addressing attributes of your subnet",
        example="mapPublicIpOnLaunch: true",
        judges={SUBNET: ("mapPublicIpOnLaunch", "tags")},
        check=_private,
        config=SubnetConfig,
    ),
)
