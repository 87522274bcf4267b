"""The load balancer with its DNS records and certificate."""

from dataclasses import dataclass

from pulumi import ComponentResource, Input, Output, Resource, ResourceOptions
from pulumi_aws import acm, ec2, lb, route53

from components.options import child
from estate.network.edge import OPEN_PORTS, adoption_tags, load_balancer_name
from estate.ownership import Owner, ownership_tags
from settings import Kind, PlatformSettings, is_destroyed

_ANYWHERE = "0.0.0.0/0"
_SECONDS = 300
"""The TTL of the certificate's validation record, which rarely changes."""


@dataclass(frozen=True)
class EdgeArgs:
    """The stack's settings, the VPC, its public subnets, and the security group of nodes and pods.

    `logs_bucket` is the name of the bucket for access logs. `zone_id` is the hosted zone's id, if
    the settings have a domain.
    """

    settings: PlatformSettings
    vpc_id: Input[str]
    subnet_ids: list[Output[str]]
    target_group_id: Input[str]
    logs_bucket: Input[str]
    zone_id: str | None


class Edge(ComponentResource):
    """An application load balancer, which the load balancer controller adopts.

    Creates `aws.lb.LoadBalancer` with `aws.ec2.SecurityGroup` and its `SecurityGroupRule`s. With
    a domain in the settings, also `aws.acm.Certificate` with `CertificateValidation`, and
    `aws.route53.Record`s for validation, name and subdomains.

    Outputs: `dns_name`, `zone_id` (of the load balancer's own name), `security_group_id`.
    """

    def __init__(self, name: str, args: EdgeArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("cellscope:network:Edge", name, None, opts)
        settings = self._settings = args.settings
        self._name = load_balancer_name(settings)
        self._tags = ownership_tags(Owner.PLATFORM)
        self.security_group_id: Output[str] = self._security_group(name, args)
        balancer = lb.LoadBalancer(
            name,
            name=self._name,
            load_balancer_type="application",
            internal=False,
            subnets=args.subnet_ids,
            security_groups=[self.security_group_id],
            access_logs={"bucket": args.logs_bucket, "enabled": True},
            enable_deletion_protection=not is_destroyed(settings, Kind.CLUSTER),
            drop_invalid_header_fields=True,
            enable_http2=True,
            tags={**self._tags, **adoption_tags(settings)},
            opts=child(self),
        )
        self.dns_name: Output[str] = balancer.dns_name
        self.zone_id: Output[str] = balancer.zone_id
        if settings.domain and args.zone_id:
            self._serve_domain(settings.domain.name, args.zone_id)
        self.register_outputs(
            {
                "dns_name": self.dns_name,
                "zone_id": self.zone_id,
                "security_group_id": self.security_group_id,
            }
        )

    def _security_group(self, name: str, args: EdgeArgs) -> Output[str]:
        group = ec2.SecurityGroup(
            name,
            name=self._name,
            description="The internet, to the load balancer, to services",
            vpc_id=args.vpc_id,
            tags={"Name": self._name, **self._tags},
            opts=child(self),
        )
        for port in OPEN_PORTS:
            ec2.SecurityGroupRule(
                f"{name}-{port}",
                security_group_id=group.id,
                type="ingress",
                description="Users on the internet",
                protocol="tcp",
                from_port=port,
                to_port=port,
                cidr_blocks=[_ANYWHERE],
                opts=child(self),
            )
        for key, direction, of, other in (
            ("to-services", "egress", group.id, args.target_group_id),
            ("from-edge", "ingress", args.target_group_id, group.id),
        ):
            ec2.SecurityGroupRule(
                f"{name}-{key}",
                security_group_id=of,
                type=direction,
                description="The load balancer to services, on all ports",
                protocol="tcp",
                from_port=0,
                to_port=65535,
                source_security_group_id=other,
                opts=child(self),
            )
        return group.id

    def _serve_domain(self, name: str, zone_id: str) -> None:
        every = f"*.{name}"
        certificate = acm.Certificate(
            name,
            domain_name=name,
            subject_alternative_names=[every],
            validation_method="DNS",
            tags=self._tags,
            opts=child(self),
        )
        # The same record validates both names:
        # https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
        proof = certificate.domain_validation_options[0]
        record = route53.Record(
            f"{name}-proof",
            zone_id=zone_id,
            name=proof.resource_record_name,
            type=proof.resource_record_type,
            records=[proof.resource_record_value],
            ttl=_SECONDS,
            opts=child(self),
        )
        proved = acm.CertificateValidation(
            name,
            certificate_arn=certificate.arn,
            validation_record_fqdns=[record.fqdn],
            opts=child(self),
        )
        for key, answering in ((name, name), (f"{name}-below", every)):
            self._alias(key, answering, zone_id, proved)

    def _alias(self, key: str, name: str, zone_id: str, after: Resource) -> None:
        route53.Record(
            key,
            zone_id=zone_id,
            name=name,
            type="A",
            aliases=[
                {"name": self.dns_name, "zone_id": self.zone_id, "evaluate_target_health": True}
            ],
            opts=child(self, after=[after]),
        )
