"""Mutations of user pools and sign-in, one per rule."""

from tests.policies.rules.mutation import Mutation

POOL = "components/services/user_pool.py"

MUTATIONS = (
    Mutation(
        "user-pool-deletion-protection",
        "staging",
        "The user pool has no deletion protection",
        POOL,
        'deletion_protection="INACTIVE"',
        'deletion_protection="ACTIVE" if settings.keeps_data else "INACTIVE"',
    ),
    Mutation(
        "user-pool-mfa",
        "staging",
        "The user pool offers no MFA",
        POOL,
        'mfa_configuration="OFF"',
        'mfa_configuration="OPTIONAL"',
    ),
    Mutation(
        "user-pool-case-insensitive",
        "staging",
        "Usernames are case-sensitive",
        POOL,
        '{"case_sensitive": True}',
        '{"case_sensitive": False}',
    ),
    Mutation(
        "no-unauthenticated-identities",
        "staging",
        "The identity pool allows guests",
        "components/services/sign_in.py",
        "allow_unauthenticated_identities=True",
        "allow_unauthenticated_identities=False",
    ),
    Mutation(
        "https-callback-urls",
        "staging",
        "The callback URL uses http",
        "components/services/sign_in.py",
        'Output.concat("http://example.org", RETURNS_TO)',
        "Output.concat(page, RETURNS_TO)",
    ),
)
