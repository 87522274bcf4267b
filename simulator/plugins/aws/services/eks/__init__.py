"""Amazon EKS: clusters, node groups, Fargate profiles, access entries and add-ons."""
