"""Pulumi component resources that create AWS and Kubernetes resources from declarations."""
