"""Mutations that make services unavailable if a pod, a node or a zone fails, one per rule."""

from tests.policies.rules.cluster.programs_of_workloads import BUDGET, DEPLOYMENT, POD, program
from tests.policies.rules.mutation import Mutation

_MAIN = "__main__.py"

MUTATIONS = (
    Mutation(
        "multiple-replicas",
        "staging",
        "A service has one replica",
        _MAIN,
        program(DEPLOYMENT.replace('"replicas": 2', '"replicas": 1'), BUDGET),
    ),
    Mutation(
        "pod-disruption-budget",
        "staging",
        "A service has no PodDisruptionBudget",
        _MAIN,
        program(DEPLOYMENT),
    ),
    Mutation(
        "topology-spread-constraints",
        "staging",
        "A service's pods may all be in one availability zone",
        _MAIN,
        program(DEPLOYMENT, BUDGET, spread=""),
    ),
    Mutation("no-bare-pods", "staging", "The program creates a bare pod", _MAIN, program(POD)),
)
