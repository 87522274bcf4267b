"""Changes of how users sign in, each against one rule."""

from tests.policies.mutation import Mutation

POOL = "components/user_pool.py"

MUTATIONS = (
    Mutation(
        "user-pools-refuse-deletion",
        "staging",
        "The user pool can be deleted",
        POOL,
        'deletion_protection="INACTIVE"',
        'deletion_protection="ACTIVE" if settings.keeps_data else "INACTIVE"',
    ),
    Mutation(
        "user-pools-offer-mfa",
        "staging",
        "A password is all that there is",
        POOL,
        'mfa_configuration="OFF"',
        'mfa_configuration="OPTIONAL"',
    ),
    Mutation(
        "user-pools-ignore-case",
        "staging",
        "An address is another when spelt otherwise",
        POOL,
        '{"case_sensitive": True}',
        '{"case_sensitive": False}',
    ),
    Mutation(
        "identity-pools-know-who-comes",
        "staging",
        "Guests get a role too",
        "components/sign_in.py",
        "allow_unauthenticated_identities=True",
        "allow_unauthenticated_identities=False",
    ),
    Mutation(
        "sign-in-comes-back-by-tls",
        "staging",
        "Users come back in clear",
        "components/sign_in.py",
        'Output.concat("http://example.org", RETURNS_TO)',
        "Output.concat(page, RETURNS_TO)",
    ),
)
