"""Access to the cluster: its kubeconfig, the aws-auth ConfigMap and access entries."""

from collections.abc import Mapping
from typing import Any

import yaml
from pulumi import CustomResource, Output, ProviderResource, Resource, ResourceOptions
from pulumi.runtime import ResourceModule, register_resource_module

from simulator.plugins.eks.children import Child, Props

_NODE_GROUPS = ["system:bootstrappers", "system:nodes"]


class _Role(CustomResource):
    """An IAM role that the program created and passed to the component."""

    def __init__(self, type_: str, name: str, urn: str) -> None:
        self.arn: Output[str]
        super().__init__(type_, name, {"arn": None}, ResourceOptions(urn=urn))


class _Roles(ResourceModule):
    def version(self) -> None:
        return None

    def construct(self, name: str, typ: str, urn: str) -> Resource:
        return _Role(typ, name, urn)


register_resource_module("aws", "iam/role", _Roles())


def kubeconfig(name: str, endpoint: str, authority: Props, arn: str, credentials: Props) -> Props:
    """Returns the kubeconfig of a cluster, with tokens from `aws eks get-token`.

    The tokens are for the role in `credentials` (`providerCredentialOpts`), else for the caller.
    """
    region, role_arn = arn.split(":")[3], (credentials or {}).get("roleArn")
    arguments = ["--region", region, "eks", "get-token", "--cluster-name", name, "--output", "json"]
    arguments += ["--role", role_arn] if role_arn else []
    version = "client.authentication.k8s.io/v1beta1"
    execute = {
        "apiVersion": version,
        "command": "aws",
        "args": arguments,
        "env": [{"name": "KUBERNETES_EXEC_INFO", "value": f'{{"apiVersion": "{version}"}}'}],
    }
    server = {"server": endpoint, "certificate-authority-data": authority["data"]}
    return {
        "apiVersion": "v1",
        "clusters": [{"cluster": server, "name": "kubernetes"}],
        "contexts": [{"context": {"cluster": "kubernetes", "user": "aws"}, "name": "aws"}],
        "current-context": "aws",
        "kind": "Config",
        "users": [{"name": "aws", "user": {"exec": execute}}],
    }


def aws_auth(
    name: str, inputs: Props, kubernetes: ProviderResource, opts: ResourceOptions
) -> list[Child]:
    """The ConfigMap that maps IAM roles and users; empty if only access entries are used."""
    if inputs.get("authenticationMode") == "API":
        return []
    nodes = Output.from_input(inputs.get("instanceRoles") or []).apply(
        lambda roles: Output.all(*(role.arn for role in roles)).apply(_node_mappings)
    )
    rows = Output.all(inputs.get("roleMappings") or [], nodes)
    data = {"mapRoles": rows.apply(lambda both: _yaml("role", [*both[0], *both[1]]))}
    if inputs.get("userMappings") is not None:
        users = Output.from_input(inputs["userMappings"])
        data["mapUsers"] = users.apply(lambda found: _yaml("user", found))
    annotations = {"pulumi.com/patchForce": "true"}
    props = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "immutable": False,
        "metadata": {"name": "aws-auth", "namespace": "kube-system", "annotations": annotations},
        "data": data,
    }
    opts = ResourceOptions.merge(opts, ResourceOptions(provider=kubernetes))
    return [Child("kubernetes:core/v1:ConfigMap", f"{name}-nodeAccess", props, opts)]


def access_entries(name: str, inputs: Props, cluster: Child, opts: ResourceOptions) -> list[Child]:
    """An access entry for each given one, with its access policies as children."""
    entries: Mapping[str, Any] = inputs.get("accessEntries") or {}
    after = ResourceOptions.merge(opts, ResourceOptions(depends_on=[cluster]))
    made: list[Child] = []
    for key, entry in entries.items():
        target = {"clusterName": cluster.output("name"), "principalArn": entry["principalArn"]}
        props = {**target, "userName": entry.get("username")}
        props |= {part: entry.get(part) for part in ("kubernetesGroups", "tags", "type")}
        made.append(Child("aws:eks/accessEntry:AccessEntry", f"{name}-{key}", props, after))
        for policy, association in (entry.get("accessPolicies") or {}).items():
            Child(
                "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
                f"{name}-{key}-{policy}",
                {**target, **association},
                ResourceOptions.merge(
                    opts, ResourceOptions(parent=made[-1], depends_on=[made[-1]])
                ),
            )
    return made


def _node_mappings(arns: list[str]) -> list[Props]:
    username = "system:node:{{EC2PrivateDNSName}}"
    return [{"roleArn": arn, "username": username, "groups": _NODE_GROUPS} for arn in arns]


def _yaml(kind: str, mappings: list[Props]) -> str:
    rows = [
        {f"{kind}arn": row[f"{kind}Arn"], "username": row["username"], "groups": row["groups"]}
        for row in mappings
    ]
    return yaml.safe_dump(rows, sort_keys=False)
