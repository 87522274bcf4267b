"""The stacks `staging` and `production`: an environment with its platform, data and people.

An environment whose cluster is retired has no platform, but all else.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi import Alias, Output, ResourceOptions
from pulumi.resource import create_urn
from pulumi_aws import Provider

from components.data.data_services import DataServices, DataServicesArgs
from components.data.secrets import Secrets, SecretsArgs
from components.edge.access_logs import access_logs
from components.identity.access import Access, AccessArgs
from components.identity.iam_limits import check_limits
from components.messaging.api_subscriptions import ApiSubscriptions, ApiSubscriptionsArgs
from components.monitoring.monitoring import Monitoring, MonitoringArgs
from components.network.network import Network, NetworkArgs
from components.outputs import (
    CacheOutputs,
    DomainOutputs,
    LoadBalancerOutputs,
    NameAndArn,
    QueueOutputs,
    SignInOutputs,
)
from components.platform import Found, Platform, PlatformArgs
from components.services.managed_services import ManagedServices, ManagedServicesArgs
from estate.data.buckets import CANARIES
from estate.messaging.topics import ALARMS
from settings import Kind, PlatformSettings, is_removed
from stacks.adoption import adoption
from stacks.kept import keep_adopted
from stacks.node_counts import node_counts
from stacks.preflight import (
    check_people,
    check_retirements,
    decrypted_secrets,
    runner_cidrs,
    zone_id,
)
from stacks.provider import aws_provider
from stacks.surroundings import check_records, check_subnets


@dataclass(frozen=True)
class EnvironmentOutputs:
    """The outputs of an environment; mappings are by declared name, `role_arns` by repository.

    Those that default to None are missing in an environment without a cluster.
    """

    access_groups: Mapping[str, Output[str]]
    secret_arns: Mapping[str, Output[str]]
    vpc_id: Output[str]
    private_subnet_ids: list[Output[str]]
    public_subnet_ids: list[Output[str]]
    cache: CacheOutputs | None
    sign_in: SignInOutputs | None
    buckets: Mapping[str, NameAndArn]
    tables: Mapping[str, NameAndArn]
    queues: Mapping[str, QueueOutputs]
    topics: Mapping[str, NameAndArn]
    dashboard: Output[str]
    cluster_name: Output[str] | None = None
    cluster_endpoint: Output[str] | None = None
    cluster_issuer: Output[str] | None = None
    kubeconfig: Output[str] | None = None
    node_security_group_id: Output[str] | None = None
    node_groups: Mapping[str, Output[str]] | None = None
    role_arns: Mapping[str, Output[str]] | None = None
    fargate_role_arn: Output[str] | None = None
    load_balancer: LoadBalancerOutputs | None = None
    domain: DomainOutputs | None = None


def environment(settings: PlatformSettings) -> EnvironmentOutputs:
    """Creates an environment.

    Raises before the first resource if a retirement names no resource, if IAM's limits are
    exceeded, if the AWS account lacks a person, the domain's hosted zone or the key of secrets, or
    if the existing network, cluster or DNS records do not fit the settings.
    """
    keep_adopted(settings)
    stack, aws = pulumi.get_stack(), aws_provider(settings)
    check_retirements(stack, settings)
    check_limits(settings)
    check_people(stack, settings, aws)
    plaintexts = decrypted_secrets(stack, settings, aws)
    check_subnets(stack, settings, aws)
    found = None if is_removed(settings, Kind.CLUSTER) else _found(stack, settings, aws)

    options = ResourceOptions(providers=[aws], transformations=[adoption(settings, aws)])
    access = Access("access", AccessArgs(settings), options)
    secrets = Secrets("secrets", SecretsArgs(settings, plaintexts), options)
    # Both were in the platform.
    former = create_urn("platform", "cellscope:platform:Platform")
    edge = create_urn("edge", "cellscope:network:Edge", former)
    network = Network("network", NetworkArgs(settings), _formerly_in(former, options))
    logs = access_logs(settings, _formerly_in(edge, options))
    platform = found and Platform("platform", PlatformArgs(settings, network, logs, found), options)
    services = ManagedServices(
        "services",
        ManagedServicesArgs(
            settings,
            network.vpc_id,
            network.private_subnet_ids,
            platform and platform.security_group_id,
        ),
        options,
    )
    data = DataServices("data", DataServicesArgs(settings), options)
    canaries = data.buckets.get(CANARIES.name)
    monitoring = Monitoring(
        "watching",
        MonitoringArgs(
            settings,
            data.topics[ALARMS.name].arn,
            canaries.name if canaries else None,
            platform.scaling_groups if platform else {},
        ),
        options,
    )
    if platform:
        ApiSubscriptions(
            "api-subscriptions",
            ApiSubscriptionsArgs(data.subscribable, settings.api_url),
            # The platform makes the API reachable.
            ResourceOptions.merge(options, ResourceOptions(depends_on=[platform])),
        )
    return EnvironmentOutputs(
        access_groups=access.groups,
        secret_arns=secrets.arns,
        vpc_id=network.vpc_id,
        private_subnet_ids=network.private_subnet_ids,
        public_subnet_ids=network.public_subnet_ids,
        cache=services.cache,
        sign_in=services.sign_in,
        buckets=data.buckets,
        tables=data.tables,
        queues=data.queues,
        topics=data.topics,
        dashboard=monitoring.dashboard_name,
        cluster_name=platform and platform.cluster_name,
        cluster_endpoint=platform and platform.endpoint,
        cluster_issuer=platform and platform.issuer,
        kubeconfig=platform and platform.kubeconfig,
        node_security_group_id=platform and platform.security_group_id,
        node_groups=platform and platform.node_groups,
        role_arns=platform and platform.role_arns,
        fargate_role_arn=platform and platform.fargate_role_arn,
        load_balancer=platform and platform.load_balancer,
        domain=found and _domain(settings, found),
    )


def _found(stack: str, settings: PlatformSettings, aws: Provider) -> Found:
    zone = zone_id(stack, settings, aws)
    check_records(stack, settings, zone, aws)
    return Found(zone, node_counts(stack, settings, aws), runner_cidrs(aws))


def _domain(settings: PlatformSettings, found: Found) -> DomainOutputs | None:
    if settings.domain is None or found.zone_id is None:
        return None
    return DomainOutputs(settings.domain.name, found.zone_id)


def _formerly_in(parent: Output[str], options: ResourceOptions) -> ResourceOptions:
    """Returns options of a component that was in another one, given by its URN, before."""
    return ResourceOptions.merge(options, ResourceOptions(aliases=[Alias(parent=parent)]))
