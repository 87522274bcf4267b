"""The IAM rights of the deploy roles.

PowerUserAccess grants the rights on all other services; the permissions boundary in
components/identity/boundaries.py limits both.
"""

from estate.account.account import BOUNDARY
from estate.arns import Arns, all_resources, global_arn, together
from estate.identity.aws_roles import AWS_ROLES, SMS
from estate.identity.controller_roles import CONTROLLER_ROLES
from estate.identity.rights import Condition, PolicyStatement
from estate.identity.service_roles import SERVICE_ROLES
from settings import AccessGroupName

_CLUSTER_ISSUERS = global_arn("iam", "oidc-provider/oidc.eks.{region}.amazonaws.com/id/*")

USER_ROLE = "biomage-user-pool-case-insensitive-ui-auth-user-role"
"""The role of signed-in users, without `-<environment>`."""

ROLES = (
    *("eks-cluster", "fargate-pods", "flow-logs", "nodes", USER_ROLE),
    *(one.name for one in AWS_ROLES),
    *(f"{one.name}-role" for one in (*SERVICE_ROLES, *CONTROLLER_ROLES)),
)
"""All roles of an environment, without `-<environment>`.

The names are complete, since the account may have other roles that end with the environment.
"""

PASSED_ROLES = {
    "Eks": (
        ("eks-cluster", "fargate-pods", "nodes", *(f"{one.name}-role" for one in CONTROLLER_ROLES)),
        ("eks", "eks-fargate-pods", "ec2"),
    ),
    "Backup": (("backups",), ("backup",)),
    "Canaries": (("canaries",), ("lambda", "synthetics")),
    "FlowLogs": (("flow-logs",), ("vpc-flow-logs",)),
    "UserPools": ((SMS.name,), ("cognito-idp",)),
    "IdentityPools": ((USER_ROLE,), ("cognito-identity",)),
}
"""The roles that a deployment passes, without `-<environment>`, and the services that get them.

Node groups, Fargate profiles and add-ons get theirs from EKS.
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
"""


def roles_of(environment: str, name: str) -> Arns:
    """Returns the ARN, or pattern of ARNs, of roles of an environment."""
    return global_arn("iam", f"role/{name}-{environment}")


def deploy_rights(environment: str) -> tuple[PolicyStatement, ...]:
    """Returns the IAM rights of an environment's deploy role."""
    roles = together(*(roles_of(environment, name) for name in ROLES))
    return (
        PolicyStatement(
            "ManagesRightsOfRoles",
            (
                "iam:AttachRolePolicy",
                "iam:CreateRole",
                "iam:DeleteRolePolicy",
                "iam:DetachRolePolicy",
                "iam:PutRolePermissionsBoundary",
                "iam:PutRolePolicy",
            ),
            roles,
            (bound(environment),),
        ),
        manages_roles(roles),
        *(
            passes_roles(
                title, together(*(roles_of(environment, name) for name in names)), services
            )
            for title, (names, services) in PASSED_ROLES.items()
        ),
        PolicyStatement(
            "ManagesMembersOfAccessGroups",
            ("iam:AddUserToGroup", "iam:GetGroup", "iam:RemoveUserFromGroup"),
            together(
                *(global_arn("iam", f"group/{one}-{environment}-access") for one in AccessGroupName)
            ),
        ),
        PolicyStatement(
            "ManagesOidcProvidersOfClusters",
            (
                "iam:CreateOpenIDConnectProvider",
                "iam:GetOpenIDConnectProvider",
                "iam:TagOpenIDConnectProvider",
            ),
            _CLUSTER_ISSUERS,
        ),
        PolicyStatement(
            "DeletesOidcProvider",
            ("iam:DeleteOpenIDConnectProvider", "iam:UntagOpenIDConnectProvider"),
            _CLUSTER_ISSUERS,
            (Condition("StringEquals", "aws:ResourceTag/Environment", (environment,)),),
        ),
        PolicyStatement(
            "ListsUsers",
            ("iam:ListUsers",),
            all_resources("AWS Identity and Access Management (IAM)"),
        ),
    )


def bound(environment: str) -> Condition:
    """Requires the boundary; without this, the deploy role could create an admin role."""
    arn = f"arn:aws:iam::{{account}}:policy/{BOUNDARY}-{environment}"
    return Condition("StringEquals", "iam:PermissionsBoundary", (arn,))


def manages_roles(roles: Arns) -> PolicyStatement:
    """Returns the right to read, describe and delete roles, and to change whom they trust."""
    return PolicyStatement(
        "ManagesRoles",
        (
            "iam:DeleteRole",
            "iam:GetRole",
            "iam:GetRolePolicy",
            "iam:ListAttachedRolePolicies",
            "iam:ListInstanceProfilesForRole",
            "iam:ListRolePolicies",
            "iam:TagRole",
            "iam:UntagRole",
            "iam:UpdateAssumeRolePolicy",
            "iam:UpdateRole",
            "iam:UpdateRoleDescription",
        ),
        roles,
    )


def passes_roles(title: str, roles: Arns, services: tuple[str, ...]) -> PolicyStatement:
    """Returns the right to pass roles to services, which are without `.amazonaws.com`."""
    receivers = tuple(f"{service}.amazonaws.com" for service in services)
    only = Condition("StringEquals", "iam:PassedToService", receivers)
    return PolicyStatement(f"PassesRolesTo{title}", ("iam:PassRole",), roles, (only,))
