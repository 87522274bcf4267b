"""Declarations of add-ons, Fargate profiles, node group names and RBAC rights."""
