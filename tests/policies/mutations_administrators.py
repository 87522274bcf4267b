"""Changes of the program that make somebody an administrator."""

from tests.policies.mutation import Mutation

MUTATIONS = (
    Mutation(
        "no-administrator-policy",
        "account",
        "the deploy role has AdministratorAccess",
        "estate/account_roles.py",
        old="/PowerUserAccess",
        new="/AdministratorAccess",
    ),
    Mutation(
        "no-wildcard-pass-role",
        "account",
        "the role for emergencies passes any role of the account",
        "estate/account_roles.py",
        old='("eks:ListClusters",), all_resources("Amazon Elastic Kubernetes Service")',
        new='("iam:PassRole",), lambda settings: (f"arn:aws:iam::{settings.account_id}:role/*",)',
    ),
)
