"""The Kubernetes control planes of simulated EKS clusters, and access to them."""
