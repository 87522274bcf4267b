"""Rules for IAM: people, roles, trust policies, resource policies and the audit log."""
