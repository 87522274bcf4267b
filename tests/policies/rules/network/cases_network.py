"""Test stacks for the rules about networks."""

from typing import Any

from policies.rules.network.network import (
    DEFAULT_GROUP,
    DEFAULT_SECURITY_GROUPS_ARE_CLOSED,
    FLOW_LOG,
    GROUP,
    GROUP_RULE,
    INGRESS_RULE,
    NETWORKS_HAVE_FLOW_LOGS,
    NO_OPEN_INGRESS,
    PRIVATE_SUBNETS_GIVE_NO_PUBLIC_ADDRESSES,
    SUBNET,
    VPC,
)
from tests.policies.rules.cases import UNKNOWN, Case, Stack, a


def inline(**more: Any) -> Stack:
    way = {"protocol": "tcp", "fromPort": 22, "toPort": 22, "cidrBlocks": ["0.0.0.0/0"], **more}
    return (a(GROUP, props={"ingress": [way]}),)


def rule(**more: Any) -> Stack:
    way = {"type": "ingress", "protocol": "tcp", "fromPort": 5432.0, "toPort": 5432.0, **more}
    return (a(GROUP_RULE, props=way),)


def alone(**more: Any) -> Stack:
    return (a(INGRESS_RULE, props={"ipProtocol": "tcp", "fromPort": 22, "toPort": 22, **more}),)


EDGE = {"fromPort": 443, "toPort": 443}

CASES = (
    Case(
        NO_OPEN_INGRESS,
        config={"ports": [80, 443, 8443]},
        bad={
            "0.0.0.0/0 can reach tcp port 22.": inline(),
            "::/0 can reach tcp port 22.": inline(cidrBlocks=[], ipv6CidrBlocks=["::/0"]),
            "8.0.0.0/8": inline(cidrBlocks=["192.168.0.0/16", "8.0.0.0/8"]),
            "0.0.0.0/1": inline(cidrBlocks=["0.0.0.0/1"]),
            "128.0.0.0/1": inline(cidrBlocks=["128.0.0.0/1"]),
            "8.0.0.0/7 can reach tcp port 22.": inline(cidrBlocks=["8.0.0.0/7"]),
            "2000::/3": inline(cidrBlocks=None, ipv6CidrBlocks=["2000::/3"]),
            "2a00::/12": inline(cidrBlocks=None, ipv6CidrBlocks=["2a00::/12"]),
            "tcp ports 80 to 443": inline(fromPort=80, toPort=443),
            "every port": inline(protocol="-1", fromPort=0, toPort=0),
            "0.0.0.0/0 can reach every port.": inline(protocol=-1, **EDGE),
            "udp port 8443": inline(protocol="udp", fromPort=8443, toPort=8443),
            "udp port 53": inline(protocol="udp", fromPort=53, toPort=53),
            "udp port 80": inline(protocol="17", fromPort=80, toPort=80),
            "protocol icmp": inline(protocol="icmp", fromPort=-1, toPort=-1),
            "tcp port 21": (
                a(
                    DEFAULT_GROUP,
                    props={
                        "ingress": [
                            {
                                "protocol": "6",
                                "fromPort": 21,
                                "toPort": 21,
                                "cidrBlocks": ["0.0.0.0/0"],
                            }
                        ]
                    },
                ),
            ),
            "tcp port 5432": rule(cidrBlocks=["0.0.0.0/0"]),
            "::/0 can reach tcp port 5432.": rule(ipv6CidrBlocks=["::/0"]),
            "can reach tcp port 22.": alone(cidrIpv4="0.0.0.0/0"),
            "reach tcp port 22.": alone(cidrIpv6="::/0"),
            "can reach every port.": alone(ipProtocol="-1", cidrIpv4="0.0.0.0/0"),
            "tcp ports 0 to 65535": (
                a(INGRESS_RULE, props={"ipProtocol": "tcp", "cidrIpv4": "0.0.0.0/0"}),
            ),
        },
        good=(
            (a(GROUP),),
            (a(GROUP, props={"egress": [{"protocol": "-1", "cidrBlocks": ["0.0.0.0/0"]}]}),),
            inline(**EDGE),
            inline(fromPort=8443, toPort=8443),
            inline(protocol="TCP", fromPort=80.0, toPort=80.0, ipv6CidrBlocks=["::/0"]),
            inline(protocol="udp", **EDGE),
            inline(protocol="6", cidrBlocks=UNKNOWN, **EDGE),
            inline(cidrBlocks=["10.0.0.0/8", "203.0.113.0/24"], ipv6CidrBlocks=["fd00::/8"]),
            inline(cidrBlocks=["8.0.0.0/9"]),
            inline(cidrBlocks=[], securityGroups=["sg-1"]),
            inline(cidrBlocks=[], securityGroups=[UNKNOWN]),
            rule(type="egress", cidrBlocks=["0.0.0.0/0"]),
            rule(sourceSecurityGroupId=UNKNOWN),
            rule(cidrBlocks=["0.0.0.0/0"], **EDGE),
            alone(cidrIpv4="10.0.0.0/16"),
            alone(referencedSecurityGroupId="sg-1", ipProtocol="-1"),
            alone(cidrIpv4="0.0.0.0/0", **EDGE),
        ),
        unknown=(
            inline(cidrBlocks=[UNKNOWN]),
            inline(cidrBlocks=UNKNOWN),
            inline(fromPort=UNKNOWN),
            inline(protocol=UNKNOWN),
            (a(GROUP, props={"ingress": UNKNOWN}),),
            rule(ipv6CidrBlocks=[UNKNOWN]),
            rule(type=UNKNOWN, cidrBlocks=["0.0.0.0/0"]),
            alone(cidrIpv4=UNKNOWN),
        ),
    ),
    Case(
        DEFAULT_SECURITY_GROUPS_ARE_CLOSED,
        bad={
            "ingress has 1 rule.": (
                a(
                    DEFAULT_GROUP,
                    props={
                        "ingress": [{"protocol": "-1", "fromPort": 0, "toPort": 0, "self": True}]
                    },
                ),
            ),
            "egress has 2 rules.": (a(DEFAULT_GROUP, props={"egress": [{}, {}], "ingress": []}),),
        },
        good=(
            (a(DEFAULT_GROUP, props={"vpcId": UNKNOWN}),),
            (a(DEFAULT_GROUP, props={"ingress": [], "egress": []}),),
            (a(GROUP, props={"ingress": [{}], "egress": [{}]}),),
        ),
        unknown=(
            (a(DEFAULT_GROUP, props={"ingress": UNKNOWN}),),
            (a(DEFAULT_GROUP, props={"egress": UNKNOWN}),),
        ),
    ),
    Case(
        NETWORKS_HAVE_FLOW_LOGS,
        bad={
            "no flow log": (a(VPC, props={"id": "vpc-1"}),),
            "it has no flow log": (
                a(VPC, props={"id": "vpc-1"}),
                a(FLOW_LOG, props={"vpcId": "vpc-2"}),
            ),
            "has no flow log": (
                a(VPC, "one", props={"id": UNKNOWN}),
                a(VPC, "two", props={"id": UNKNOWN}),
                a(FLOW_LOG, props={"vpcId": UNKNOWN}, uses={"vpcId": (f"urn:{VPC}::two",)}),
            ),
            "it has no flow log.": (
                a(VPC, props={"id": "vpc-1"}),
                a(FLOW_LOG, props={"subnetId": UNKNOWN}),
            ),
        },
        good=(
            (a(VPC, props={"id": "vpc-1"}), a(FLOW_LOG, props={"vpcId": "vpc-1"})),
            (
                a(VPC, props={"id": UNKNOWN}),
                a(FLOW_LOG, props={"vpcId": UNKNOWN}, uses={"vpcId": (f"urn:{VPC}::one",)}),
            ),
            (a(FLOW_LOG, props={"vpcId": UNKNOWN}),),
        ),
        unknown=((a(VPC, props={"id": "vpc-1"}), a(FLOW_LOG, props={"vpcId": UNKNOWN})),),
    ),
    Case(
        PRIVATE_SUBNETS_GIVE_NO_PUBLIC_ADDRESSES,
        bad={
            "it assigns public IP addresses but has no tag kubernetes.io/role/elb.": (
                a(SUBNET, props={"mapPublicIpOnLaunch": True}),
            ),
            "no tag kubernetes.io/role/elb": (
                a(
                    SUBNET,
                    props={
                        "mapPublicIpOnLaunch": True,
                        "tags": {"kubernetes.io/role/internal-elb": "1"},
                    },
                ),
            ),
        },
        good=(
            (a(SUBNET),),
            (a(SUBNET, props={"mapPublicIpOnLaunch": False, "tags": UNKNOWN}),),
            (
                a(
                    SUBNET,
                    props={
                        "mapPublicIpOnLaunch": True,
                        "tags": {"kubernetes.io/role/elb": "1", "Name": UNKNOWN},
                    },
                ),
            ),
        ),
        unknown=(
            (a(SUBNET, props={"mapPublicIpOnLaunch": UNKNOWN}),),
            (a(SUBNET, props={"mapPublicIpOnLaunch": True, "tags": UNKNOWN}),),
        ),
    ),
)
