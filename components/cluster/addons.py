"""The EKS add-ons."""

from collections.abc import Sequence
from dataclasses import dataclass

from pulumi import ComponentResource, ResourceOptions
from pulumi_aws import eks

from components.identity.irsa import IrsaRoleArgs, OidcProvider, workload_role
from components.options import child
from estate.cluster.addons import Addon
from estate.naming import cluster_name
from estate.ownership import Owner, ownership_tags
from settings import PlatformSettings


@dataclass(frozen=True)
class AddonsArgs:
    """The declared add-ons, the stack's settings, and the cluster's OIDC provider."""

    declarations: Sequence[Addon]
    settings: PlatformSettings
    oidc: OidcProvider


class Addons(ComponentResource):
    """Creates an `aws.eks.Addon` and, if it needs one, an `IrsaRole` for each declaration.

    The add-on overwrites a self-managed copy.
    """

    def __init__(self, name: str, args: AddonsArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("cellscope:cluster:Addons", name, None, opts)
        for addon in args.declarations:
            role = addon.role and workload_role(
                self, IrsaRoleArgs(addon.role, args.settings, args.oidc), opts
            )
            eks.Addon(
                addon.name,
                addon_name=addon.name,
                addon_version=addon.version(args.settings.addon_versions),
                cluster_name=cluster_name(args.settings),
                service_account_role_arn=role.arn if role else None,
                # A new cluster has self-managed copies of some; the pinned add-on replaces them.
                resolve_conflicts_on_create="OVERWRITE",
                resolve_conflicts_on_update="OVERWRITE",
                tags=ownership_tags(Owner.PLATFORM),
                opts=child(self, after=[role] if role else None),
            )
        self.register_outputs({})
