"""Changes of the program that let too many take a role, or bind none."""

from tests.policies.mutation import Mutation

MUTATIONS = (
    Mutation(
        "trust-policy-principals",
        "account",
        "people take roles without MFA",
        "components/account_policies.py",
        old='        "Condition": condition,\n',
        new="",
    ),
    Mutation(
        "service-trust-source-condition",
        "staging",
        "services take their roles for anybody's resources",
        "components/platform_policies.py",
        old="""\
                "StringEquals": {"aws:SourceAccount": settings.account_id},
                "ArnLike": {"aws:SourceArn": arn},
""",
        new="",
    ),
    Mutation(
        "role-has-permissions-boundary",
        "account",
        "roles of the account have no boundary",
        "components/account_role.py",
        old="            permissions_boundary=boundary_arn(settings, declaration.boundary),\n",
        new="",
    ),
)
