"""Mutations that create an administrator in IAM."""

from tests.policies.rules.mutation import Mutation

MUTATIONS = (
    Mutation(
        "no-administrator-policy",
        "account",
        "The deploy role has AdministratorAccess",
        "estate/account/account_roles.py",
        old="/PowerUserAccess",
        new="/AdministratorAccess",
    ),
    Mutation(
        "no-wildcard-pass-role",
        "account",
        "The break-glass role can pass any role of the account",
        "estate/account/account_roles.py",
        old='("eks:ListClusters",), all_resources("Amazon Elastic Kubernetes Service")',
        new='("iam:PassRole",), lambda settings: (f"arn:aws:iam::{settings.account_id}:role/*",)',
    ),
)
