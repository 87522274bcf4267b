"""Test stacks for the rules about the availability of workloads."""

from typing import Any

from policies.engine.resource import Resource
from policies.rules.cluster.workloads import DAEMON_SET, DEPLOYMENT, JOB, POD, SCALER, STATEFUL_SET
from policies.rules.paradigms.cloud_native import BUDGET, ZONE
from tests.policies.rules.cases import UNKNOWN, Case
from tests.policies.rules.cluster.workloads import LABELS, named, workload

NEEDED = "requiredDuringSchedulingIgnoredDuringExecution"
AIM = {"kind": "Deployment", "name": "ui"}
OTHER_AIM = {"kind": "Deployment", "name": "api"}
NEW_AIM = {"kind": "Deployment", "name": UNKNOWN}
HOST = {"topologyKey": "kubernetes.io/hostname"}
OURS = {"matchLabels": LABELS}


def scaler(aim: Any, *, namespace: str = "", uses: tuple[str, ...] = (), **spec: Any) -> Resource:
    return named(
        SCALER, "scaler", {"scaleTargetRef": aim, **spec}, namespace=namespace, uses={"spec": uses}
    )


def budget(selector: Any, *, namespace: str = "") -> Resource:
    return named(BUDGET, "budget", {"selector": selector}, namespace=namespace)


def by_expression(key: str, operator: str, *values: str) -> Any:
    return {"matchExpressions": [{"key": key, "operator": operator, "values": [*values]}]}


def apart(**terms: Any) -> Any:
    rules = {f"{when}DuringSchedulingIgnoredDuringExecution": each for when, each in terms.items()}
    return {"affinity": {"podAntiAffinity": rules}}


CASES = (
    Case(
        "multiple-replicas",
        bad={
            "replicas is 1:": workload(replicas=1),
            "is 1 (default): if the pod's node fails, the service is unavailable.": [
                workload(STATEFUL_SET),
                (workload(), scaler(OTHER_AIM, minReplicas=2)),
                (workload(), scaler(AIM, namespace="api", minReplicas=2)),
                (workload(STATEFUL_SET), scaler(AIM, minReplicas=2)),
            ],
            "replicas is 0": workload(replicas=0),
            "minReplicas is 1:": (workload(replicas=3), scaler(AIM, minReplicas=1, maxReplicas=5)),
            "minReplicas is 1 (default): if the pod's": (workload(), scaler(AIM, maxReplicas=5)),
        },
        good=(
            workload(replicas=2),
            workload(STATEFUL_SET, replicas=3),
            (workload(), scaler(AIM, minReplicas=2, maxReplicas=5)),
            (workload(namespace="ui"), scaler(AIM, namespace="ui", minReplicas=2, maxReplicas=5)),
            (workload(), scaler(NEW_AIM, uses=(f"urn:{DEPLOYMENT}::ui",), minReplicas=2)),
            workload(DAEMON_SET),
        ),
        unknown=(
            workload(replicas=UNKNOWN),
            (workload(), scaler(AIM, minReplicas=UNKNOWN)),
            (workload(), scaler(NEW_AIM, minReplicas=2)),
        ),
    ),
    Case(
        "pod-disruption-budget",
        bad={
            "selects its pods, so draining nodes may evict all of them at once.": [
                workload(replicas=2),
                (
                    workload(STATEFUL_SET),
                    budget({"matchLabels": {"app": "api"}}),
                    budget({"matchLabels": LABELS | {"tier": "web"}}),
                ),
                (workload(), budget(OURS, namespace="ui")),
                (workload(), budget(None)),
                (
                    workload(),
                    budget(by_expression("app", "NotIn", "ui")),
                    budget(by_expression("app", "DoesNotExist")),
                    budget(by_expression("tier", "Exists")),
                    budget(by_expression("app", "In", "api", "worker")),
                ),
            ]
        },
        good=(
            (workload(), budget(OURS)),
            (workload(namespace="ui", labels=LABELS | {"tier": "x"}), budget(OURS, namespace="ui")),
            (workload(), budget({})),
            (workload(), budget(by_expression("app", "In", "api", "ui"))),
            (workload(), budget(by_expression("app", "Exists"))),
            (workload(), budget(by_expression("tier", "DoesNotExist"))),
            (workload(), budget(by_expression("app", "NotIn", "api"))),
            workload(JOB),
        ),
        unknown=(
            (workload(labels={"app": UNKNOWN}), budget(OURS)),
            (workload(), budget({"matchLabels": {"app": UNKNOWN}})),
        ),
    ),
    Case(
        "topology-spread-constraints",
        bad={
            "pods over availability zones: the failure of one zone may stop all pods.": [
                workload(),
                workload(STATEFUL_SET, pod={"topologySpreadConstraints": [HOST]}),
                workload(pod=apart(required=[HOST])),
                workload(pod={"affinity": {"podAffinity": {NEEDED: [{"topologyKey": ZONE}]}}}),
            ]
        },
        good=(
            workload(pod={"topologySpreadConstraints": [{"topologyKey": ZONE, "maxSkew": 1}]}),
            workload(pod=apart(required=[{"topologyKey": ZONE}])),
            workload(pod=apart(preferred=[{"podAffinityTerm": {"topologyKey": ZONE}}])),
            workload(DAEMON_SET),
        ),
        unknown=(workload(pod={"topologySpreadConstraints": [{"topologyKey": UNKNOWN}]}),),
    ),
    Case("no-bare-pods", bad={"a bare pod": workload(POD)}, good=(workload(), workload(JOB))),
)
