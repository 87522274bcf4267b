"""AWS IAM: roles with their policies, managed policies and OIDC providers."""

from simulator.provider.aws.iam import oidc_providers, policies, roles

RESOURCE_TYPES = (
    *oidc_providers.RESOURCE_TYPES,
    *policies.RESOURCE_TYPES,
    *roles.RESOURCE_TYPES,
)
