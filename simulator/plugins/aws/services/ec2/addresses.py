"""Elastic IP addresses, and NAT gateways, which use them."""

from simulator.plugins.aws.calls import answered
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.services.ec2.calls import arn, send
from simulator.plugins.aws.services.ec2.tags import retag
from simulator.plugins.aws.shapes import Props, words

_EIP = "aws:ec2/eip:Eip"
_NAT_GATEWAY = "aws:ec2/natGateway:NatGateway"


def _create_eip(aws: Aws, inputs: Props) -> str:
    # AWS only allocates addresses for VPCs now; moto's default would be another.
    return send(aws, "AllocateAddress", {"domain": "vpc", **inputs})["AllocationId"]


def _read_eip(aws: Aws, allocation: str) -> Props:
    answer = aws("ec2").describe_addresses(AllocationIds=[allocation])["Addresses"][0]
    names = {
        "instance": "InstanceId",
        "networkInterface": "NetworkInterfaceId",
        "privateIp": "PrivateIpAddress",
    }
    host = answer["PublicIp"].replace(".", "-")
    return {
        **answered(aws, _EIP, answer, names),
        "arn": arn(aws, "elastic-ip", allocation, answer),
        "publicDns": f"ec2-{host}.{aws.region}.compute.amazonaws.com",
    }


def _create_nat_gateway(aws: Aws, inputs: Props) -> str:
    return send(aws, "CreateNatGateway", inputs, {"privateIp": "PrivateIpAddress"})["NatGateway"][
        "NatGatewayId"
    ]


def _read_nat_gateway(aws: Aws, gateway: str) -> Props | None:
    found = aws("ec2").describe_nat_gateways(NatGatewayIds=[gateway])["NatGateways"]
    # EC2 still describes a deleted gateway for a while (EC2 API, DescribeNatGateways).
    if not found or found[0]["State"] == "deleted":
        return None
    return answered(aws, _NAT_GATEWAY, {**found[0], **found[0]["NatGatewayAddresses"][0]})


RESOURCE_TYPES = (
    ResourceType(
        token=_EIP,
        create=_create_eip,
        read=unless_gone(_read_eip),
        retag=retag,
        delete=lambda aws, allocation, state: aws("ec2").release_address(AllocationId=allocation),
    ),
    ResourceType(
        token=_NAT_GATEWAY,
        create=_create_nat_gateway,
        read=_read_nat_gateway,
        retag=retag,
        delete=lambda aws, gateway, state: aws("ec2").delete_nat_gateway(NatGatewayId=gateway),
        # Default of the Terraform AWS provider's aws_nat_gateway.
        defaults={"connectivityType": "public"},
        # moto stores it but does not return it.
        unreadable=words("connectivityType"),
    ),
)
