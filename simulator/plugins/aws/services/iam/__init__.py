"""AWS IAM: roles, groups, policies, OIDC providers and account settings."""
