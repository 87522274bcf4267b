"""VPCs, their subnets and internet gateways."""

from functools import partial

from simulator.plugins.aws.calls import answered, changed
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.services.ec2.calls import arn, member, modify, send, where
from simulator.plugins.aws.services.ec2.security_groups import default_group
from simulator.plugins.aws.services.ec2.tags import retag
from simulator.plugins.aws.shapes import Props

_VPC = "aws:ec2/vpc:Vpc"
_SUBNET = "aws:ec2/subnet:Subnet"
_INTERNET_GATEWAY = "aws:ec2/internetGateway:InternetGateway"

_VPC_ATTRIBUTES = ("enableDnsHostnames", "enableDnsSupport", "enableNetworkAddressUsageMetrics")
_SUBNET_ATTRIBUTES = ("assignIpv6AddressOnCreation", "mapPublicIpOnLaunch")


def _create_vpc(aws: Aws, inputs: Props) -> str:
    return send(aws, "CreateVpc", inputs, apart=_VPC_ATTRIBUTES)["Vpc"]["VpcId"]


def _read_vpc(aws: Aws, vpc: str) -> Props:
    ec2 = aws("ec2")
    answer = ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"][0]
    attributes = {
        name: ec2.describe_vpc_attribute(VpcId=vpc, Attribute=name)[member(name)]["Value"]
        for name in _VPC_ATTRIBUTES
    }
    main = where({"vpc-id": vpc, "association.main": "true"})
    table = ec2.describe_route_tables(Filters=main)["RouteTables"][0]["RouteTableId"]
    default = where({"vpc-id": vpc, "default": "true"})
    acl = ec2.describe_network_acls(Filters=default)["NetworkAcls"][0]["NetworkAclId"]
    return {
        **answered(aws, _VPC, answer),
        **attributes,
        "arn": arn(aws, "vpc", vpc, answer),
        "defaultNetworkAclId": acl,
        "defaultRouteTableId": table,
        "defaultSecurityGroupId": default_group(aws, vpc),
        "mainRouteTableId": table,
    }


def _update_vpc(aws: Aws, vpc: str, old: Props, new: Props) -> None:
    call = partial(aws("ec2").modify_vpc_attribute, VpcId=vpc)
    modify(call, _VPC_ATTRIBUTES, old, new)


def _create_subnet(aws: Aws, inputs: Props) -> str:
    return send(aws, "CreateSubnet", inputs, apart=_SUBNET_ATTRIBUTES)["Subnet"]["SubnetId"]


def _read_subnet(aws: Aws, subnet: str) -> Props:
    answer = aws("ec2").describe_subnets(SubnetIds=[subnet])["Subnets"][0]
    return {**answered(aws, _SUBNET, answer), "arn": answer["SubnetArn"]}


def _update_subnet(aws: Aws, subnet: str, old: Props, new: Props) -> None:
    call = partial(aws("ec2").modify_subnet_attribute, SubnetId=subnet)
    modify(call, _SUBNET_ATTRIBUTES, old, new)


def _create_internet_gateway(aws: Aws, inputs: Props) -> str:
    return send(aws, "CreateInternetGateway", inputs, apart=("vpcId",))["InternetGateway"][
        "InternetGatewayId"
    ]


def _read_internet_gateway(aws: Aws, gateway: str) -> Props:
    answer = aws("ec2").describe_internet_gateways(InternetGatewayIds=[gateway])
    found = answer["InternetGateways"][0]
    attached = next(iter(found["Attachments"]), {})
    return {
        **answered(aws, _INTERNET_GATEWAY, {**found, **attached}),
        "arn": arn(aws, "internet-gateway", gateway, found),
    }


def _attach_internet_gateway(aws: Aws, gateway: str, old: Props, new: Props) -> None:
    if not changed(old, new, "vpcId"):
        return
    if old.get("vpcId"):
        aws("ec2").detach_internet_gateway(InternetGatewayId=gateway, VpcId=old["vpcId"])
    if new.get("vpcId"):
        aws("ec2").attach_internet_gateway(InternetGatewayId=gateway, VpcId=new["vpcId"])


def _delete_internet_gateway(aws: Aws, gateway: str, state: Props) -> None:
    _attach_internet_gateway(aws, gateway, _read_internet_gateway(aws, gateway), {})
    aws("ec2").delete_internet_gateway(InternetGatewayId=gateway)


RESOURCE_TYPES = (
    ResourceType(
        token=_VPC,
        create=_create_vpc,
        read=unless_gone(_read_vpc),
        update=_update_vpc,
        retag=retag,
        delete=lambda aws, vpc, state: aws("ec2").delete_vpc(VpcId=vpc),
        # Defaults of the Terraform AWS provider's aws_vpc.
        defaults={"enableDnsSupport": True, "instanceTenancy": "default"},
    ),
    ResourceType(
        token=_SUBNET,
        create=_create_subnet,
        read=unless_gone(_read_subnet),
        update=_update_subnet,
        retag=retag,
        delete=lambda aws, subnet, state: aws("ec2").delete_subnet(SubnetId=subnet),
        # Defaults of the Terraform AWS provider's aws_subnet.
        defaults=dict.fromkeys(_SUBNET_ATTRIBUTES, False),
    ),
    ResourceType(
        token=_INTERNET_GATEWAY,
        create=_create_internet_gateway,
        read=unless_gone(_read_internet_gateway),
        update=_attach_internet_gateway,
        retag=retag,
        delete=_delete_internet_gateway,
    ),
)
