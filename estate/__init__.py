"""Declarations: a typed record for each resource of the platform."""
