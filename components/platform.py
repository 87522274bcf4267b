"""The platform of an environment: cluster, nodes, load balancer and shared workloads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pulumi import ComponentResource, Output, Resource, ResourceOptions

from components.cluster.addons import Addons, AddonsArgs
from components.cluster.cluster import Cluster, ClusterArgs
from components.cluster.controllers import Controllers, ControllersArgs
from components.cluster.fargate import Fargate, FargateArgs
from components.cluster.node_group import NodeGroup, NodeGroupArgs
from components.cluster.node_role import NodeRole
from components.cluster.node_scaling import Scaling
from components.cluster.rbac import ClusterRbac
from components.cluster.service_namespace import ServiceNamespaces, ServiceNamespacesArgs
from components.cluster.xray import Xray, XrayArgs
from components.data.bucket import Bucket
from components.edge.edge import Edge, EdgeArgs
from components.edge.fallback_ingress import FallbackIngress, FallbackIngressArgs
from components.identity.irsa import IrsaRole, IrsaRoleArgs
from components.network.network import Network
from components.options import child
from components.outputs import LoadBalancerOutputs, exported
from estate.cluster.addons import ADDONS
from estate.identity.service_roles import SERVICE_ROLES
from settings import PlatformSettings


@dataclass(frozen=True)
class Found:
    """What the program found in the account.

    These are the id of the domain's hosted zone, if there is a domain; the numbers of nodes that
    run, by the physical names of their groups; and the runners' CIDR blocks, if there are any.
    """

    zone_id: str | None = None
    node_counts: Mapping[str, Scaling] = field(default_factory=dict[str, Scaling])
    runner_cidrs: Sequence[str] = ()


@dataclass(frozen=True)
class PlatformArgs:
    """The stack's settings, its network, the bucket for access logs, and what the account has."""

    settings: PlatformSettings
    network: Network
    access_logs: Bucket
    found: Found


class Platform(ComponentResource):
    """Creates the cluster and all that needs it, in the order of their dependencies.

    The engine deletes in the reverse order. Objects whose controllers own resources in AWS, such as
    target groups and volumes, are deleted first, while these controllers still run.

    Outputs: `cluster_name`, `endpoint`, `issuer`, `kubeconfig`, `security_group_id` (the nodes'),
    `node_groups` and `scaling_groups` (names by declared name), `role_arns` (by repository),
    `fargate_role_arn`, `load_balancer`.
    """

    def __init__(self, name: str, args: PlatformArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("cellscope:platform:Platform", name, None, opts)
        settings, network = args.settings, args.network
        private, public = network.private_subnet_ids, network.public_subnet_ids
        cluster = Cluster(
            "cluster",
            ClusterArgs(settings, network.vpc_id, private, public, args.found.runner_cidrs),
            child(self),
        )
        service_roles = {
            role.name: IrsaRole(role.name, IrsaRoleArgs(role, settings, cluster.oidc), child(self))
            for role in SERVICE_ROLES
        }
        role_arns = {name: role.arn for name, role in service_roles.items()}
        node_addons = Addons(
            "node-addons",
            AddonsArgs([addon for addon in ADDONS if addon.before_nodes], settings, cluster.oidc),
            # Also the network, because nodes without internet access cannot join the cluster.
            child(self, after=[network, cluster]),
        )
        fargate = Fargate(
            "fargate", FargateArgs(settings, private), child(self, after=[node_addons])
        )
        node_role = NodeRole("nodes", settings, child(self))
        node_groups = {
            group.name: NodeGroup(
                group.name,
                NodeGroupArgs(group, settings, node_role.arn, private, args.found.node_counts),
                child(self, after=[node_addons, node_role]),
            )
            for group in settings.node_groups
        }
        nodes: list[Resource] = [*node_groups.values()]
        addons = Addons(
            "addons",
            AddonsArgs(
                [addon for addon in ADDONS if not addon.before_nodes], settings, cluster.oidc
            ),
            child(self, after=nodes),
        )
        edge = Edge(
            "edge",
            EdgeArgs(
                settings,
                network.vpc_id,
                public,
                cluster.security_group_id,
                args.access_logs.bucket_name,
                args.found.zone_id,
            ),
            # ELB checks at creation that it may write to the bucket.
            child(self, after=[args.access_logs]),
        )
        # After the add-ons too: pods need DNS, and Helm needs the API that metrics-server adds.
        on_nodes = child(self, after=[*nodes, addons], provider=cluster.kubernetes)
        controllers = Controllers(
            "controllers",
            ControllersArgs(settings, network.vpc_id, cluster.oidc, cluster.eks),
            on_nodes,
        )
        Xray("xray", XrayArgs(settings, cluster.oidc), on_nodes)
        ClusterRbac("rbac", child(self, provider=cluster.kubernetes))
        # Deleted before the controllers, which release the Ingresses and volumes in the namespaces,
        # and before the load balancer, which they would create again for an Ingress.
        routed = child(self, after=[controllers, edge], provider=cluster.kubernetes)
        ServiceNamespaces("services", ServiceNamespacesArgs(settings, role_arns), routed)
        # An Ingress without a certificate would block all Ingresses of the group.
        if settings.domain:
            FallbackIngress(
                "unavailable-answer",
                FallbackIngressArgs(settings, settings.api_url, edge.security_group_id),
                routed,
            )
        self.cluster_name: Output[str] = cluster.cluster_name
        self.endpoint: Output[str] = cluster.endpoint
        self.issuer: Output[str] = cluster.issuer
        self.kubeconfig: Output[str] = cluster.kubeconfig
        self.security_group_id: Output[str] = cluster.security_group_id
        self.node_groups = {key: group.node_group_name for key, group in node_groups.items()}
        self.scaling_groups = {key: group.scaling_group_name for key, group in node_groups.items()}
        self.role_arns = role_arns
        self.fargate_role_arn: Output[str] = fargate.role_arn
        self.load_balancer = LoadBalancerOutputs(
            edge.dns_name, edge.zone_id, edge.security_group_id
        )
        self.register_outputs(
            {
                "cluster_name": self.cluster_name,
                "endpoint": self.endpoint,
                "issuer": self.issuer,
                "kubeconfig": self.kubeconfig,
                "security_group_id": self.security_group_id,
                "node_groups": self.node_groups,
                "scaling_groups": self.scaling_groups,
                "load_balancer": exported(self.load_balancer),
                "role_arns": self.role_arns,
                "fargate_role_arn": self.fargate_role_arn,
            }
        )
