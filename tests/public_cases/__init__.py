"""Bugs that others reported in public, tried on this program. Each docstring has the report.

Case 6, malformed policy documents of a foreign program, is in tests/engine/test_policy_pack.py,
which deploys such a program.
"""
