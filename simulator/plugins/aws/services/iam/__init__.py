"""AWS IAM: roles, groups, policies, OIDC providers and the password policy."""

from simulator.plugins.aws.services.iam import (
    groups,
    oidc_providers,
    password_policy,
    policies,
    roles,
)

RESOURCE_TYPES = (
    *groups.RESOURCE_TYPES,
    *oidc_providers.RESOURCE_TYPES,
    *password_policy.RESOURCE_TYPES,
    *policies.RESOURCE_TYPES,
    *roles.RESOURCE_TYPES,
)
