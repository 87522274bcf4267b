"""The policies of an IAM role: an inline policy and attached AWS managed policies."""

import json

from pulumi import Resource
from pulumi_aws import iam

from components.identity.role_documents import permissions_document
from components.options import child
from estate.account.account_roles import AccountRole
from estate.identity.aws_roles import AwsRole
from estate.identity.rights import ServiceRole
from settings import StackSettings


def give_rights(
    parent: Resource,
    name: str,
    role: iam.Role,
    declaration: AccountRole | AwsRole | ServiceRole,
    settings: StackSettings,
) -> None:
    """Creates the declared policies of a role.

    These are an `aws.iam.RolePolicy` for its rights and a `RolePolicyAttachment`
    (`<name>-<policy>`) for each AWS managed policy.
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
