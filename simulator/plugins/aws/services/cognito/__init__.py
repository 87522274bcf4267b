"""Amazon Cognito: user pools, their clients and domains, and identity pools."""

from simulator.plugins.aws.services.cognito import clients, identity_pools, user_pools

RESOURCE_TYPES = (
    *user_pools.RESOURCE_TYPES,
    *clients.RESOURCE_TYPES,
    *identity_pools.RESOURCE_TYPES,
)
