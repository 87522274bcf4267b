"""A service that users reach and nothing scales."""

from tests.policies.mutation import Mutation
from tests.policies.programs_of_workloads import BUDGET, DEPLOYMENT, DOOR, program

MUTATIONS = (
    Mutation(
        "interactive-workload-autoscaling",
        "staging",
        "An ingress leads users to a service with two pods, now and for ever",
        "__main__.py",
        program(DEPLOYMENT, BUDGET, DOOR),
    ),
)
