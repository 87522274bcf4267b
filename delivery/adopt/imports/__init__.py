"""Imports what an inspection found into the state of a stack."""
