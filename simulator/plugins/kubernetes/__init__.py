"""The simulated `kubernetes` plugin, backed by a cluster's real API server."""
