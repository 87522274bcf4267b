"""The network of the runners, which reaches the internet from one fixed address."""

from ipaddress import IPv4Network

from pulumi import ComponentResource, Input, Output, ResourceOptions
from pulumi_aws import ec2

from components.network.flow_logs import FlowLogs, FlowLogsArgs
from components.options import child
from estate.account.runners import ADDRESS, CIDR, KEPT_DAYS, NETWORK, PRIVATE_CIDR, PUBLIC_CIDR
from estate.ownership import Owner, ownership_tags
from settings import AccountSettings

_ANYWHERE = "0.0.0.0/0"
_HTTPS = 443
"""The only port of GitHub, AWS's APIs, package indexes and clusters that jobs use."""


class RunnerNetwork(ComponentResource):
    """A VPC with a private subnet for the runners, and a public one for their NAT gateway.

    Creates `aws.ec2.Vpc` with `DefaultSecurityGroup`, which has no rules, `InternetGateway`, two
    `Subnet`s with `RouteTable`, `Route` and `RouteTableAssociation`, `NatGateway` with `Eip`,
    `SecurityGroup` with one outbound `SecurityGroupRule`, and `FlowLogs`.

    Outputs: `vpc_id`, `subnet`, `security_group` and `address` (IPv4).
    """

    def __init__(
        self, name: str, settings: AccountSettings, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("cellscope:runners:RunnerNetwork", name, None, opts)
        vpc = ec2.Vpc(
            NETWORK,
            cidr_block=str(CIDR),
            enable_dns_hostnames=True,
            enable_dns_support=True,
            tags=_tags(NETWORK),
            opts=child(self),
        )
        self.vpc_id: Output[str] = vpc.id
        ec2.DefaultSecurityGroup(
            f"{NETWORK}-closed", vpc_id=vpc.id, tags=_tags(f"{NETWORK}-closed"), opts=child(self)
        )
        internet = ec2.InternetGateway(
            NETWORK, vpc_id=vpc.id, tags=_tags(NETWORK), opts=child(self)
        )
        public = self._subnet("public", PUBLIC_CIDR)
        out = self._route("public", public, gateway_id=internet.id)
        eip = ec2.Eip(ADDRESS, domain="vpc", tags=_tags(ADDRESS), opts=child(self))
        nat = ec2.NatGateway(
            NETWORK,
            allocation_id=eip.id,
            subnet_id=public.id,
            tags=_tags(NETWORK),
            opts=child(self, after=[out]),
        )
        # In the NAT gateway's zone, so that traffic between zones costs nothing.
        self.subnet = self._subnet("private", PRIVATE_CIDR, public.availability_zone)
        self.out = self._route("private", self.subnet, nat_gateway_id=nat.id)
        self.security_group = ec2.SecurityGroup(
            NETWORK,
            name=NETWORK,
            description="Runners reach HTTPS and are not reachable",
            vpc_id=vpc.id,
            tags=_tags(NETWORK),
            opts=child(self),
        )
        self.https = ec2.SecurityGroupRule(
            f"{NETWORK}-https",
            security_group_id=self.security_group.id,
            type="egress",
            description="GitHub, AWS, package indexes and clusters",
            protocol="tcp",
            from_port=_HTTPS,
            to_port=_HTTPS,
            cidr_blocks=[_ANYWHERE],
            opts=child(self),
        )
        FlowLogs(
            "flow-logs",
            FlowLogsArgs(settings, vpc.id, NETWORK, f"{NETWORK}-flow-logs", KEPT_DAYS),
            child(self),
        )
        self.address: Output[str] = eip.public_ip
        self.register_outputs({"vpc_id": self.vpc_id, "address": self.address})

    def _subnet(self, name: str, cidr: IPv4Network, zone: Input[str] | None = None) -> ec2.Subnet:
        name = f"{NETWORK}-{name}"
        return ec2.Subnet(
            name,
            vpc_id=self.vpc_id,
            availability_zone=zone,
            cidr_block=str(cidr),
            tags=_tags(name),
            opts=child(self),
        )

    def _route(
        self,
        name: str,
        subnet: ec2.Subnet,
        gateway_id: Input[str] | None = None,
        nat_gateway_id: Input[str] | None = None,
    ) -> ec2.Route:
        """Creates a subnet's route table with its default route."""
        name = f"{NETWORK}-{name}"
        table = ec2.RouteTable(name, vpc_id=self.vpc_id, tags=_tags(name), opts=child(self))
        ec2.RouteTableAssociation(
            name, subnet_id=subnet.id, route_table_id=table.id, opts=child(self)
        )
        return ec2.Route(
            name,
            route_table_id=table.id,
            destination_cidr_block=_ANYWHERE,
            gateway_id=gateway_id,
            nat_gateway_id=nat_gateway_id,
            opts=child(self),
        )


def _tags(name: str) -> dict[str, str]:
    return {"Name": name, **ownership_tags(Owner.PLATFORM)}
