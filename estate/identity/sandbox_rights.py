"""The IAM rights of the deploy role of sandboxes, which exist next to staging.

PowerUserAccess grants the rights on all other services, within the role's permissions boundary.
"""

from estate.account.account import BOUNDARY
from estate.identity.deploy_rights import roles_of
from estate.identity.rights import Condition, PolicyStatement
from settings import Environment

_ENVIRONMENT = Environment.STAGING
_USER_ROLES = roles_of(_ENVIRONMENT, "ui-auth-user-role-*")
"""The roles of signed-in users, the only ones that a sandbox has."""

_BOUND = Condition(
    "StringEquals",
    "iam:PermissionsBoundary",
    (f"arn:aws:iam::{{account}}:policy/{BOUNDARY}-{_ENVIRONMENT}",),
)

SANDBOX_RIGHTS = (
    PolicyStatement(
        "ManagesRightsOfRoles",
        ("iam:CreateRole", "iam:DeleteRolePolicy", "iam:PutRolePolicy"),
        _USER_ROLES,
        (_BOUND,),
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
        _USER_ROLES,
    ),
    PolicyStatement(
        "PassesRolesToIdentityPools",
        ("iam:PassRole",),
        _USER_ROLES,
        (Condition("StringEquals", "iam:PassedToService", ("cognito-identity.amazonaws.com",)),),
    ),
    PolicyStatement(
        "PassesRolesToFargate",
        ("iam:PassRole",),
        roles_of(_ENVIRONMENT, "fargate-pods"),
        (
            Condition(
                "StringEquals",
                "iam:PassedToService",
                ("eks.amazonaws.com", "eks-fargate-pods.amazonaws.com"),
            ),
        ),
    ),
)
