"""AWS IAM: roles, groups, policies, OIDC providers and account settings."""

from simulator.plugins.aws.services.iam import (
    account_settings,
    groups,
    oidc_providers,
    policies,
    roles,
)

RESOURCE_TYPES = (
    *account_settings.RESOURCE_TYPES,
    *groups.RESOURCE_TYPES,
    *oidc_providers.RESOURCE_TYPES,
    *policies.RESOURCE_TYPES,
    *roles.RESOURCE_TYPES,
)
