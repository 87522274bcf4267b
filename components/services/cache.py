"""The Redis cache: encrypted, in two zones, with a generated AUTH token."""

from dataclasses import dataclass

import pulumi
from pulumi import ComponentResource, Input, InvokeOptions, Output, ResourceOptions
from pulumi_aws import ec2, elasticache, secretsmanager

from components.options import child, data_store
from estate.naming import physical_name
from estate.ownership import DataClass, ownership_tags
from estate.services.cache import PORT, token_name
from estate.services.cache import Cache as Declaration
from settings import Kind, PlatformSettings

_TOKEN_LENGTH = 64
"""The length of AUTH tokens; ElastiCache allows 16 to 128 characters."""

_KEPT_DAYS = 1
"""Days that a daily snapshot is kept; lost data can be recomputed."""


@dataclass(frozen=True)
class CacheArgs:
    """The declared cache, the stack's settings, and the cache's VPC and subnets.

    `client_group_id` is the security group of the pods and nodes with access, if there are any.
    """

    declaration: Declaration
    settings: PlatformSettings
    vpc_id: Input[str]
    subnet_ids: list[Output[str]]
    client_group_id: Input[str] | None


class Cache(ComponentResource):
    """A Redis replication group with automatic failover to another zone.

    Creates `aws.elasticache.ReplicationGroup` with `SubnetGroup`, `aws.ec2.SecurityGroup` with one
    `SecurityGroupRule`, and `aws.secretsmanager.Secret` with `SecretVersion` for the token.

    Outputs: `endpoint` (of the node that writes), `reader_endpoint`, `token_arn`.
    """

    def __init__(self, name: str, args: CacheArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("cellscope:services:Cache", name, None, opts)
        declaration, settings = args.declaration, args.settings
        self._args, self._tags = args, ownership_tags(declaration.owner)
        self._name = physical_name(declaration.name, settings)
        token = self._token(name)
        subnets = elasticache.SubnetGroup(
            name,
            name=self._name,
            description=f"Subnets of {self._name}",
            subnet_ids=args.subnet_ids,
            tags=self._tags,
            opts=child(self),
        )
        group = elasticache.ReplicationGroup(
            name,
            replication_group_id=self._name,
            description="Cache of results that the worker has computed",
            engine="redis",
            engine_version=declaration.version,
            node_type=settings.cache_node_type,
            num_cache_clusters=declaration.nodes,
            automatic_failover_enabled=True,
            multi_az_enabled=True,
            port=PORT,
            at_rest_encryption_enabled=True,
            transit_encryption_enabled=True,
            auth_token=token.secret_string,
            # Running pods use the old token until they restart.
            auth_token_update_strategy="ROTATE",
            subnet_group_name=subnets.name,
            security_group_ids=[self._security_group(name)],
            maintenance_window=declaration.maintenance,
            auto_minor_version_upgrade=True,
            # Otherwise a change waits for the maintenance window and shows as drift until then.
            apply_immediately=True,
            snapshot_retention_limit=_KEPT_DAYS,
            tags=ownership_tags(declaration.owner, DataClass.DERIVED),
            opts=child(self),
        )
        self.endpoint: Output[str] = group.primary_endpoint_address
        self.reader_endpoint: Output[str] = group.reader_endpoint_address
        self.token_arn: Output[str] = token.secret_arn
        self.register_outputs(
            {
                "endpoint": self.endpoint,
                "reader_endpoint": self.reader_endpoint,
                "token_arn": self.token_arn,
            }
        )

    def _token(self, name: str) -> secretsmanager.SecretVersion:
        secret = secretsmanager.Secret(
            f"{name}-token",
            name=token_name(self._args.declaration, self._args.settings),
            description=f"AUTH token of {self._name}",
            tags=ownership_tags(self._args.declaration.owner, DataClass.OPERATIONS),
            opts=data_store(self, self._args.settings, Kind.CACHE),
        )
        return secretsmanager.SecretVersion(
            f"{name}-token-{self._args.declaration.token}",
            secret_id=secret.id,
            secret_string=self._new_token(),
            # Each run generates another token; the first is kept until the declared number changes.
            opts=ResourceOptions.merge(
                child(self), ResourceOptions(ignore_changes=["secretString"])
            ),
        )

    def _new_token(self) -> Output[str]:
        if pulumi.runtime.is_dry_run():
            return Output.secret("generated at deployment")
        # Letters and digits only, because ElastiCache allows few other characters.
        answer = secretsmanager.get_random_password_output(
            password_length=_TOKEN_LENGTH,
            exclude_punctuation=True,
            opts=InvokeOptions(parent=self),
        )
        return Output.secret(answer.random_password)

    def _security_group(self, name: str) -> Output[str]:
        group = ec2.SecurityGroup(
            name,
            name=self._name,
            description="Who reaches the cache; it reaches nobody",
            vpc_id=self._args.vpc_id,
            tags={"Name": self._name, **self._tags},
            opts=child(self),
        )
        if self._args.client_group_id is not None:
            ec2.SecurityGroupRule(
                name,
                security_group_id=group.id,
                type="ingress",
                description="Nodes and pods of the cluster",
                protocol="tcp",
                from_port=PORT,
                to_port=PORT,
                source_security_group_id=self._args.client_group_id,
                opts=child(self),
            )
        return group.id
