"""Declarations of alarms."""
