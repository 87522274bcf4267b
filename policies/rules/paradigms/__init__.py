"""Rules that prefer AWS services, Kubernetes standards and widely used components."""
