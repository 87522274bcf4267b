"""Mutations of the cache, one per rule."""

from tests.policies.rules.mutation import Mutation

FILE = "components/services/cache.py"

MUTATIONS = (
    Mutation(
        "cache-encryption",
        "staging",
        "The cache is not encrypted at rest",
        FILE,
        "at_rest_encryption_enabled=False",
        "at_rest_encryption_enabled=True",
    ),
    Mutation(
        "cache-auth-required",
        "staging",
        "The cache requires no auth token",
        FILE,
        "auth_token=None",
        "auth_token=token.secret_string",
    ),
    Mutation(
        "cache-automatic-failover",
        "staging",
        "The cache's nodes may be in one availability zone",
        FILE,
        "multi_az_enabled=False",
        "multi_az_enabled=True",
    ),
)
