"""Changes of the program that let tokens in that are others'."""

from tests.policies.mutation import Mutation

MUTATIONS = (
    Mutation(
        "trusts-name-an-audience",
        "account",
        "tokens that workflows got for others open roles",
        "components/account_policies.py",
        old='f"{GITHUB_ISSUER}:aud": _AUDIENCE, ',
        new="",
    ),
    Mutation(
        "trusts-name-whose-token",
        "account",
        "workflows of all of GitHub take roles",
        "components/account_policies.py",
        old=', f"{GITHUB_ISSUER}:sub": list(role.subjects)',
        new="",
    ),
)
