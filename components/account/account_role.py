"""An IAM role that exists once per AWS account."""

import json
from dataclasses import dataclass

from pulumi import ComponentResource, Output, Resource, ResourceOptions
from pulumi_aws import iam

from components.account.account_policies import trust_policy
from components.identity.role_rights import give_rights
from components.options import child
from estate.account.account import boundary_arn
from estate.account.account_roles import AccountRole as Declaration
from estate.ownership import Owner, ownership_tags
from settings import AccountSettings


@dataclass(frozen=True)
class AccountRoleArgs:
    """The declared role and the stack's settings; `after` are its boundary and OIDC provider."""

    declaration: Declaration
    settings: AccountSettings
    after: list[Resource]


class AccountRole(ComponentResource):
    """An IAM role with a permissions boundary.

    Creates `aws.iam.Role` and the policies of `give_rights`.

    Outputs: `role_name`, `arn`.
    """

    def __init__(
        self, name: str, args: AccountRoleArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("cellscope:account:AccountRole", name, None, opts)
        declaration, settings = args.declaration, args.settings
        path, _, last = declaration.name.rpartition("/")
        role = iam.Role(
            name,
            name=last,
            path=f"/{path}/" if path else None,
            description=declaration.description,
            assume_role_policy=json.dumps(trust_policy(declaration, settings)),
            max_session_duration=declaration.session_seconds,
            permissions_boundary=boundary_arn(settings, declaration.boundary),
            tags=ownership_tags(Owner.PLATFORM),
            opts=child(self, after=args.after),
        )
        give_rights(self, name, role, declaration, settings)
        self.role_name: Output[str] = role.name
        self.arn: Output[str] = role.arn
        self.register_outputs({"role_name": self.role_name, "arn": self.arn})
