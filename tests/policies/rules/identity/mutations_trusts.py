"""Mutations of trust policies and permissions boundaries, one per rule."""

from tests.policies.rules.mutation import Mutation

MUTATIONS = (
    Mutation(
        "trust-policy-principals",
        "account",
        "Users can assume roles without MFA",
        "components/account/account_policies.py",
        old='        "Condition": condition,\n',
        new="",
    ),
    Mutation(
        "service-trust-source-condition",
        "staging",
        "Services can assume roles for resources of any account",
        "components/identity/platform_policies.py",
        old="""\
                "StringEquals": {"aws:SourceAccount": settings.account_id},
                "ArnLike": {"aws:SourceArn": arn},
""",
        new="",
    ),
    Mutation(
        "role-has-permissions-boundary",
        "account",
        "Account-wide roles have no permissions boundary",
        "components/account/account_role.py",
        old="            permissions_boundary=boundary_arn(settings, declaration.boundary),\n",
        new="",
    ),
)
