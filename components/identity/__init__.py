"""IAM roles, groups, policies and permissions boundaries."""
