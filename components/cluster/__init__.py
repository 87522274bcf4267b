"""The EKS cluster: access, nodes, Fargate, add-ons, controllers and namespaces."""
