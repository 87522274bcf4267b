"""Declarations of address ranges and of the load balancer."""
