"""What a role may do, as resources beside it: one policy of its own, and those that AWS manages."""

import json

from pulumi import Resource
from pulumi_aws import iam

from components.options import child
from components.role_documents import permissions_document
from estate.account_roles import AccountRole
from estate.aws_roles import AwsRole
from estate.rights import ServiceRole
from settings import StackSettings


def give_rights(
    parent: Resource,
    name: str,
    role: iam.Role,
    declaration: AccountRole | AwsRole | ServiceRole,
    settings: StackSettings,
) -> None:
    """Give a role what its declaration says.

    Makes, as declared, an `aws.iam.RolePolicy` and, for each policy that AWS manages, a
    `RolePolicyAttachment` (`<name>-<policy>`).
    """
    if declaration.rights:
        iam.RolePolicy(
            name,
            name=declaration.name.rpartition("/")[2],
            role=role.name,
            policy=json.dumps(permissions_document(declaration.rights, settings)),
            opts=child(parent),
        )
    for policy_arn in declaration.managed_policies:
        iam.RolePolicyAttachment(
            f"{name}-{policy_arn.rpartition('/')[2]}",
            role=role.name,
            policy_arn=policy_arn,
            opts=child(parent),
        )
