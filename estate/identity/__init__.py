"""Declarations of IAM roles and groups, and their rights."""
