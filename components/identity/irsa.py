"""An IAM role for the pods of one Kubernetes service account (IRSA)."""

import json
from dataclasses import dataclass

from pulumi import ComponentResource, Input, Output, ResourceOptions
from pulumi_aws import iam

from components.identity.role_documents import trust_document
from components.identity.role_rights import give_rights
from components.options import child
from estate.account.account import boundary_arn
from estate.identity.rights import ServiceRole
from estate.naming import role_name
from estate.ownership import ownership_tags
from settings import StackSettings


@dataclass(frozen=True)
class OidcProvider:
    """The OIDC provider of a cluster, and its issuer with or without `https://`."""

    arn: Input[str]
    issuer: Input[str]


@dataclass(frozen=True)
class IrsaRoleArgs:
    """The declared role, the stack's settings and the cluster's OIDC provider."""

    declaration: ServiceRole
    settings: StackSettings
    oidc: OidcProvider


def workload_role(
    workload: ComponentResource, args: IrsaRoleArgs, opts: ResourceOptions | None
) -> "IrsaRole":
    """Creates the role of a workload in the cluster, as a child of its component.

    `opts` are the options of the component. Earlier versions created the role in its parent.
    """
    former = opts.parent if opts else None
    return IrsaRole(args.declaration.name, args, child(workload, former_parent=former))


class IrsaRole(ComponentResource):
    """An IAM role that only pods of one service account of the cluster can assume.

    Creates `aws.iam.Role` with its inline policy and the declared AWS managed policies.

    Outputs: `role_name`, `arn`.
    """

    def __init__(self, name: str, args: IrsaRoleArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("cellscope:identity:IrsaRole", name, None, opts)
        self.declaration = declaration = args.declaration
        settings = args.settings
        trust = Output.all(args.oidc.arn, args.oidc.issuer).apply(
            lambda cluster: json.dumps(
                trust_document(
                    provider_arn=cluster[0], issuer=cluster[1], subject=declaration.subject
                )
            )
        )
        role = iam.Role(
            name,
            name=role_name(declaration.name, settings),
            assume_role_policy=trust,
            permissions_boundary=boundary_arn(settings),
            tags=ownership_tags(declaration.owner),
            opts=child(self),
        )
        give_rights(self, name, role, declaration, settings)
        self.role_name: Output[str] = role.name
        self.arn: Output[str] = role.arn
        self.register_outputs({"role_name": self.role_name, "arn": self.arn})
