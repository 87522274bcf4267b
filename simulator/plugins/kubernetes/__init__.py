"""A stand-in for the `kubernetes` plugin, backed by a cluster's real API server."""
