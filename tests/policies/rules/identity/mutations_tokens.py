"""Mutations of the trust policies for OIDC tokens."""

from tests.policies.rules.mutation import Mutation

MUTATIONS = (
    Mutation(
        "oidc-trust-audience",
        "account",
        "Roles accept GitHub Actions tokens for any audience",
        "components/account/account_policies.py",
        old='f"{GITHUB_ISSUER}:aud": _AUDIENCE, ',
        new="",
    ),
    Mutation(
        "oidc-trust-subject",
        "account",
        "Roles accept tokens of any GitHub repository",
        "components/account/account_policies.py",
        old=', f"{GITHUB_ISSUER}:sub": list(role.subjects)',
        new="",
    ),
)
