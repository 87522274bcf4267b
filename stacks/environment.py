"""The stacks `staging` and `production`: an environment with its platform, data and people."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi import Output, ResourceOptions

from components.data.data_services import DataServices, DataServicesArgs
from components.data.secrets import Secrets, SecretsArgs
from components.identity.access import Access, AccessArgs
from components.identity.iam_limits import check_limits
from components.messaging.api_subscriptions import ApiSubscriptions, ApiSubscriptionsArgs
from components.monitoring.monitoring import Monitoring, MonitoringArgs
from components.outputs import (
    CacheOutputs,
    DomainOutputs,
    LoadBalancerOutputs,
    NameAndArn,
    QueueOutputs,
    SignInOutputs,
)
from components.platform import Platform, PlatformArgs
from components.services.managed_services import ManagedServices, ManagedServicesArgs
from estate.monitoring.alarms import CANARY_BUCKET
from estate.retirement import ALARM_TOPIC
from settings import PlatformSettings
from stacks.adoption import adoption
from stacks.node_counts import node_counts
from stacks.preflight import (
    check_people,
    check_retirements,
    decrypted_secrets,
    runner_cidrs,
    zone_id,
)
from stacks.provider import aws_provider


@dataclass(frozen=True)
class EnvironmentOutputs:
    """The outputs of an environment; mappings are by declared name, `role_arns` by repository."""

    access_groups: Mapping[str, Output[str]]
    secret_arns: Mapping[str, Output[str]]
    cluster_name: Output[str]
    cluster_endpoint: Output[str]
    cluster_issuer: Output[str]
    kubeconfig: Output[str]
    vpc_id: Output[str]
    private_subnet_ids: list[Output[str]]
    public_subnet_ids: list[Output[str]]
    node_security_group_id: Output[str]
    node_groups: Mapping[str, Output[str]]
    role_arns: Mapping[str, Output[str]]
    fargate_role_arn: Output[str]
    load_balancer: LoadBalancerOutputs
    domain: DomainOutputs | None
    cache: CacheOutputs | None
    sign_in: SignInOutputs | None
    buckets: Mapping[str, NameAndArn]
    tables: Mapping[str, NameAndArn]
    queues: Mapping[str, QueueOutputs]
    topics: Mapping[str, NameAndArn]
    dashboard: Output[str]


def environment(settings: PlatformSettings) -> EnvironmentOutputs:
    """Creates an environment.

    Raises before the first resource if a retirement names no resource, if IAM's limits are
    exceeded, or if the AWS account lacks a person, the domain's hosted zone or the key of secrets.
    """
    stack, aws = pulumi.get_stack(), aws_provider(settings)
    check_retirements(stack, settings)
    check_limits(settings)
    check_people(stack, settings, aws)
    plaintexts = decrypted_secrets(stack, settings, aws)
    zone = zone_id(stack, settings, aws)
    counts = node_counts(settings, aws)
    runners = runner_cidrs(aws)

    options = ResourceOptions(providers=[aws], transformations=[adoption(settings, aws)])
    access = Access("access", AccessArgs(settings), options)
    secrets = Secrets("secrets", SecretsArgs(settings, plaintexts), options)
    platform = Platform("platform", PlatformArgs(settings, zone, counts, runners), options)
    services = ManagedServices(
        "services",
        ManagedServicesArgs(
            settings, platform.vpc_id, platform.private_subnet_ids, platform.security_group_id
        ),
        options,
    )
    data = DataServices("data", DataServicesArgs(settings), options)
    canaries = data.buckets.get(CANARY_BUCKET)
    monitoring = Monitoring(
        "watching",
        MonitoringArgs(
            settings,
            data.topics[ALARM_TOPIC].arn,
            canaries.name if canaries else None,
            platform.scaling_groups,
        ),
        options,
    )
    ApiSubscriptions(
        "api-subscriptions",
        ApiSubscriptionsArgs(data.subscribable, settings.api_url),
        # The platform makes the API reachable.
        ResourceOptions.merge(options, ResourceOptions(depends_on=[platform])),
    )
    return EnvironmentOutputs(
        access_groups=access.groups,
        secret_arns=secrets.arns,
        cluster_name=platform.cluster_name,
        cluster_endpoint=platform.endpoint,
        cluster_issuer=platform.issuer,
        kubeconfig=platform.kubeconfig,
        vpc_id=platform.vpc_id,
        private_subnet_ids=platform.private_subnet_ids,
        public_subnet_ids=platform.public_subnet_ids,
        node_security_group_id=platform.security_group_id,
        node_groups=platform.node_groups,
        role_arns=platform.role_arns,
        fargate_role_arn=platform.fargate_role_arn,
        load_balancer=platform.load_balancer,
        domain=DomainOutputs(settings.domain.name, zone) if settings.domain and zone else None,
        cache=services.cache,
        sign_in=services.sign_in,
        buckets=data.buckets,
        tables=data.tables,
        queues=data.queues,
        topics=data.topics,
        dashboard=monitoring.dashboard_name,
    )
