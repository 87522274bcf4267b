"""Test stacks for the rule about the scaling of workloads that users reach."""

from typing import Any

from policies.engine.resource import Resource
from policies.rules.cluster.interactive_workloads import INGRESS, SERVICE
from policies.rules.cluster.workloads import DAEMON_SET, DEPLOYMENT, SCALER, STATEFUL_SET
from tests.policies.rules.cases import UNKNOWN, Case
from tests.policies.rules.cluster.workloads import LABELS, named, workload


def service(type_: str = "ClusterIP", selector: Any = LABELS, **more: Any) -> Resource:
    return named(SERVICE, "web", {"type": type_, "selector": selector}, **more)


def backend(name: str) -> Any:
    return {"service": {"name": name, "port": {"number": 80}}}


def ingress(name: str, **more: Any) -> Resource:
    rule = {"host": "example.org", "http": {"paths": [{"path": "/", "backend": backend(name)}]}}
    return named(INGRESS, "door", {"rules": [{"host": "example.com"}, rule]}, **more)


def scaler(**spec: Any) -> Resource:
    aim = {"kind": "Deployment", "name": "ui"}
    return named(SCALER, "scaler", {"scaleTargetRef": aim, **spec})


CASES = (
    Case(
        "interactive-workload-autoscaling",
        bad={
            "reach it by the ingress 'door', but it has no HorizontalPodAutoscaler.": [
                (workload(), service(), ingress("web")),
                (workload(), service(), named(INGRESS, "door", {"defaultBackend": backend("web")})),
                (workload(), service(), ingress(UNKNOWN, uses={"spec": (f"urn:{SERVICE}::web",)})),
            ],
            "the load balancer 'web'": (workload(STATEFUL_SET), service("LoadBalancer")),
            "HorizontalPodAutoscaler is fixed at 2 pods": (
                workload(),
                service("LoadBalancer"),
                scaler(minReplicas=2.0, maxReplicas=2.0),
            ),
            "fixed at 1 pods": (workload(), service("LoadBalancer"), scaler(maxReplicas=1)),
        },
        good=(
            workload(),
            (workload(), service()),
            (workload(), service(), ingress("other")),
            (workload(), service(), ingress("web", namespace="other")),
            (workload(), service("LoadBalancer", {"app": "api"})),
            (workload(), service("LoadBalancer", {})),
            (workload(), service("LoadBalancer", namespace="other")),
            (workload(), service("LoadBalancer"), scaler(minReplicas=2, maxReplicas=5)),
            (workload(), service(), ingress("web"), scaler(maxReplicas=2)),
            (workload(DAEMON_SET), service("LoadBalancer")),
        ),
        unknown=(
            (workload(DEPLOYMENT), service(), ingress(UNKNOWN)),
            (workload(labels={"app": UNKNOWN}), service("LoadBalancer")),
            (workload(), service("LoadBalancer"), scaler(minReplicas=2, maxReplicas=UNKNOWN)),
        ),
    ),
)
