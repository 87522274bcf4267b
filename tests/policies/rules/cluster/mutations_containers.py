"""Mutations of containers: requests and probes, one per rule."""

from tests.policies.rules.cluster.programs_of_workloads import BUDGET, DEPLOYMENT, program
from tests.policies.rules.mutation import Mutation

MUTATIONS = (
    Mutation(
        "container-resource-requests",
        "staging",
        "The X-Ray daemon requests no CPU",
        "components/cluster/xray.py",
        old='"requests": {"cpu": "50m", "memory": "64Mi"},',
        new='"requests": {"memory": "64Mi"},',
    ),
    Mutation(
        "container-probes",
        "staging",
        "A service's container has no probes",
        "__main__.py",
        program(DEPLOYMENT, BUDGET, probes=""),
    ),
)
