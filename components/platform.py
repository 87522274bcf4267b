"""The platform of an environment: network, cluster, nodes and shared workloads."""

from dataclasses import dataclass

from pulumi import ComponentResource, Output, Resource, ResourceOptions

from components.cluster.addons import Addons, AddonsArgs
from components.cluster.cluster import Cluster, ClusterArgs
from components.cluster.controllers import Controllers, ControllersArgs
from components.cluster.fargate import Fargate, FargateArgs
from components.cluster.node_group import NodeGroup, NodeGroupArgs
from components.cluster.node_role import NodeRole
from components.cluster.rbac import ClusterRbac
from components.cluster.service_namespace import ServiceNamespaces, ServiceNamespacesArgs
from components.cluster.xray import Xray, XrayArgs
from components.edge.edge import Edge, EdgeArgs
from components.edge.fallback_ingress import FallbackIngress, FallbackIngressArgs
from components.identity.irsa import IrsaRole, IrsaRoleArgs
from components.network.network import Network, NetworkArgs
from components.options import child
from estate.cluster.addons import ADDONS
from estate.identity.controller_roles import CONTROLLER_ROLES
from estate.identity.service_roles import SERVICE_ROLES
from settings import PlatformSettings


@dataclass(frozen=True)
class PlatformArgs:
    """The stack's settings, and the id of the domain's hosted zone, if there is a domain."""

    settings: PlatformSettings
    zone_id: str | None = None


class Platform(ComponentResource):
    """Creates the components of the platform in the order of their dependencies.

    The order is: control plane, roles, add-ons that nodes need, nodes and Fargate profiles, and the
    workloads that run on them.

    Outputs: `cluster_name`, `endpoint`, `issuer`, `kubeconfig`, `security_group_id` (the nodes'),
    `vpc_id`, `private_subnet_ids`, `public_subnet_ids`, `node_groups` and `scaling_groups` (names
    by declared name), `role_arns` (by repository), `fargate_role_arn`, `load_balancer` (its DNS
    name with that name's zone id, and its security group). `way_to_api` are the resources that make
    the API reachable from the internet.
    """

    def __init__(self, name: str, args: PlatformArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("cellscope:platform:Platform", name, None, opts)
        self._settings = args.settings
        self._network = Network("network", NetworkArgs(args.settings), child(self))
        self._cluster = Cluster(
            "cluster",
            ClusterArgs(
                args.settings,
                self._network.vpc_id,
                self._network.private_subnet_ids,
                self._network.public_subnet_ids,
            ),
            child(self),
        )
        self._roles = self._irsa_roles()
        self._arns = {key: role.arn for key, role in self._roles.items()}
        nodes = self._nodes()
        self._edge = Edge(
            "edge",
            EdgeArgs(
                args.settings,
                self._network.vpc_id,
                self._network.public_subnet_ids,
                self._cluster.security_group_id,
                args.zone_id,
            ),
            child(self),
        )
        self.way_to_api: tuple[Resource, ...] = (
            self._edge,
            *self._workloads(after=[*nodes.values()]),
        )
        self.cluster_name: Output[str] = self._cluster.cluster_name
        self.endpoint: Output[str] = self._cluster.endpoint
        self.issuer: Output[str] = self._cluster.issuer
        self.kubeconfig: Output[str] = self._cluster.kubeconfig
        self.security_group_id: Output[str] = self._cluster.security_group_id
        self.vpc_id: Output[str] = self._network.vpc_id
        self.private_subnet_ids = self._network.private_subnet_ids
        self.public_subnet_ids = self._network.public_subnet_ids
        self.node_groups = {key: group.node_group_name for key, group in nodes.items()}
        self.scaling_groups = {key: group.scaling_group_name for key, group in nodes.items()}
        self.load_balancer = {
            "dnsName": self._edge.dns_name,
            "zoneId": self._edge.zone_id,
            "securityGroupId": self._edge.security_group_id,
        }
        self.role_arns = {role.name: self._arns[role.name] for role in SERVICE_ROLES}
        self.register_outputs(
            {
                "cluster_name": self.cluster_name,
                "endpoint": self.endpoint,
                "issuer": self.issuer,
                "kubeconfig": self.kubeconfig,
                "security_group_id": self.security_group_id,
                "vpc_id": self.vpc_id,
                "private_subnet_ids": self.private_subnet_ids,
                "public_subnet_ids": self.public_subnet_ids,
                "node_groups": self.node_groups,
                "scaling_groups": self.scaling_groups,
                "load_balancer": self.load_balancer,
                "role_arns": self.role_arns,
                "fargate_role_arn": self.fargate_role_arn,
            }
        )

    def _irsa_roles(self) -> dict[str, IrsaRole]:
        cluster = self._cluster
        return {
            role.name: IrsaRole(
                role.name,
                IrsaRoleArgs(role, self._settings, cluster.oidc_provider_arn, cluster.issuer),
                child(self),
            )
            for role in (*CONTROLLER_ROLES, *SERVICE_ROLES)
        }

    def _nodes(self) -> dict[str, NodeGroup]:
        settings, subnets = self._settings, self._network.private_subnet_ids
        early = [addon for addon in ADDONS if addon.before_nodes]
        needed = Addons(
            "node-addons",
            AddonsArgs(early, settings, self._arns),
            # Also the network, because nodes without internet access cannot join the cluster.
            child(self, after=[self._network, self._cluster, *self._roles.values()]),
        )
        fargate = Fargate("fargate", FargateArgs(settings, subnets), child(self, after=[needed]))
        self.fargate_role_arn: Output[str] = fargate.role_arn
        role = NodeRole("nodes", settings, child(self))
        return {
            group.name: NodeGroup(
                group.name,
                NodeGroupArgs(group, settings, role.arn, subnets),
                child(self, after=[needed, role]),
            )
            for group in settings.node_groups
        }

    def _workloads(self, after: list[Resource]) -> list[Resource]:
        """Creates the workloads; returns the resources that make the API reachable."""
        settings, cluster = self._settings, self._cluster
        late = [addon for addon in ADDONS if not addon.before_nodes]
        Addons("addons", AddonsArgs(late, settings, self._arns), child(self, after=after))
        inside = cluster.kubernetes
        on_nodes = child(self, after=after, provider=inside)
        controllers = Controllers(
            "controllers", ControllersArgs(settings, self._network.vpc_id, self._arns), on_nodes
        )
        Xray("xray", XrayArgs(settings, self._arns["xray-daemon"]), on_nodes)
        ServiceNamespaces(
            "services", ServiceNamespacesArgs(settings, self._arns), child(self, provider=inside)
        )
        ClusterRbac("rbac", child(self, provider=inside))
        if settings.domain is None:
            # An Ingress without a certificate would block all Ingresses of the group.
            return []
        return [
            FallbackIngress(
                "unavailable-answer",
                FallbackIngressArgs(settings, settings.api_url, self._edge.security_group_id),
                child(self, after=[controllers, self._edge], provider=inside),
            )
        ]
