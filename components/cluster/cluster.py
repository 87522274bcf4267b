"""The EKS cluster of an environment: control plane, encryption, logs and access."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import pulumi_kubernetes as kubernetes
from pulumi import ComponentResource, Input, Output, ResourceOptions
from pulumi_aws import cloudwatch, eks, iam
from pulumi_eks import AuthenticationMode
from pulumi_eks import Cluster as EksCluster

from components.cluster.cluster_entry import ClusterEntry
from components.cluster.identity_mappings import access_entries, role_mappings, user_mappings
from components.data.keys import key_with_alias
from components.identity.irsa import OidcProvider
from components.identity.platform_policies import secrets_key_policy, service_trust_policy
from components.options import child, retained
from estate.account.account import boundary_arn
from estate.naming import cluster_name, physical_name
from estate.ownership import Owner, ownership_tags
from settings import Kind, PlatformSettings, is_destroyed

_LOGS = ("api", "audit", "authenticator", "controllerManager", "scheduler")
"""All log types of the control plane.

https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html
"""

_SUPPORT = "STANDARD"
"""The support type of the upgrade policy. EKS's default, EXTENDED, costs several times as much.

https://docs.aws.amazon.com/eks/latest/userguide/disable-extended-support.html
"""

_CLUSTER_POLICY = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"
"""The AWS managed policy of the control plane's role.

https://docs.aws.amazon.com/eks/latest/userguide/cluster-iam-role.html
"""


@dataclass(frozen=True)
class ClusterArgs:
    """The stack's settings, the network's VPC and subnets, and the runners' CIDR blocks."""

    settings: PlatformSettings
    vpc_id: Input[str]
    private_subnet_ids: list[Output[str]]
    public_subnet_ids: list[Output[str]]
    runner_cidrs: Sequence[str] = ()


class Cluster(ComponentResource):
    """An EKS cluster with deletion protection and the access that the settings list.

    Creates `eks.Cluster` without nodes, with `aws.iam.Role` and `RolePolicyAttachment` for its
    control plane, `aws.kms.Key` with `Alias` for its secrets, `aws.cloudwatch.LogGroup`, and a
    `kubernetes.Provider`.

    Outputs: `cluster_name`, `endpoint`, `issuer` (an https URL), `oidc_provider_arn`,
    `kubeconfig` (JSON; it uses the credentials of its user), `security_group_id`.
    """

    def __init__(self, name: str, args: ClusterArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("cellscope:cluster:Cluster", name, None, opts)
        self._settings = args.settings
        self._tags = ownership_tags(Owner.PLATFORM)
        self._name = cluster_name(args.settings)
        logs = cloudwatch.LogGroup(
            name,
            name=f"/aws/eks/{self._name}/cluster",
            retention_in_days=args.settings.log_retention_days,
            tags=self._tags,
            opts=retained(self, args.settings, Kind.CLUSTER),
        )
        role, rights = self._service_role()
        retired = is_destroyed(args.settings, Kind.CLUSTER)
        entry = ClusterEntry(args.settings)
        self.eks = EksCluster(
            name,
            name=self._name,
            version=args.settings.kubernetes_version,
            upgrade_policy=eks.ClusterUpgradePolicyArgs(support_type=_SUPPORT),
            vpc_id=args.vpc_id,
            private_subnet_ids=args.private_subnet_ids,
            public_subnet_ids=args.public_subnet_ids,
            endpoint_private_access=True,
            endpoint_public_access=True,
            public_access_cidrs=_admitted(args),
            enabled_cluster_log_types=list(_LOGS),
            encryption_config_key_arn=key_with_alias(
                self,
                args.settings,
                f"{name}-secrets",
                alias=f"{self._name}-secrets",
                description=f"Encrypts the Kubernetes secrets of {self._name}",
                policy=secrets_key_policy(args.settings.account_id),
                tags=self._tags,
                kind=Kind.CLUSTER,
            ),
            service_role=role,
            create_oidc_provider=True,
            deletion_protection=not retired,
            authentication_mode=AuthenticationMode(args.settings.cluster_authentication.value),
            enable_config_map_mutable=True,
            user_mappings=user_mappings(args.settings),
            role_mappings=role_mappings(args.settings),
            access_entries=access_entries(args.settings),
            # Node groups are separate components; they use the cluster's security group.
            skip_default_node_group=True,
            skip_default_security_groups=True,
            # These are separate add-ons, because vpc-cni's role trusts this cluster's OIDC issuer.
            use_default_vpc_cni=True,
            kube_proxy_addon_options={"enabled": False},
            cluster_tags=dict(self._tags),
            opts=ResourceOptions(
                parent=self, depends_on=[logs, rights], transforms=[entry.transform]
            ),
        )
        # The component's URN is known when it has registered its children.
        self.eks.urn.apply(lambda _: entry.refuse_renamed_children())
        self.cluster_name: Output[str] = Output.from_input(self._name)
        self.endpoint: Output[str] = self.eks.core.endpoint
        self.issuer: Output[str] = self.eks.oidc_provider_url
        self.oidc = OidcProvider(self.eks.oidc_provider_arn, self.issuer)
        # It has no credentials: those of its user are taken.
        self.kubeconfig: Output[str] = Output.unsecret(self.eks.kubeconfig_json)
        self.security_group_id: Output[str] = self.eks.cluster_security_group_id
        self.kubernetes = kubernetes.Provider(
            name,
            kubeconfig=self.kubeconfig,
            # Otherwise a cluster whose API no longer answers could never be removed.
            delete_unreachable=retired or None,
            opts=child(self, after=[self.eks]),
        )
        self.register_outputs(
            {
                "cluster_name": self.cluster_name,
                "endpoint": self.endpoint,
                "issuer": self.issuer,
                "oidc_provider_arn": self.oidc.arn,
                "kubeconfig": self.kubeconfig,
                "security_group_id": self.security_group_id,
            }
        )

    def _service_role(self) -> tuple[iam.Role, iam.RolePolicyAttachment]:
        trust = service_trust_policy("eks", self._settings, "eks", f"cluster/{self._name}")
        role = iam.Role(
            "eks-cluster",
            name=physical_name("eks-cluster", self._settings),
            description="Role of the EKS control plane",
            assume_role_policy=json.dumps(trust),
            permissions_boundary=boundary_arn(self._settings),
            tags=self._tags,
            opts=retained(self, self._settings, Kind.CLUSTER),
        )
        rights = iam.RolePolicyAttachment(
            "eks-cluster",
            role=role.name,
            policy_arn=_CLUSTER_POLICY,
            opts=retained(self, self._settings, Kind.CLUSTER),
        )
        return role, rights


def _admitted(args: ClusterArgs) -> list[str]:
    """Returns the CIDR blocks that reach the public endpoint, each once."""
    listed = map(str, args.settings.public_access_cidrs)
    return list(dict.fromkeys([*listed, *args.runner_cidrs]))
