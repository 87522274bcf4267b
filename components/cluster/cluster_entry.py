"""Corrects three properties of the official `eks.Cluster` component with a Pulumi transform.

The component makes the principal that creates the cluster its admin. It writes aws-auth
concurrently with the access entry that the deploy role needs for it, and deletes both concurrently.
The transform disables the first and orders the second: the component's Kubernetes provider is
created when the cluster gives the deploy role access. If the cluster is deleted, EKS deletes the
entries and aws-auth with it, so the engine must not. The transform finds the children by type and
name. If a version of the component renames one, the deployment fails.
https://www.pulumi.com/docs/iac/concepts/resources/options/
"""

from importlib.metadata import version
from typing import Any, cast

from pulumi import (
    Input,
    Output,
    Resource,
    ResourceHook,
    ResourceHookArgs,
    ResourceHookBinding,
    ResourceTransformArgs,
    ResourceTransformResult,
    RunError,
)
from pulumi.resource import DependencyResource, create_urn

from components.cluster.admin_access import AdminAccess
from components.cluster.identity_mappings import ADMIN, entry_key
from estate.account.account import role_arn
from estate.naming import cluster_name
from settings import Kind, PlatformSettings, is_destroyed

_HIDDEN_ADMIN = "bootstrapClusterCreatorAdminPermissions"
_COMPONENT = "eks:index:Cluster"
_CLUSTER = "aws:eks/cluster:Cluster"
_ENTRY = "aws:eks/accessEntry:AccessEntry"
_ASSOCIATION = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"
_AWS_AUTH = "kubernetes:core/v1:ConfigMap"
_PROVIDER = "pulumi:providers:kubernetes"
_EXPECTED = (_CLUSTER, _ENTRY, _ASSOCIATION, _PROVIDER)
"""The children that the transform changes; both of the access are the deploy role's."""


class ClusterEntry:
    """The transform of one cluster; `transform` belongs in the component's options."""

    def __init__(self, settings: PlatformSettings) -> None:
        self._kept = not is_destroyed(settings, Kind.CLUSTER)
        self._cluster: Resource | None = None
        self._has_children = False
        self._seen: set[str] = set()
        deployer = settings.deploy_role_of(settings.environment)
        self._deployer = entry_key(deployer)
        self._access = AdminAccess(cluster_name(settings), role_arn(deployer, settings))
        self._announce = ResourceHook("deployer-is-in", lambda _: self._access.expect())
        self._await = ResourceHook("await-deployer", self._wait)

    async def transform(self, args: ResourceTransformArgs) -> ResourceTransformResult | None:
        """Changes the component's children as the engine registers them."""
        props, opts = dict(args.props), args.opts
        self._has_children = self._has_children or args.type_ != _COMPONENT
        match args.type_:
            case type_ if type_ == _CLUSTER:
                self._seen.add(_CLUSTER)
                access = cast(dict[str, Any], props["accessConfig"])
                props["accessConfig"] = access | {_HIDDEN_ADMIN: False}
                opts.protect = opts.retain_on_delete = self._kept
                urn = await create_urn(args.name, args.type_, opts.parent).future()
                self._cluster = DependencyResource(cast(str, urn))
            case type_ if type_ in (_ENTRY, _ASSOCIATION, _AWS_AUTH):
                opts.deleted_with = self._cluster
                if type_ == _ENTRY and args.name.endswith(f"-{self._deployer}"):
                    self._seen.add(_ENTRY)
                if args.name.endswith(f"-{self._deployer}-{ADMIN}"):
                    self._seen.add(_ASSOCIATION)
                    opts.hooks = ResourceHookBinding(after_create=[self._announce])
            case type_ if type_ == _PROVIDER:
                self._seen.add(_PROVIDER)
                # It has no credentials; previews and drift read it without decrypting.
                kubeconfig = cast("Input[str] | None", props.get("kubeconfig"))
                if kubeconfig is not None:
                    props["kubeconfig"] = Output.unsecret(Output.from_input(kubeconfig))
                opts.hooks = ResourceHookBinding(before_create=[self._await])
            case _:
                return None
        return ResourceTransformResult(props, opts)

    def refuse_renamed_children(self) -> None:
        """Raises RunError if the component has not registered an expected child.

        A component without any children is one in a test or a benchmark without an engine.
        """
        missing = [type_ for type_ in _EXPECTED if type_ not in self._seen]
        if missing and self._has_children:
            raise RunError(
                f"eks.Cluster of pulumi-eks {version('pulumi-eks')} has not registered"
                f" {', '.join(missing)} as expected, so components/cluster/cluster_entry.py cannot"
                " protect the cluster and order the access to it. Adapt the types and names there"
                " to this version, or pin the earlier version in requirements.in."
            )

    async def _wait(self, args: ResourceHookArgs) -> None:
        """Waits until EKS applies the deploy role's access policy.

        If the cluster answers Unauthorized, the Kubernetes provider takes it for unreachable during
        the whole deployment.
        https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/provider/provider.go
        """
        inputs = args.new_inputs or {}
        await self._access.wait(await Output.from_input(inputs["kubeconfig"]).future() or "")
