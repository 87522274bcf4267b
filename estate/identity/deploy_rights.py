"""The IAM rights of the deploy role.

PowerUserAccess grants the rights on all other services; the permissions boundary in
components/identity/boundaries.py limits both.
"""

from estate.account.account import BOUNDARY
from estate.arns import all_resources, global_arn
from estate.identity.rights import Condition, PolicyStatement

_ROLES = global_arn("iam", "role/*")
_POLICIES = global_arn("iam", "policy/*")
_GROUPS = global_arn("iam", "group/*")
_CLUSTER_ISSUERS = global_arn("iam", "oidc-provider/oidc.eks.{region}.amazonaws.com/id/*")

_BOUND = Condition(
    "StringEquals", "iam:PermissionsBoundary", (f"arn:aws:iam::{{account}}:policy/{BOUNDARY}",)
)
"""Requires the boundary; without this, the deploy role could create and assume an admin role."""

DEPLOY_RIGHTS = (
    PolicyStatement(
        "GivesRolesRightsWithinTheBoundary",
        (
            "iam:AttachRolePolicy",
            "iam:CreateRole",
            "iam:DeleteRolePolicy",
            "iam:DetachRolePolicy",
            "iam:PutRolePermissionsBoundary",
            "iam:PutRolePolicy",
        ),
        _ROLES,
        (_BOUND,),
    ),
    PolicyStatement(
        "KeepsRoles",
        (
            "iam:DeleteRole",
            "iam:GetRole",
            "iam:GetRolePolicy",
            "iam:ListAttachedRolePolicies",
            "iam:ListInstanceProfilesForRole",
            "iam:ListRolePolicies",
            "iam:PassRole",
            "iam:TagRole",
            "iam:UntagRole",
            "iam:UpdateAssumeRolePolicy",
            "iam:UpdateRole",
            "iam:UpdateRoleDescription",
        ),
        _ROLES,
    ),
    PolicyStatement(
        "KeepsPolicies",
        (
            "iam:CreatePolicy",
            "iam:CreatePolicyVersion",
            "iam:DeletePolicy",
            "iam:DeletePolicyVersion",
            "iam:GetPolicy",
            "iam:GetPolicyVersion",
            "iam:ListPolicyVersions",
            "iam:TagPolicy",
            "iam:UntagPolicy",
        ),
        _POLICIES,
    ),
    PolicyStatement(
        "KeepsAccessGroups",
        (
            "iam:AddUserToGroup",
            "iam:AttachGroupPolicy",
            "iam:CreateGroup",
            "iam:DeleteGroup",
            "iam:DetachGroupPolicy",
            "iam:GetGroup",
            "iam:ListAttachedGroupPolicies",
            "iam:ListGroupPolicies",
            "iam:RemoveUserFromGroup",
            "iam:UpdateGroup",
        ),
        _GROUPS,
    ),
    PolicyStatement(
        "LetsClustersPodsIn",
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
        "FindsPeople", ("iam:ListUsers",), all_resources("AWS Identity and Access Management (IAM)")
    ),
)
