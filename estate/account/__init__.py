"""Declarations of what exists once per AWS account."""
