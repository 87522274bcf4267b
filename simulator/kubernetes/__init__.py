"""The stand-in for the `kubernetes` plugin, in front of a cluster's real API server."""
