"""What the deploy role may do with identities. All else that it deploys, AWS's policy for power
users lets it do; the boundary says how far either reaches (components/boundaries.py).
"""

from estate.account import BOUNDARY
from estate.arns import anything, worldwide
from estate.rights import Condition, Right

_ROLES = worldwide("iam", "role/*")
_POLICIES = worldwide("iam", "policy/*")
_GROUPS = worldwide("iam", "group/*")
_CLUSTER_ISSUERS = worldwide("iam", "oidc-provider/oidc.eks.{region}.amazonaws.com/id/*")

_BOUND = Condition(
    "StringEquals", "iam:PermissionsBoundary", (f"arn:aws:iam::{{account}}:policy/{BOUNDARY}",)
)
"""Without it, whoever deploys could give a role of his own making everything, and take it."""

DEPLOY_RIGHTS = (
    Right(
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
    Right(
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
    Right(
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
    Right(
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
        ),
        _GROUPS,
    ),
    Right(
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
    Right("FindsPeople", ("iam:ListUsers",), anything("AWS Identity and Access Management (IAM)")),
)
