"""Containers of which Kubernetes knows too little, each against one rule."""

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
        "Nobody asks a service whether it works",
        "__main__.py",
        program(DEPLOYMENT, BUDGET, probes=""),
    ),
)
