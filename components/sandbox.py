"""A sandbox: a copy of the platform's services on staging's cluster and with its data."""

from dataclasses import dataclass, replace

import pulumi_kubernetes as kubernetes
from pulumi import ComponentResource, Input, Output, Resource, ResourceOptions
from pulumi_aws import route53

from components.cluster.fargate import FargateProfiles, FargateProfilesArgs
from components.cluster.service_namespace import ServiceNamespaces, ServiceNamespacesArgs
from components.edge.fallback_ingress import FallbackIngress, FallbackIngressArgs
from components.messaging.api_subscriptions import ApiSubscriptions, ApiSubscriptionsArgs
from components.messaging.queue import Queue, QueueArgs
from components.messaging.topic import Topic, TopicArgs
from components.options import child
from components.outputs import DomainOutputs, LoadBalancerOutputs, SignInOutputs, exported
from components.services.sign_in import SignIn, SignInArgs
from estate.identity.service_roles import SERVICE_ROLES
from estate.messaging.queues import QUEUES
from estate.messaging.topics import TOPICS
from estate.network.edge import SANDBOX_HOSTS, sandbox_host
from settings import SandboxSettings


@dataclass(frozen=True)
class SharedOutputs:
    """The stack outputs of staging that sandboxes use; `role_arns` are by repository."""

    domain: DomainOutputs
    fargate_role_arn: Output[str]
    kubeconfig: Output[str]
    load_balancer: LoadBalancerOutputs
    private_subnet_ids: Output[list[str]]
    role_arns: Output[dict[str, str]]
    sign_in: SignInOutputs


@dataclass(frozen=True)
class SandboxArgs:
    """The sandbox's settings, and the shared resources of staging."""

    settings: SandboxSettings
    shared: SharedOutputs


class Sandbox(ComponentResource):
    """The resources of a sandbox's services; tables, buckets, users and nodes are staging's.

    Creates `ServiceNamespaces`, `FargateProfiles`, `Queue` and `Topic` components for declarations
    with `{sandbox}` in their name pattern, `ApiSubscriptions`, `SignIn`, `FallbackIngress`, and an
    `aws.route53.Record` for each host.

    Outputs: `hosts` (by repository), `namespaces` (by repository), `queues` (URLs) and `topics`
    (ARNs) by declared name, `sign_in`.
    """

    def __init__(self, name: str, args: SandboxArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("cellscope:platform:Sandbox", name, None, opts)
        settings, self._shared = args.settings, args.shared
        self.hosts = {
            repository: Output.from_input(args.shared.domain.name).apply(
                lambda domain, repository=repository: sandbox_host(repository, settings, domain)
            )
            for repository in SANDBOX_HOSTS
        }
        api_url = Output.concat("https://", self.hosts["api"])
        self.namespaces, fallback = self._in_cluster(settings, api_url)
        records = self._records()
        queues = {
            one.name: Queue(one.name, QueueArgs(one, settings), child(self)) for one in QUEUES
        }
        topics = {
            one.name: Topic(one.name, TopicArgs(one, settings), child(self))
            for one in TOPICS
            if one.in_sandboxes
        }
        ApiSubscriptions(
            "api-subscriptions",
            ApiSubscriptionsArgs(topics.values(), api_url),
            child(self, after=[fallback, *records]),
        )
        self.queues = {key: queue.url for key, queue in queues.items()}
        self.topics = {key: topic.arn for key, topic in topics.items()}
        self.sign_in = self._sign_in(settings, Output.concat("https://", self.hosts["ui"]))
        self.register_outputs(
            {
                "hosts": self.hosts,
                "namespaces": self.namespaces,
                "queues": self.queues,
                "topics": self.topics,
                "sign_in": exported(self.sign_in),
            }
        )

    def _in_cluster(
        self, settings: SandboxSettings, api_url: Output[str]
    ) -> tuple[dict[str, str], Resource]:
        shared = self._shared
        inside = kubernetes.Provider("cluster", kubeconfig=shared.kubeconfig, opts=child(self))
        # Created before the pods, which would otherwise be scheduled on nodes.
        profiles = FargateProfiles(
            "fargate",
            FargateProfilesArgs(settings, shared.private_subnet_ids, shared.fargate_role_arn),
            child(self),
        )
        arns = {role.name: shared.role_arns[role.name] for role in SERVICE_ROLES}
        namespaces = ServiceNamespaces(
            "services",
            ServiceNamespacesArgs(settings, arns),
            child(self, after=[profiles], provider=inside),
        )
        fallback = FallbackIngress(
            "unavailable-answer",
            FallbackIngressArgs(
                settings,
                api_url,
                shared.load_balancer.security_group_id,
                namespaces.names["api"],
            ),
            child(self, after=[namespaces], provider=inside),
        )
        return namespaces.names, fallback

    def _sign_in(self, settings: SandboxSettings, page: Input[str]) -> SignInOutputs:
        shared = self._shared.sign_in
        pages = SignIn(
            "sign-in",
            SignInArgs(settings, shared.user_pool_id, shared.user_pool_endpoint, (page,)),
            child(self),
        )
        return replace(shared, client_id=pages.client_id, identity_pool_id=pages.identity_pool_id)

    def _records(self) -> list[Resource]:
        balancer = self._shared.load_balancer
        return [
            route53.Record(
                repository,
                zone_id=self._shared.domain.zone_id,
                name=host,
                type="A",
                aliases=[
                    {
                        "name": balancer.dns_name,
                        "zone_id": balancer.zone_id,
                        "evaluate_target_health": True,
                    }
                ],
                opts=child(self),
            )
            for repository, host in self.hosts.items()
        ]
