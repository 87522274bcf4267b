"""The component `eks:index:Cluster`, with the children that the official one (4.4) registers."""

import json

from pulumi import ComponentResource, Input, Inputs, InvokeOptions, Output, ResourceOptions
from pulumi.runtime import invoke

from simulator.plugins.eks.access import access_entries, aws_auth, kubeconfig
from simulator.plugins.eks.children import Child, KubernetesProvider, Props, VpcCniAddon
from simulator.plugins.eks.security_groups import SecurityGroups

TYPE = "eks:index:Cluster"

_PASSED_ON = ("name", "version", "enabledClusterLogTypes", "upgradePolicy", "deletionProtection")
_VPC = ("endpointPrivateAccess", "endpointPublicAccess", "publicAccessCidrs")
_READ = frozenset(
    {
        *_PASSED_ON,
        *_VPC,
        *("accessEntries", "authenticationMode", "bootstrapSelfManagedAddons", "clusterTags"),
        *("createOidcProvider", "enableConfigMapMutable", "encryptionConfigKeyArn"),
        *("instanceRoles", "kubeProxyAddonOptions", "privateSubnetIds", "providerCredentialOpts"),
        *("publicSubnetIds", "roleMappings", "serviceRole", "skipDefaultNodeGroup"),
        *("skipDefaultSecurityGroups", "subnetIds", "tags", "useDefaultVpcCni", "userMappings"),
        *("vpcCniOptions", "vpcId"),
    }
)
"""The supported inputs. Any other input is refused, never ignored."""

_THUMBPRINT = "9e99a48a9960b14926bb7f3b02e22da2b0ab7280"
"""A placeholder for the thumbprint that the official component gets from the issuer's host."""


class Cluster(ComponentResource):
    """An EKS cluster without a default node group; `state` holds the component's outputs.

    Raises ValueError for inputs that only the official component supports.
    """

    def __init__(self, name: str, inputs: Inputs, opts: ResourceOptions | None) -> None:
        given: Props = {key: value for key, value in inputs.items() if value is not None}
        _refuse_unknown(name, given)
        super().__init__(TYPE, name, given, opts)
        self._name, self._inputs = name, given
        self._opts = ResourceOptions(parent=self)
        self._tags: Props = given.get("tags") or {}
        groups = SecurityGroups(name, given["vpcId"], self._tags, self._opts)
        skip = given.get("skipDefaultSecurityGroups")
        control_plane = None if skip else groups.control_plane()
        cluster = self._cluster(control_plane)
        nodes, ingress = (None, None)
        if control_plane:
            nodes, ingress = groups.nodes(cluster.output("name"), control_plane)
        self._kube_proxy(cluster)
        config = Output.all(
            cluster.output("name"),
            cluster.output("endpoint"),
            cluster.output("certificateAuthority"),
            cluster.output("arn"),
            given.get("providerCredentialOpts"),
        ).apply(lambda values: kubeconfig(*values))
        config_json = config.apply(json.dumps)
        mutable = {"enableConfigMapMutable": given.get("enableConfigMapMutable")}
        kubernetes = KubernetesProvider(f"{name}-eks-k8s", config_json, mutable, self)
        access = [
            *aws_auth(name, given, kubernetes, self._opts),
            *access_entries(name, given, cluster, self._opts),
        ]
        self._vpc_cni(cluster, access)
        issuer = cluster.output("identities").apply(lambda found: found[0]["oidcs"][0]["issuer"])
        oidc = self._oidc_provider(issuer) if given.get("createOidcProvider") else None
        own_group = cluster.output("vpcConfig").apply(lambda vpc: vpc["clusterSecurityGroupId"])
        self.state: Inputs = {
            "kubeconfig": config,
            "kubeconfigJson": config_json,
            "eksCluster": cluster,
            "core": {
                "cluster": cluster,
                "endpoint": cluster.output("endpoint"),
                "tags": self._tags,
            },
            "clusterSecurityGroupId": control_plane.id if control_plane else own_group,
            "nodeSecurityGroupId": nodes.id if nodes else own_group,
            "clusterIngressRuleId": ingress.id if ingress else "",
            "defaultNodeGroupAsgName": "",
            "instanceRoles": given.get("instanceRoles", []),
            "oidcProviderArn": oidc.output("arn") if oidc else "",
            "oidcProviderUrl": issuer,
            "oidcIssuer": issuer.apply(lambda url: url.removeprefix("https://")),
            "fargateProfileId": "",
            "fargateProfileStatus": "",
            "autoModeNodeRoleName": "",
        }
        self.register_outputs(self.state)

    def _cluster(self, group: Child | None) -> Child:
        given = self._inputs
        subnets = given.get("subnetIds") or Output.all(
            given.get("publicSubnetIds", []), given.get("privateSubnetIds", [])
        ).apply(lambda both: [*both[0], *both[1]])
        vpc: Props = {key: given.get(key) for key in _VPC}
        vpc |= {"subnetIds": subnets, "securityGroupIds": [group.id] if group else None}
        props: Props = {key: given.get(key) for key in _PASSED_ON}
        name = f"{self._name}-eksCluster"
        props["tags"] = {"Name": name, **(given.get("clusterTags") or {}), **self._tags}
        props["vpcConfig"] = vpc
        props["roleArn"] = Output.from_input(given["serviceRole"]).apply(lambda role: role.arn)
        props["bootstrapSelfManagedAddons"] = given.get("bootstrapSelfManagedAddons", True)
        if given.get("encryptionConfigKeyArn"):
            key = {"keyArn": given["encryptionConfigKeyArn"]}
            props["encryptionConfig"] = {"provider": key, "resources": ["secrets"]}
        if given.get("authenticationMode"):
            props["accessConfig"] = {
                "authenticationMode": given["authenticationMode"],
                "bootstrapClusterCreatorAdminPermissions": True,
            }
        ignored = [
            "accessConfig.bootstrapClusterCreatorAdminPermissions",
            "bootstrapSelfManagedAddons",
        ]
        opts = ResourceOptions.merge(self._opts, ResourceOptions(ignore_changes=ignored))
        outputs = ("arn", "endpoint", "certificateAuthority", "identities", "vpcConfig", "version")
        settings = {key: value for key, value in props.items() if value is not None}
        return Child("aws:eks/cluster:Cluster", name, settings, opts, outputs)

    def _kube_proxy(self, cluster: Child) -> None:
        options: Props = self._inputs.get("kubeProxyAddonOptions") or {}
        if options.get("enabled", True):
            version = options.get("version") or self._newest("kube-proxy", cluster)
            props = self._addon("kube-proxy", cluster, options, version)
            Child("aws:eks/addon:Addon", f"{self._name}-kube-proxy", props, self._opts)

    def _vpc_cni(self, cluster: Child, access: list[Child]) -> None:
        if self._inputs.get("useDefaultVpcCni"):
            return
        options: Props = self._inputs.get("vpcCniOptions") or {}
        version = options.get("addonVersion") or self._newest("vpc-cni", cluster)
        props = self._addon("vpc-cni", cluster, options, version)
        props["serviceAccountRoleArn"] = options.get("serviceAccountRoleArn")
        opts = ResourceOptions.merge(self._opts, ResourceOptions(depends_on=access))
        VpcCniAddon(f"{self._name}-vpc-cni", props, opts)

    def _addon(self, addon: str, cluster: Child, options: Props, version: Input[str]) -> Props:
        return {
            "addonName": addon,
            "addonVersion": version,
            "clusterName": cluster.output("name"),
            "preserve": True,
            "resolveConflictsOnCreate": options.get("resolveConflictsOnCreate", "OVERWRITE"),
            "resolveConflictsOnUpdate": options.get("resolveConflictsOnUpdate", "OVERWRITE"),
            "tags": self._tags,
        }

    def _newest(self, addon: str, cluster: Child) -> Output[str]:
        def ask(kubernetes_version: str) -> Output[str]:
            question = {"addonName": addon, "kubernetesVersion": kubernetes_version}
            function = "aws:eks/getAddonVersion:getAddonVersion"
            answer = invoke(function, question | {"mostRecent": True}, InvokeOptions(parent=self))
            return Output.from_input(answer.value["version"])

        return cluster.output("version").apply(ask)

    def _oidc_provider(self, issuer: Output[str]) -> Child:
        props = {
            "clientIdLists": ["sts.amazonaws.com"],
            "url": issuer,
            "thumbprintLists": [_THUMBPRINT],
        }
        return Child(
            "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
            f"{self._name}-oidcProvider",
            props,
            self._opts,
            outputs=("arn",),
        )


def _refuse_unknown(name: str, given: Props) -> None:
    unknown = sorted(key for key in given if key not in _READ)
    if unknown:
        raise ValueError(
            f"the simulated eks.Cluster {name!r} does not support {', '.join(unknown)}"
        )
    if not given.get("skipDefaultNodeGroup"):
        raise ValueError(f"the simulated eks.Cluster {name!r} needs skip_default_node_group=True")
    entries = given.get("accessEntries")
    mode = given.get("authenticationMode")
    if entries and mode not in ("API", "API_AND_CONFIG_MAP"):
        raise ValueError(
            f"the 'accessEntries' of {name!r} are not supported when 'authenticationMode' is {mode}"
        )
