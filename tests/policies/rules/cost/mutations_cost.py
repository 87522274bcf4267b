"""A mutation of the size of nodes."""

from tests.policies.rules.mutation import Mutation

MUTATIONS = (
    Mutation(
        "instance-type-limits",
        "staging",
        "Nodes are sixteen times as large",
        "Pulumi.staging.yaml",
        "instanceTypes: [r5.8xlarge]",
        "instanceTypes: [r5.large]",
    ),
)
