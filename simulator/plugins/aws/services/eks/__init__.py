"""Amazon EKS: clusters, node groups, Fargate profiles, access entries and add-ons."""

from simulator.plugins.aws.services.eks import clusters, compute, records

RESOURCE_TYPES = (
    *clusters.RESOURCE_TYPES,
    *compute.RESOURCE_TYPES,
    *records.RESOURCE_TYPES,
)
