"""Test stacks for the rules about the isolation of pods."""

from typing import Any

from policies.engine.resource import Resource
from policies.rules.cluster.workloads import (
    CRON_JOB,
    DAEMON_SET,
    JOB,
    POD,
    REPLICA_SET,
    STATEFUL_SET,
)
from tests.policies.rules.cases import UNKNOWN, Case, a
from tests.policies.rules.cluster.workloads import running, workload

PATH = [{"name": "logs", "hostPath": {"path": "/var/log"}}]
CLOSED = {"allowPrivilegeEscalation": False}


def secured(*, type_: str = DAEMON_SET, init: bool = False, **context: Any) -> Resource:
    return running(type_, init=init, securityContext=CLOSED | context)


def of_user(user: Any, **context: Any) -> Resource:
    own = {"name": "main", "securityContext": CLOSED | context}
    return workload(pod={"securityContext": {"runAsUser": user}, "containers": [own]})


CASES = (
    Case(
        "no-host-path",
        bad={
            "its volume 'logs' mounts /var/log of the node.": [
                workload(pod={"volumes": PATH}),
                workload(CRON_JOB, pod={"volumes": PATH}),
            ],
            "hostNetwork is true": workload(POD, pod={"hostNetwork": True}),
            "hostPID is true": workload(DAEMON_SET, pod={"hostPID": True}),
            "hostIPC is true": workload(STATEFUL_SET, pod={"hostIPC": True}),
        },
        good=(
            workload(pod={"volumes": [{"name": "logs", "emptyDir": {}}]}),
            workload(pod={"hostNetwork": False, "hostPID": False, "hostIPC": False}),
            a(DAEMON_SET),
        ),
        unknown=(
            workload(pod={"hostNetwork": UNKNOWN}),
            workload(pod={"volumes": [{"name": "logs", "hostPath": UNKNOWN}]}),
        ),
    ),
    Case(
        "no-privileged-containers",
        bad={
            "container 'main' is privileged": secured(privileged=True),
            "'main' does not set": [running(STATEFUL_SET), secured(allowPrivilegeEscalation=True)],
            "the capability SYS_ADMIN": secured(capabilities={"add": ["SYS_ADMIN"]}),
            "the capability ALL": secured(type_=JOB, init=True, capabilities={"add": ["ALL"]}),
            "main' runs as root": [secured(type_=REPLICA_SET, runAsUser=0), of_user(0)],
        },
        good=(
            secured(runAsUser=65532, capabilities={"drop": ["ALL"]}),
            secured(privileged=False, capabilities={"add": ["NET_BIND_SERVICE"]}),
            of_user(0, runAsUser=1000),
            of_user(65532),
        ),
        unknown=(running(securityContext=UNKNOWN), secured(runAsUser=UNKNOWN), of_user(UNKNOWN)),
    ),
)
