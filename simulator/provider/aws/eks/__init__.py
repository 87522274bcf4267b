"""Amazon EKS: clusters, what they run pods on, who may come in, and add-ons."""

from simulator.provider.aws.eks import clusters, compute, records

RESOURCE_TYPES = (
    *clusters.RESOURCE_TYPES,
    *compute.RESOURCE_TYPES,
    *records.RESOURCE_TYPES,
)
