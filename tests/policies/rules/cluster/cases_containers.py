"""Test stacks for the rules about requests and probes of containers."""

from policies.rules.cluster.workloads import DAEMON_SET, JOB, REPLICA_SET, STATEFUL_SET
from tests.policies.rules.cases import UNKNOWN, Case
from tests.policies.rules.cluster.workloads import running

BOTH = {"cpu": "50m", "memory": "64Mi"}
PROBE = {"tcpSocket": {"port": 2000}}

CASES = (
    Case(
        "container-resource-requests",
        bad={
            "container 'main' requests no cpu and no memory": [
                running(),
                running(REPLICA_SET, init=True, resources={}),
            ],
            "no memory": running(STATEFUL_SET, resources={"requests": {"cpu": "50m"}}),
            "no cpu": running(DAEMON_SET, resources={"requests": {"memory": "64Mi"}}),
        },
        good=(
            running(resources={"requests": BOTH}),
            running(init=True, resources={"requests": BOTH}),
            running(resources={"limits": BOTH}),
            running(resources={"requests": {"cpu": "50m"}, "limits": {"memory": "64Mi"}}),
            running(JOB),
        ),
        unknown=(running(resources={"requests": {"cpu": "50m", "memory": UNKNOWN}}),),
    ),
    Case(
        "container-probes",
        bad={
            "container 'main' has no readiness and no liveness probe": running(),
            "no liveness": running(DAEMON_SET, readinessProbe=PROBE),
            "no readiness": running(STATEFUL_SET, livenessProbe=PROBE, startupProbe=PROBE),
        },
        good=(running(readinessProbe=PROBE, livenessProbe=PROBE), running(init=True), running(JOB)),
        unknown=(running(readinessProbe=PROBE, livenessProbe=UNKNOWN),),
    ),
)
