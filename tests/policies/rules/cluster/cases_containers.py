"""Test stacks for the rules about requests and probes of containers."""

from policies.rules.cluster.containers import CONTAINERS_ARE_PROBED, CONTAINERS_STATE_REQUESTS
from policies.rules.cluster.workloads import (
    CRON_JOB,
    DAEMON_SET,
    JOB,
    POD,
    REPLICA_SET,
    STATEFUL_SET,
)
from tests.policies.rules.cases import UNKNOWN, Case
from tests.policies.rules.cluster.workloads import running

BOTH = {"cpu": "50m", "memory": "64Mi"}
PROBE = {"tcpSocket": {"port": 2000}}

CASES = (
    Case(
        CONTAINERS_STATE_REQUESTS,
        bad={
            "container 'main' requests no cpu and no memory": (running(),),
            "no memory": (running(STATEFUL_SET, resources={"requests": {"cpu": "50m"}}),),
            "no cpu": (
                running(
                    DAEMON_SET,
                    resources={"requests": {"memory": "64Mi"}, "limits": {"memory": "64Mi"}},
                ),
            ),
            "no cpu and": (running(REPLICA_SET, init=True, resources={}),),
        },
        good=(
            (running(resources={"requests": BOTH}),),
            (running(init=True, resources={"requests": BOTH}),),
            (running(resources={"limits": BOTH}),),
            (running(resources={"requests": {"cpu": "50m"}, "limits": {"memory": "64Mi"}}),),
            (running(JOB),),
        ),
        unknown=(
            (running(resources=UNKNOWN),),
            (running(resources={"requests": {"cpu": "50m", "memory": UNKNOWN}}),),
        ),
    ),
    Case(
        CONTAINERS_ARE_PROBED,
        bad={
            "container 'main' has no readiness and no liveness probe": (running(),),
            "no liveness": (running(DAEMON_SET, readinessProbe=PROBE),),
            "no readiness": (running(STATEFUL_SET, livenessProbe=PROBE, startupProbe=PROBE),),
        },
        good=(
            (running(readinessProbe=PROBE, livenessProbe=PROBE),),
            (running(init=True),),
            (running(JOB),),
            (running(CRON_JOB),),
            (running(POD),),
        ),
        unknown=((running(readinessProbe=PROBE, livenessProbe=UNKNOWN),),),
    ),
)
