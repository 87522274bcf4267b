"""An IAM role that an AWS service assumes for the environment."""

import json
from dataclasses import dataclass

from pulumi import ComponentResource, Output, ResourceOptions
from pulumi_aws import iam

from components.identity.platform_policies import aws_role_trust_policy
from components.identity.role_rights import give_rights
from components.options import child
from estate.account.account import boundary_arn
from estate.identity.aws_roles import AwsRole as Declaration
from estate.naming import physical_name
from estate.ownership import ownership_tags
from settings import StackSettings


@dataclass(frozen=True)
class AwsRoleArgs:
    """The declared role, the stack's settings, and the external id that the service must send."""

    declaration: Declaration
    settings: StackSettings
    external_id: str = ""


class AwsRole(ComponentResource):
    """A role with the permissions boundary, for one service and resources of this account only.

    Creates `aws.iam.Role` and the policies of `give_rights`.

    Outputs: `role_name`, `arn`.
    """

    def __init__(self, name: str, args: AwsRoleArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("cellscope:identity:AwsRole", name, None, opts)
        declaration, settings = args.declaration, args.settings
        trust = aws_role_trust_policy(declaration, settings, args.external_id)
        role = iam.Role(
            name,
            name=physical_name(declaration.name, settings),
            description=declaration.description,
            assume_role_policy=json.dumps(trust),
            permissions_boundary=boundary_arn(settings),
            tags=ownership_tags(declaration.owner),
            opts=child(self),
        )
        give_rights(self, name, role, declaration, settings)
        self.role_name: Output[str] = role.name
        self.arn: Output[str] = role.arn
        self.register_outputs({"role_name": self.role_name, "arn": self.arn})
