"""A mutation that exposes a service without a HorizontalPodAutoscaler."""

from tests.policies.mutation import Mutation
from tests.policies.programs_of_workloads import BUDGET, DEPLOYMENT, DOOR, program

MUTATIONS = (
    Mutation(
        "interactive-workload-autoscaling",
        "staging",
        "An ingress exposes a service with a fixed number of replicas",
        "__main__.py",
        program(DEPLOYMENT, BUDGET, DOOR),
    ),
)
