"""The IAM rights of the deploy roles.

PowerUserAccess grants the rights on all other services; the permissions boundary in
components/identity/boundaries.py limits both.
"""

from estate.account.account import BOUNDARY
from estate.arns import Arns, all_resources, global_arn, together
from estate.identity.rights import Condition, PolicyStatement

_CLUSTER_ISSUERS = global_arn("iam", "oidc-provider/oidc.eks.{region}.amazonaws.com/id/*")

PASSED_ROLES = {
    "Eks": (("eks-cluster", "fargate-pods", "nodes", "*-role"), ("eks", "eks-fargate-pods", "ec2")),
    "Backup": (("backups",), ("backup",)),
    "Canaries": (("canaries",), ("lambda", "synthetics")),
    "FlowLogs": (("flow-logs",), ("vpc-flow-logs",)),
    "UserPools": (("*-sms",), ("cognito-idp",)),
    "IdentityPools": (("*ui-auth-user-role*",), ("cognito-identity",)),
}
"""The roles that a deployment passes, without `-<environment>`, and the services that get them.

Node groups, Fargate profiles and add-ons get theirs from EKS.
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
"""


def roles_of(environment: str, name: str = "*") -> Arns:
    """Returns the ARN pattern of the roles of an environment."""
    return global_arn("iam", f"role/{name}-{environment}")


def deploy_rights(environment: str) -> tuple[PolicyStatement, ...]:
    """Returns the IAM rights of an environment's deploy role."""
    roles = roles_of(environment)
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
            (_bound(environment),),
        ),
        PolicyStatement(
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
        ),
        *_passing(environment),
        PolicyStatement(
            "ManagesMembersOfAccessGroups",
            ("iam:AddUserToGroup", "iam:GetGroup", "iam:RemoveUserFromGroup"),
            global_arn("iam", f"group/*-{environment}-access"),
        ),
        PolicyStatement(
            "ManagesOidcProvidersOfClusters",
            (
                "iam:AddClientIDToOpenIDConnectProvider",
                "iam:CreateOpenIDConnectProvider",
                "iam:DeleteOpenIDConnectProvider",
                "iam:GetOpenIDConnectProvider",
                "iam:RemoveClientIDFromOpenIDConnectProvider",
                "iam:TagOpenIDConnectProvider",
                "iam:UntagOpenIDConnectProvider",
                "iam:UpdateOpenIDConnectProviderThumbprint",
            ),
            _CLUSTER_ISSUERS,
        ),
        PolicyStatement(
            "ListsUsers",
            ("iam:ListUsers",),
            all_resources("AWS Identity and Access Management (IAM)"),
        ),
    )


def _bound(environment: str) -> Condition:
    """Requires the boundary; without this, the deploy role could create an admin role."""
    arn = f"arn:aws:iam::{{account}}:policy/{BOUNDARY}-{environment}"
    return Condition("StringEquals", "iam:PermissionsBoundary", (arn,))


def _passing(environment: str) -> tuple[PolicyStatement, ...]:
    return tuple(
        PolicyStatement(
            f"PassesRolesTo{title}",
            ("iam:PassRole",),
            together(*(roles_of(environment, name) for name in names)),
            (
                Condition(
                    "StringEquals",
                    "iam:PassedToService",
                    tuple(f"{service}.amazonaws.com" for service in services),
                ),
            ),
        )
        for title, (names, services) in PASSED_ROLES.items()
    )
