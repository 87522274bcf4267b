"""The limits of the real AWS provider: what it refuses before a deployment."""
