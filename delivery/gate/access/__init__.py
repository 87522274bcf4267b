"""Proof that a change leaves the deployer and the admins access to the cluster."""
