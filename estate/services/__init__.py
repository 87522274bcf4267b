"""Declarations of the cache and of user sign-in."""
