"""Changes of the program that make somebody an administrator."""

from tests.policies.mutation import Mutation

MUTATIONS = (
    Mutation(
        "no-administrator",
        "account",
        "the deploy role has AdministratorAccess",
        "estate/account_roles.py",
        old="/PowerUserAccess",
        new="/AdministratorAccess",
    ),
    Mutation(
        "no-passing-of-any-role",
        "account",
        "the role for emergencies passes any role of the account",
        "estate/account_roles.py",
        old='("eks:ListClusters",), anything("Amazon Elastic Kubernetes Service")',
        new='("iam:PassRole",), lambda settings: (f"arn:aws:iam::{settings.account_id}:role/*",)',
    ),
)
