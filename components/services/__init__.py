"""The Redis cache and user sign-in."""
