"""Applies the hardening of adopted resources, group after group."""
