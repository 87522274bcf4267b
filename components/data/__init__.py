"""Buckets, tables, secrets, KMS keys and their backups."""
