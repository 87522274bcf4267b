"""Mutations of containers: requests and probes, one per rule."""

from tests.policies.mutation import Mutation
from tests.policies.programs_of_workloads import BUDGET, DEPLOYMENT, program

MUTATIONS = (
    Mutation(
        "container-resource-requests",
        "staging",
        "The X-Ray daemon requests no CPU",
        "components/xray.py",
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
