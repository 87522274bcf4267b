"""Bugs that others reported in public, tried on this program. Each docstring has the report."""
