"""Declarations of buckets, tables and secrets."""
