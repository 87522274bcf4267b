"""A sandbox: a copy of the platform's services on staging's cluster and with its data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes
from pulumi import ComponentResource, Input, Output, Resource, ResourceOptions, StackReference
from pulumi_aws import route53

from components.cluster.fargate import FargateProfiles, FargateProfilesArgs
from components.cluster.service_namespace import ServiceNamespaces, ServiceNamespacesArgs
from components.edge.fallback_ingress import FallbackIngress, FallbackIngressArgs
from components.messaging.queue import Queue, QueueArgs
from components.messaging.topic import Topic, TopicArgs
from components.options import child
from components.services.sign_in import SignIn, SignInArgs
from estate.identity.service_roles import SERVICE_ROLES
from estate.messaging.queues import QUEUES
from estate.messaging.topics import TOPICS
from estate.network.edge import SANDBOX_HOSTS, sandbox_host
from settings import SandboxSettings

STAGING = "organization/cellscope/staging"
"""The name of staging's stack for a stack reference in a self-managed backend."""

_SHARED = (
    *("domain", "fargateRoleArn", "kubeconfig", "loadBalancer", "privateSubnetIds", "roleArns"),
    "signIn",
)
"""The stack outputs of staging that a sandbox requires."""


@dataclass(frozen=True)
class SandboxArgs:
    """The sandbox's settings, and the stack reference to staging."""

    settings: SandboxSettings
    staging: StackReference


class Sandbox(ComponentResource):
    """The resources of a sandbox's services; tables, buckets, users and nodes are staging's.

    Creates `ServiceNamespaces`, `FargateProfiles`, `Queue` and `Topic` components for declarations
    with `{sandbox}` in their name pattern, `SignIn`, `FallbackIngress`, and an
    `aws.route53.Record` for each host.

    Outputs: `hosts` (by repository), `namespaces` (by repository), `queues` (URLs) and `topics`
    (ARNs) by declared name, `sign_in` (ids that pages need).

    Raises pulumi.RunError before any resource is created if a stack output of staging is missing.
    """

    def __init__(self, name: str, args: SandboxArgs, opts: ResourceOptions | None = None) -> None:
        complete = args.staging.outputs.apply(_complete)
        # Children depend on their parent, which depends on the check of staging's outputs.
        waiting = ResourceOptions(depends_on=complete.apply(lambda _: args.staging))
        super().__init__(
            "cellscope:platform:Sandbox", name, None, ResourceOptions.merge(opts, waiting)
        )
        settings, self._shared = args.settings, complete
        self.hosts = {
            repository: complete["domain"]["name"].apply(
                lambda domain, repository=repository: sandbox_host(repository, settings, domain)
            )
            for repository in SANDBOX_HOSTS
        }
        api_url = Output.concat("https://", self.hosts["api"])
        self.namespaces, answer = self._in_cluster(settings, api_url)
        way_to_api = (answer, *self._answer_at_hosts())
        queues = {
            one.name: Queue(one.name, QueueArgs(one, settings), child(self)) for one in QUEUES
        }
        topics = {
            one.name: Topic(
                one.name, TopicArgs(one, settings, api_url, way_to_api=way_to_api), child(self)
            )
            for one in TOPICS
            if one.in_sandboxes
        }
        self.queues = {key: queue.url for key, queue in queues.items()}
        self.topics = {key: topic.arn for key, topic in topics.items()}
        self.sign_in = self._sign_in(settings, Output.concat("https://", self.hosts["ui"]))
        self.register_outputs(
            {
                "hosts": self.hosts,
                "namespaces": self.namespaces,
                "queues": self.queues,
                "topics": self.topics,
                "sign_in": self.sign_in,
            }
        )

    def _in_cluster(
        self, settings: SandboxSettings, api_url: Output[str]
    ) -> tuple[Mapping[str, str], Resource]:
        shared = self._shared
        inside = kubernetes.Provider("cluster", kubeconfig=shared["kubeconfig"], opts=child(self))
        # Created before the pods, which would otherwise be scheduled on nodes.
        profiles = FargateProfiles(
            "fargate",
            FargateProfilesArgs(settings, shared["privateSubnetIds"], shared["fargateRoleArn"]),
            child(self),
        )
        arns = {role.name: shared["roleArns"][role.name] for role in SERVICE_ROLES}
        namespaces = ServiceNamespaces(
            "services",
            ServiceNamespacesArgs(settings, arns),
            child(self, after=[profiles], provider=inside),
        )
        answer = FallbackIngress(
            "unavailable-answer",
            FallbackIngressArgs(
                settings,
                api_url,
                shared["loadBalancer"]["securityGroupId"],
                namespaces.names["api"],
            ),
            child(self, after=[namespaces], provider=inside),
        )
        return namespaces.names, answer

    def _sign_in(self, settings: SandboxSettings, page: Input[str]) -> dict[str, Output[str]]:
        pool = self._shared["signIn"]
        pages = SignIn(
            "sign-in",
            SignInArgs(settings, pool["userPoolId"], pool["userPoolEndpoint"], (page,)),
            child(self),
        )
        return {
            "userPoolId": pool["userPoolId"],
            "clientId": pages.client_id,
            "identityPoolId": pages.identity_pool_id,
        }

    def _answer_at_hosts(self) -> list[Resource]:
        balancer = self._shared["loadBalancer"]
        return [
            route53.Record(
                repository,
                zone_id=self._shared["domain"]["zoneId"],
                name=host,
                type="A",
                aliases=[
                    {
                        "name": balancer["dnsName"],
                        "zone_id": balancer["zoneId"],
                        "evaluate_target_health": True,
                    }
                ],
                opts=child(self),
            )
            for repository, host in self.hosts.items()
        ]


def _complete(outputs: Mapping[str, Any]) -> Mapping[str, Any]:
    """Returns staging's stack outputs; raises pulumi.RunError if required ones are missing."""
    missing = [key for key in _SHARED if not outputs.get(key)]
    if missing:
        raise pulumi.RunError(
            f"The stack staging has no {' and no '.join(missing)}; nothing was changed. A sandbox"
            " needs staging deployed by this version of the program, with a domain in its file:"
            " python -m delivery deploy staging."
        )
    return outputs
