"""Rules for the EKS cluster, its nodes and its workloads."""
