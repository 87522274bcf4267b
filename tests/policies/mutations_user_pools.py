"""Changes of how users sign in, each against one rule."""

from tests.policies.mutation import Mutation

POOL = "components/user_pool.py"

MUTATIONS = (
    Mutation(
        "user-pool-deletion-protection",
        "staging",
        "The user pool can be deleted",
        POOL,
        'deletion_protection="INACTIVE"',
        'deletion_protection="ACTIVE" if settings.keeps_data else "INACTIVE"',
    ),
    Mutation(
        "user-pool-mfa",
        "staging",
        "A password is all that there is",
        POOL,
        'mfa_configuration="OFF"',
        'mfa_configuration="OPTIONAL"',
    ),
    Mutation(
        "user-pool-case-insensitive",
        "staging",
        "An address is another when spelt otherwise",
        POOL,
        '{"case_sensitive": True}',
        '{"case_sensitive": False}',
    ),
    Mutation(
        "no-unauthenticated-identities",
        "staging",
        "Guests get a role too",
        "components/sign_in.py",
        "allow_unauthenticated_identities=True",
        "allow_unauthenticated_identities=False",
    ),
    Mutation(
        "https-callback-urls",
        "staging",
        "Users come back in clear",
        "components/sign_in.py",
        'Output.concat("http://example.org", RETURNS_TO)',
        "Output.concat(page, RETURNS_TO)",
    ),
)
