"""The IAM roles of the stack `account`, for accounts in which a test does not deploy that stack."""

from typing import Any

from tests.mocks.recording import Registered
from tests.mocks.runs import whole_program


def make_account_roles(iam: Any) -> None:
    """Create the roles, with their policies, boundaries, the OIDC provider of GitHub, and groups.

    `iam` is a boto3 client. The documents are those that the program renders.
    """
    program = whole_program("account")

    def inputs(token: str) -> list[dict[str, Any]]:
        found: dict[str, Registered] = program.of(token)
        return [dict(one.inputs) for one in found.values()]

    for one in inputs("iam/openIdConnectProvider:OpenIdConnectProvider"):
        iam.create_open_id_connect_provider(Url=one["url"], ClientIDList=one["clientIdLists"])
    for one in inputs("iam/policy:Policy"):
        iam.create_policy(PolicyName=one["name"], PolicyDocument=one["policy"])
    for one in inputs("iam/group:Group"):
        iam.create_group(GroupName=one["name"])
    for one in inputs("iam/role:Role"):
        iam.create_role(
            RoleName=one["name"],
            Path=one.get("path", "/"),
            AssumeRolePolicyDocument=one["assumeRolePolicy"],
            PermissionsBoundary=one["permissionsBoundary"],
        )
    for one in inputs("iam/rolePolicy:RolePolicy"):
        iam.put_role_policy(
            RoleName=one["role"], PolicyName=one["name"], PolicyDocument=one["policy"]
        )
    for one in inputs("iam/rolePolicyAttachment:RolePolicyAttachment"):
        iam.attach_role_policy(RoleName=one["role"], PolicyArn=one["policyArn"])
