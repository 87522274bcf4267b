"""Amazon Cognito: who a user is, how pages ask for that, and what a browser may do in AWS then."""

from simulator.provider.aws.cognito import clients, identity_pools, user_pools

RESOURCE_TYPES = (
    *user_pools.RESOURCE_TYPES,
    *clients.RESOURCE_TYPES,
    *identity_pools.RESOURCE_TYPES,
)
