"""Test stacks for the rules about networks."""

from typing import Any

from policies.engine.resource import Resource
from policies.rules.network.network import (
    DEFAULT_GROUP,
    FLOW_LOG,
    GROUP,
    GROUP_RULE,
    INGRESS_RULE,
    SUBNET,
    VPC,
)
from tests.policies.rules.cases import UNKNOWN, Case, a


def inline(type_: str = GROUP, /, **more: Any) -> Resource:
    way = {"protocol": "tcp", "fromPort": 22, "toPort": 22, "cidrBlocks": ["0.0.0.0/0"], **more}
    return a(type_, ingress=[way])


def rule(**more: Any) -> Resource:
    base: dict[str, Any] = {
        "type": "ingress",
        "protocol": "tcp",
        "fromPort": 5432.0,
        "toPort": 5432.0,
    }
    return a(GROUP_RULE, **base | more)


def alone(**more: Any) -> Resource:
    base: dict[str, Any] = {"ipProtocol": "tcp", "fromPort": 22, "toPort": 22}
    return a(INGRESS_RULE, **base | more)


EDGE = {"fromPort": 443, "toPort": 443}
EDGE_TAGS = {"kubernetes.io/role/elb": "1", "Name": UNKNOWN}
ONE, NEW = a(VPC, id="vpc-1"), a(VPC, id=UNKNOWN)

CASES = (
    Case(
        "no-open-ingress",
        config={"ports": [80, 443, 8443]},
        bad={
            "0.0.0.0/0 can reach tcp port 22.": [inline(), alone(cidrIpv4="0.0.0.0/0")],
            "::/0 can reach tcp port 22.": [
                inline(cidrBlocks=[], ipv6CidrBlocks=["::/0"]),
                alone(cidrIpv6="::/0"),
            ],
            "8.0.0.0/8": inline(cidrBlocks=["192.168.0.0/16", "8.0.0.0/8"]),
            "0.0.0.0/1": inline(cidrBlocks=["0.0.0.0/1"]),
            "2a00::/12": inline(cidrBlocks=None, ipv6CidrBlocks=["2a00::/12"]),
            "tcp ports 80 to 443": inline(fromPort=80, toPort=443),
            "0.0.0.0/0 can reach every port.": [
                inline(protocol="-1", fromPort=0, toPort=0),
                inline(protocol=-1, **EDGE),
                alone(ipProtocol="-1", cidrIpv4="0.0.0.0/0"),
            ],
            "udp port 8443": inline(protocol="udp", fromPort=8443, toPort=8443),
            "udp port 80": inline(protocol="17", fromPort=80, toPort=80),
            "protocol icmp": inline(protocol="icmp", fromPort=-1, toPort=-1),
            "tcp port 21": inline(DEFAULT_GROUP, protocol="6", fromPort=21, toPort=21),
            "tcp port 5432": rule(cidrBlocks=["0.0.0.0/0"]),
            "::/0 can reach tcp port 5432.": rule(ipv6CidrBlocks=["::/0"]),
            "tcp ports 0 to 65535": a(INGRESS_RULE, ipProtocol="tcp", cidrIpv4="0.0.0.0/0"),
        },
        good=(
            a(GROUP),
            a(GROUP, egress=[{"protocol": "-1", "cidrBlocks": ["0.0.0.0/0"]}]),
            inline(**EDGE),
            inline(protocol="TCP", fromPort=80.0, toPort=80.0, ipv6CidrBlocks=["::/0"]),
            inline(protocol="udp", **EDGE),
            inline(protocol="6", cidrBlocks=UNKNOWN, **EDGE),
            inline(cidrBlocks=["10.0.0.0/8", "203.0.113.0/24"], ipv6CidrBlocks=["fd00::/8"]),
            inline(cidrBlocks=["8.0.0.0/9"]),
            inline(cidrBlocks=[], securityGroups=[UNKNOWN]),
            rule(type="egress", cidrBlocks=["0.0.0.0/0"]),
            rule(sourceSecurityGroupId=UNKNOWN),
            rule(cidrBlocks=["0.0.0.0/0"], **EDGE),
            alone(cidrIpv4="10.0.0.0/16"),
            alone(referencedSecurityGroupId="sg-1", ipProtocol="-1"),
            alone(cidrIpv4="0.0.0.0/0", **EDGE),
        ),
        unknown=(
            inline(cidrBlocks=UNKNOWN),
            inline(fromPort=UNKNOWN),
            inline(protocol=UNKNOWN),
            a(GROUP, ingress=UNKNOWN),
            rule(type=UNKNOWN, cidrBlocks=["0.0.0.0/0"]),
            alone(cidrIpv4=UNKNOWN),
        ),
    ),
    Case(
        "default-security-group-closed",
        bad={
            "ingress has 1 rule.": a(DEFAULT_GROUP, ingress=[{"self": True}]),
            "egress has 2 rules.": a(DEFAULT_GROUP, egress=[{}, {}], ingress=[]),
        },
        good=(a(DEFAULT_GROUP, vpcId=UNKNOWN), a(DEFAULT_GROUP, ingress=[], egress=[])),
        unknown=(a(DEFAULT_GROUP, ingress=UNKNOWN), a(DEFAULT_GROUP, egress=UNKNOWN)),
    ),
    Case(
        "vpc-flow-logs",
        bad={
            "it has no flow log.": [
                ONE,
                (ONE, a(FLOW_LOG, vpcId="vpc-2")),
                (NEW, a(FLOW_LOG, vpcId=UNKNOWN, uses={"vpcId": (f"urn:{VPC}::two",)})),
                (ONE, a(FLOW_LOG, subnetId=UNKNOWN)),
            ]
        },
        good=(
            (ONE, a(FLOW_LOG, vpcId="vpc-1")),
            (NEW, a(FLOW_LOG, vpcId=UNKNOWN, uses={"vpcId": (NEW.urn,)})),
            a(FLOW_LOG, vpcId=UNKNOWN),
        ),
        unknown=((ONE, a(FLOW_LOG, vpcId=UNKNOWN)),),
    ),
    Case(
        "private-subnet-no-public-ip",
        bad={
            "it assigns public IP addresses but has no tag kubernetes.io/role/elb.": [
                a(SUBNET, mapPublicIpOnLaunch=True),
                a(SUBNET, mapPublicIpOnLaunch=True, tags={"kubernetes.io/role/internal-elb": "1"}),
            ]
        },
        good=(
            a(SUBNET),
            a(SUBNET, mapPublicIpOnLaunch=False, tags=UNKNOWN),
            a(SUBNET, mapPublicIpOnLaunch=True, tags=EDGE_TAGS),
        ),
        unknown=(
            a(SUBNET, mapPublicIpOnLaunch=UNKNOWN),
            a(SUBNET, mapPublicIpOnLaunch=True, tags=UNKNOWN),
        ),
    ),
)
