"""Test stacks for the rules about the availability of workloads."""

from typing import Any

from policies.engine.resource import Resource
from policies.rules.cluster.workloads import (
    DAEMON_SET,
    DEPLOYMENT,
    JOB,
    POD,
    SCALER,
    STATEFUL_SET,
)
from policies.rules.paradigms.cloud_native import (
    BUDGET,
    DISRUPTIONS_ARE_LIMITED,
    NO_BARE_PODS,
    REPLICAS_ARE_SEVERAL,
    REPLICAS_ARE_SPREAD,
    ZONE,
)
from tests.policies.rules.cases import UNKNOWN, Case
from tests.policies.rules.cluster.workloads import LABELS, named, workload

NEEDED = "requiredDuringSchedulingIgnoredDuringExecution"
AIM = {"kind": "Deployment", "name": "ui"}
OTHER_AIM = {"kind": "Deployment", "name": "api"}


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
        REPLICAS_ARE_SEVERAL,
        bad={
            "replicas is 1:": (workload(replicas=1),),
            "is 1 (default): if the pod's node fails, the service is unavailable.": (
                workload(STATEFUL_SET),
            ),
            "replicas is 0": (workload(replicas=0),),
            "minReplicas is 1:": (workload(replicas=3), scaler(AIM, minReplicas=1, maxReplicas=5)),
            "the HorizontalPodAutoscaler's minReplicas is 1 (default): if the pod's": (
                workload(),
                scaler(AIM, maxReplicas=5),
            ),
            "1 (default): if the pod's node fails, the service is unavailable.": (
                workload(),
                scaler(OTHER_AIM, minReplicas=2),
            ),
            "(default): if the pod's node fails, the service is unavailable.": (
                workload(),
                scaler(AIM, namespace="api", minReplicas=2),
            ),
            "replicas is 1 (default): if the pod's node fails, the service": (
                workload(STATEFUL_SET),
                scaler({"kind": "Deployment", "name": "ui"}, minReplicas=2),
            ),
        },
        good=(
            (workload(replicas=2),),
            (workload(STATEFUL_SET, replicas=3),),
            (workload(), scaler(AIM, minReplicas=2, maxReplicas=5)),
            (
                workload(namespace="ui"),
                scaler(AIM, namespace="ui", minReplicas=2, maxReplicas=5),
            ),
            (
                workload(),
                scaler(
                    {"kind": "Deployment", "name": UNKNOWN},
                    uses=(f"urn:{DEPLOYMENT}::ui",),
                    minReplicas=2,
                ),
            ),
            (workload(DAEMON_SET),),
        ),
        unknown=(
            (workload(replicas=UNKNOWN),),
            (workload(), scaler(AIM, minReplicas=UNKNOWN)),
            (workload(), scaler({"kind": "Deployment", "name": UNKNOWN}, minReplicas=2)),
        ),
    ),
    Case(
        DISRUPTIONS_ARE_LIMITED,
        bad={
            "no PodDisruptionBudget": (workload(replicas=2),),
            "selects its pods": (
                workload(STATEFUL_SET),
                budget({"matchLabels": {"app": "api"}}),
                budget({"matchLabels": LABELS | {"tier": "web"}}),
            ),
            "selects its pods, so draining nodes may evict all of them at once.": (
                workload(),
                budget({"matchLabels": LABELS}, namespace="ui"),
            ),
            "its pods, so draining nodes may evict all of them at once.": (
                workload(),
                budget(None),
            ),
            "at once": (
                workload(),
                budget(by_expression("app", "NotIn", "ui")),
                budget(by_expression("app", "DoesNotExist")),
                budget(by_expression("tier", "Exists")),
                budget(by_expression("app", "In", "api", "worker")),
            ),
        },
        good=(
            (workload(), budget({"matchLabels": LABELS})),
            (
                workload(namespace="ui", labels=LABELS | {"tier": "web"}),
                budget({"matchLabels": LABELS}, namespace="ui"),
            ),
            (workload(), budget({})),
            (workload(), budget(by_expression("app", "In", "api", "ui"))),
            (workload(), budget(by_expression("app", "Exists"))),
            (workload(), budget(by_expression("tier", "DoesNotExist"))),
            (workload(), budget(by_expression("app", "NotIn", "api"))),
            (workload(JOB),),
        ),
        unknown=(
            (workload(labels={"app": UNKNOWN}), budget({"matchLabels": LABELS})),
            (workload(), budget({"matchLabels": {"app": UNKNOWN}})),
        ),
    ),
    Case(
        REPLICAS_ARE_SPREAD,
        bad={
            "nothing spreads its pods": (workload(),),
            "pods over availability zones: the failure of one zone may stop all pods.": (
                workload(
                    STATEFUL_SET,
                    pod={"topologySpreadConstraints": [{"topologyKey": "kubernetes.io/hostname"}]},
                ),
            ),
            "over availability zones: the failure of one zone may stop all pods.": (
                workload(pod=apart(required=[{"topologyKey": "kubernetes.io/hostname"}])),
            ),
            "availability zones: the failure of one zone may stop all pods.": (
                workload(pod={"affinity": {"podAffinity": {NEEDED: [{"topologyKey": ZONE}]}}}),
            ),
        },
        good=(
            (workload(pod={"topologySpreadConstraints": [{"topologyKey": ZONE, "maxSkew": 1}]}),),
            (workload(pod=apart(required=[{"topologyKey": ZONE}])),),
            (
                workload(
                    pod=apart(preferred=[{"weight": 1, "podAffinityTerm": {"topologyKey": ZONE}}])
                ),
            ),
            (workload(DAEMON_SET),),
        ),
        unknown=(
            (workload(pod={"topologySpreadConstraints": UNKNOWN}),),
            (workload(pod={"topologySpreadConstraints": [{"topologyKey": UNKNOWN}]}),),
        ),
    ),
    Case(
        NO_BARE_PODS,
        bad={"a bare pod": (workload(POD),)},
        good=((workload(),), (workload(JOB),)),
        unknown=(),
    ),
)
