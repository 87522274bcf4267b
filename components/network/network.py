"""The network of an environment: a new VPC, or an existing one."""

from collections.abc import Mapping
from dataclasses import dataclass

from pulumi import ComponentResource, Input, Output, ResourceOptions
from pulumi_aws import ec2

from components.network.flow_logs import FlowLogs, FlowLogsArgs
from components.options import child
from estate.naming import cluster_name, physical_name
from estate.network.addresses import private_cidr, public_cidr
from estate.ownership import Owner, ownership_tags
from settings import ExistingNetwork, PlatformSettings
from settings import Network as NewNetwork

_ANYWHERE = "0.0.0.0/0"
_PUBLIC = {"kubernetes.io/role/elb": "1"}
_PRIVATE = {"kubernetes.io/role/internal-elb": "1"}
"""The tags by which the load balancer controller finds subnets ("Subnet Auto Discovery")."""

_GATEWAY_SERVICES = ("dynamodb", "s3")
"""The services with gateway endpoints, which are free of charge."""


@dataclass(frozen=True)
class NetworkArgs:
    """The stack's settings."""

    settings: PlatformSettings


class Network(ComponentResource):
    """A VPC with a private and a public subnet in each availability zone.

    Creates `aws.ec2.Vpc` with `DefaultSecurityGroup`, which has no rules, `InternetGateway`, in
    each zone two `Subnet`s with `RouteTableAssociation`s and a private `RouteTable` with its
    default `Route`, `NatGateway`s with `Eip`s, a `VpcEndpoint` each for S3 and DynamoDB, and
    `FlowLogs`.
    In an existing network, creates only an `aws.ec2.Tag` for each subnet.

    Outputs: `vpc_id`, `private_subnet_ids`, `public_subnet_ids`.
    """

    vpc_id: Output[str]
    private_subnet_ids: list[Output[str]]
    public_subnet_ids: list[Output[str]]

    def __init__(self, name: str, args: NetworkArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("cellscope:network:Network", name, None, opts)
        self._settings = args.settings
        self._prefix = cluster_name(args.settings)
        if args.settings.existing_network:
            self._adopt(args.settings.existing_network)
        elif args.settings.network:
            self._make(args.settings.network)
        self.register_outputs(
            {
                "vpc_id": self.vpc_id,
                "private_subnet_ids": self.private_subnet_ids,
                "public_subnet_ids": self.public_subnet_ids,
            }
        )

    def _adopt(self, network: ExistingNetwork) -> None:
        self.vpc_id = Output.from_input(network.vpc_id)
        self.private_subnet_ids = [Output.from_input(one) for one in network.private_subnet_ids]
        self.public_subnet_ids = [Output.from_input(one) for one in network.public_subnet_ids]
        for subnets, tags in (
            (network.private_subnet_ids, _PRIVATE),
            (network.public_subnet_ids, _PUBLIC),
        ):
            for subnet in subnets:
                for key, value in tags.items():
                    ec2.Tag(subnet, resource_id=subnet, key=key, value=value, opts=child(self))

    def _make(self, network: NewNetwork) -> None:
        vpc = ec2.Vpc(
            "vpc",
            cidr_block=str(network.cidr),
            enable_dns_hostnames=True,
            enable_dns_support=True,
            tags=self._tags("vpc"),
            opts=child(self),
        )
        self.vpc_id = vpc.id
        ec2.DefaultSecurityGroup(
            "closed", vpc_id=vpc.id, tags=self._tags("closed"), opts=child(self)
        )
        gateway = ec2.InternetGateway(
            "internet", vpc_id=vpc.id, tags=self._tags("internet"), opts=child(self)
        )
        outside = self._route_table("public")
        out = ec2.Route(
            "public",
            route_table_id=outside.id,
            destination_cidr_block=_ANYWHERE,
            gateway_id=gateway.id,
            opts=child(self),
        )
        zones = sorted(self._settings.availability_zones)
        public = {
            zone: self._subnet(f"public-{zone}", zone, public_cidr(network.cidr, zone), _PUBLIC)
            for zone in zones
        }
        private = {
            zone: self._subnet(f"private-{zone}", zone, private_cidr(network.cidr, zone), _PRIVATE)
            for zone in zones
        }
        nats = {
            zone: self._nat(zone, public[zone].id, out) for zone in zones[: network.nat_gateways]
        }
        tables = {zone: self._private_routes(zone, nats) for zone in zones}
        for zone in zones:
            self._associate(f"public-{zone}", public[zone], outside)
            self._associate(f"private-{zone}", private[zone], tables[zone])
        self._reach_services([table.id for table in (outside, *tables.values())])
        FlowLogs(
            "flow-logs",
            FlowLogsArgs(
                self._settings,
                vpc.id,
                self._prefix,
                physical_name("flow-logs", self._settings),
                self._settings.log_retention_days,
            ),
            child(self),
        )
        self.private_subnet_ids = [private[zone].id for zone in zones]
        self.public_subnet_ids = [public[zone].id for zone in zones]

    def _subnet(self, name: str, zone: str, cidr: object, tags: Mapping[str, str]) -> ec2.Subnet:
        return ec2.Subnet(
            name,
            vpc_id=self.vpc_id,
            availability_zone=zone,
            cidr_block=str(cidr),
            tags={**self._tags(name), **tags},
            opts=child(self),
        )

    def _nat(self, zone: str, subnet_id: Input[str], out: ec2.Route) -> ec2.NatGateway:
        name = f"nat-{zone}"
        address = ec2.Eip(name, domain="vpc", tags=self._tags(name), opts=child(self))
        return ec2.NatGateway(
            name,
            allocation_id=address.id,
            subnet_id=subnet_id,
            tags=self._tags(name),
            opts=child(self, after=[out]),
        )

    def _private_routes(self, zone: str, nats: Mapping[str, ec2.NatGateway]) -> ec2.RouteTable:
        """Returns a zone's route table, with the zone's NAT gateway or else the first one."""
        table = self._route_table(f"private-{zone}")
        ec2.Route(
            f"private-{zone}",
            route_table_id=table.id,
            destination_cidr_block=_ANYWHERE,
            nat_gateway_id=nats.get(zone, next(iter(nats.values()))).id,
            opts=child(self),
        )
        return table

    def _route_table(self, name: str) -> ec2.RouteTable:
        return ec2.RouteTable(name, vpc_id=self.vpc_id, tags=self._tags(name), opts=child(self))

    def _associate(self, name: str, subnet: ec2.Subnet, table: ec2.RouteTable) -> None:
        ec2.RouteTableAssociation(
            name, subnet_id=subnet.id, route_table_id=table.id, opts=child(self)
        )

    def _reach_services(self, route_table_ids: list[Output[str]]) -> None:
        for service in _GATEWAY_SERVICES:
            ec2.VpcEndpoint(
                service,
                vpc_id=self.vpc_id,
                service_name=f"com.amazonaws.{self._settings.region}.{service}",
                vpc_endpoint_type="Gateway",
                route_table_ids=route_table_ids,
                tags=self._tags(service),
                opts=child(self),
            )

    def _tags(self, name: str) -> dict[str, str]:
        return {"Name": f"{self._prefix}-{name}", **ownership_tags(Owner.PLATFORM)}
