"""The IAM rights of the deploy role of sandboxes, which exist next to staging.

PowerUserAccess grants the rights on all other services, within the role's permissions boundary.
"""

from estate.identity.deploy_rights import bound, manages_roles, passes_roles, roles_of
from estate.identity.rights import PolicyStatement
from settings import Environment

_ENVIRONMENT = Environment.STAGING
_USER_ROLES = roles_of(_ENVIRONMENT, "ui-auth-user-role-*")
"""The roles of signed-in users, the only ones that a sandbox has."""

SANDBOX_RIGHTS = (
    PolicyStatement(
        "ManagesRightsOfRoles",
        ("iam:CreateRole", "iam:DeleteRolePolicy", "iam:PutRolePolicy"),
        _USER_ROLES,
        (bound(_ENVIRONMENT),),
    ),
    manages_roles(_USER_ROLES),
    passes_roles("IdentityPools", _USER_ROLES, ("cognito-identity",)),
    passes_roles("Fargate", roles_of(_ENVIRONMENT, "fargate-pods"), ("eks", "eks-fargate-pods")),
)
