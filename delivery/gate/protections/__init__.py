"""Finds changes that remove or weaken a protection of data."""
