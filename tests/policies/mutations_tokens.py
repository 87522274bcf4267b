"""Changes of the program that let tokens in that are others'."""

from tests.policies.mutation import Mutation

MUTATIONS = (
    Mutation(
        "oidc-trust-audience",
        "account",
        "tokens that workflows got for others open roles",
        "components/account_policies.py",
        old='f"{GITHUB_ISSUER}:aud": _AUDIENCE, ',
        new="",
    ),
    Mutation(
        "oidc-trust-subject",
        "account",
        "workflows of all of GitHub take roles",
        "components/account_policies.py",
        old=', f"{GITHUB_ISSUER}:sub": list(role.subjects)',
        new="",
    ),
)
