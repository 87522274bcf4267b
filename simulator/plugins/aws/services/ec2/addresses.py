"""Elastic IP addresses, and NAT gateways, which use them."""

from simulator.plugins.aws.calls import answered
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.services.ec2.calls import arn, send
from simulator.plugins.aws.services.ec2.tags import retag
from simulator.plugins.aws.shapes import Props, words
from simulator.plugins.aws.waiting import GONE, await_state

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


def _find_nat_gateway(aws: Aws, gateway: str) -> Props | None:
    found = aws("ec2").describe_nat_gateways(NatGatewayIds=[gateway])["NatGateways"]
    # EC2 still describes a deleted gateway for a while (EC2 API, DescribeNatGateways).
    return found[0] if found and found[0]["State"] != "deleted" else None


def _read_nat_gateway(aws: Aws, gateway: str) -> Props | None:
    found = _find_nat_gateway(aws, gateway)
    if found is None:
        return None
    return answered(aws, _NAT_GATEWAY, {**found, **found["NatGatewayAddresses"][0]})


def _await_nat_gateway(
    aws: Aws, gateway: str, verb: str, wanted: str, pending: str, minutes: int
) -> None:
    """Wait for a state.

    https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ec2/vpc_nat_gateway.go
    """

    def state() -> str:
        found = _find_nat_gateway(aws, gateway)
        return found["State"] if found else GONE

    what = f"waiting for EC2 NAT Gateway ({gateway}) {verb}"
    await_state(aws, what, state, wanted, (pending,), minutes)


def _await_creation(aws: Aws, gateway: str, old: Props, new: Props) -> None:
    if not old:
        _await_nat_gateway(aws, gateway, "create", "available", "pending", 10)


def _delete_nat_gateway(aws: Aws, gateway: str, state: Props) -> None:
    aws("ec2").delete_nat_gateway(NatGatewayId=gateway)
    _await_nat_gateway(aws, gateway, "delete", GONE, "deleting", 30)


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
        update=_await_creation,
        retag=retag,
        delete=_delete_nat_gateway,
        # Default of the Terraform AWS provider's aws_nat_gateway.
        defaults={"connectivityType": "public"},
        # moto stores it but does not return it.
        unreadable=words("connectivityType"),
    ),
)
