"""A mutation that exposes a service without a HorizontalPodAutoscaler."""

from tests.policies.rules.cluster.programs_of_workloads import BUDGET, DEPLOYMENT, DOOR, program
from tests.policies.rules.mutation import Mutation

MUTATIONS = (
    Mutation(
        "interactive-workload-autoscaling",
        "staging",
        "An ingress exposes a service with a fixed number of replicas",
        "__main__.py",
        program(DEPLOYMENT, BUDGET, DOOR),
    ),
)
