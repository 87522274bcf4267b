"""Access to a cluster with a kubeconfig: credentials, connection, and whether it answers."""
