"""Waiting until objects are ready, as in the official provider."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from simulator.account.clock import CLOCK, Pace
from simulator.plugins.aws.shapes import Props
from simulator.plugins.kubernetes.servicer import KubernetesProvider
from tests.simulator.control_planes.api_server import ApiServer
from tests.simulator.plugins.kubernetes.providers import Providers
from tests.simulator.plugins.life import Life, RefusedError
from tests.simulator.samples.kubernetes import SAMPLES

LOAD_BALANCER = {"spec": {"type": "LoadBalancer", "ports": [{"port": 80}]}}
STATEFUL_SET = SAMPLES["deployment"].inputs["spec"] | {"serviceName": "it"}

AWAITED = {
    "kubernetes:apps/v1:Deployment": SAMPLES["deployment"].inputs,
    "kubernetes:apps/v1:DaemonSet": SAMPLES["daemon set"].inputs,
    "kubernetes:apps/v1:StatefulSet": {"spec": STATEFUL_SET},
    "kubernetes:core/v1:Service": LOAD_BALANCER,
    "kubernetes:networking.k8s.io/v1:Ingress": SAMPLES["ingress"].inputs,
}
EACH = pytest.mark.parametrize(("token", "news"), AWAITED.items(), ids=AWAITED)
DEPLOYMENT = "kubernetes:apps/v1:Deployment"


def annotated(news: Props, **annotations: str) -> Props:
    own = {f"pulumi.com/{name}": value for name, value in annotations.items()}
    return news | {"metadata": {"annotations": own}}


@pytest.fixture
def idle(idle_server: ApiServer) -> Iterator[KubernetesProvider]:
    """A provider for a cluster where nothing becomes ready."""
    yield Providers(idle_server)()
    kinds = "deployments,daemonsets,statefulsets,ingresses,services"
    idle_server.kubectl("delete", kinds, "--all")


@pytest.fixture
def stopped() -> Iterator[None]:
    """The clock of the account is stopped."""
    CLOCK.run(Pace.STOPPED)
    yield
    CLOCK.run(Pace.FAST)


def replicas(server: ApiServer, name: str) -> Any:
    status = server.kubectl("get", "deployment", name, "-o", "jsonpath={.status}")
    return json.loads(status).get("availableReplicas")


@EACH
def test_an_object_is_ready_when_its_creation_ends(
    provider: KubernetesProvider, token: str, news: Props
) -> None:
    life = Life(provider, token, "ready")
    life.create(annotated(news, timeoutSeconds="20"))
    status = life.state["status"]
    assert status.get("observedGeneration") == 1 or status["loadBalancer"]["ingress"]
    life.delete()


@EACH
def test_an_object_that_is_not_ready_in_time_is_kept_as_incomplete(
    idle: KubernetesProvider, token: str, news: Props
) -> None:
    life, late = Life(idle, token), annotated(news, timeoutSeconds="0")
    with pytest.raises(RefusedError, match="timed out waiting") as refused:
        life.create(late)
    assert refused.value.partial
    assert refused.value.partial.id == "default/it-30313233"
    assert len(refused.value.partial.reasons) == 2
    life.id, life.inputs = refused.value.partial.id, {}
    with pytest.raises(RefusedError, match="was created but failed to initialize") as unready:
        life.refresh()
    assert unready.value.partial
    assert unready.value.partial.id == life.id


@EACH
def test_an_annotation_skips_the_wait(idle: KubernetesProvider, token: str, news: Props) -> None:
    life = Life(idle, token)
    life.create(annotated(news, skipAwait="true"))
    assert life.refresh()


def test_objects_become_ready_a_moment_of_the_accounts_clock_later(
    provider: KubernetesProvider, server: ApiServer, stopped: None
) -> None:
    life = Life(provider, DEPLOYMENT, "waiting")
    life.create(annotated(SAMPLES["deployment"].inputs, skipAwait="true"))
    time.sleep(0.3)
    assert replicas(server, "waiting-30313233") is None
    CLOCK.run(Pace.FAST)
    assert life.refresh()
    life.update(SAMPLES["deployment"].inputs)
    assert replicas(server, "waiting-30313233") == 2
    life.delete()


@pytest.mark.parametrize(
    ("token", "status", "reason"),
    [
        (
            DEPLOYMENT,
            {"updatedReplicas": 1, "conditions": [{"type": "Available", "status": "True"}]},
            "Minimum number of Pods to consider the application live was not attained",
        ),
        (
            "kubernetes:apps/v1:DaemonSet",
            {"desiredNumberScheduled": 2, "numberAvailable": 1},
            "1 out of 2 Pods are available",
        ),
        (
            "kubernetes:apps/v1:StatefulSet",
            {"readyReplicas": 1},
            "1 out of 2 replicas succeeded readiness checks",
        ),
    ],
)
def test_a_workload_with_too_few_pods_is_not_ready(
    idle: KubernetesProvider, idle_server: ApiServer, token: str, status: Props, reason: str
) -> None:
    life, kind = Life(idle, token), token.rpartition(":")[2]
    life.create(annotated(AWAITED[token], skipAwait="true"))
    patch = json.dumps({"status": {"observedGeneration": 2, "replicas": 2, **status}})
    name = f"{kind.lower()}/it-30313233"
    idle_server.kubectl("patch", name, "--subresource=status", "--type=merge", "-p", patch)
    with pytest.raises(RefusedError, match="failed to fully initialize") as refused:
        life.update(annotated(AWAITED[token], timeoutSeconds="0"))
    assert refused.value.partial
    assert refused.value.partial.reasons[1] == reason


def test_an_update_waits_too(idle: KubernetesProvider) -> None:
    life, news = Life(idle, DEPLOYMENT), SAMPLES["deployment"].inputs
    life.create(annotated(news, skipAwait="true"))
    with pytest.raises(RefusedError, match="Deployment default/it-30313233 exists, but failed"):
        life.update(annotated(news, timeoutSeconds="0"))


def test_other_services_are_ready_at_once(idle: KubernetesProvider) -> None:
    life = Life(idle, "kubernetes:core/v1:Service")
    life.create(SAMPLES["service"].inputs)
    assert life.refresh()


POD = {"serviceAccountName": "it", "containers": [{"name": "it", "image": "missing:1"}]}
VOLUME = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}
NOT_AWAITED = {
    "kubernetes:core/v1:Pod": {"spec": POD},
    "kubernetes:batch/v1:Job": {"spec": {"template": {"spec": POD | {"restartPolicy": "Never"}}}},
    "kubernetes:core/v1:PersistentVolumeClaim": {"spec": VOLUME},
}


@pytest.mark.parametrize(("token", "news"), NOT_AWAITED.items(), ids=NOT_AWAITED)
def test_pods_jobs_and_volume_claims_are_ready_at_once(
    idle: KubernetesProvider, token: str, news: Props
) -> None:
    account, life = Life(idle, "kubernetes:core/v1:ServiceAccount"), Life(idle, token)
    account.create({"metadata": {"name": "it"}})
    life.create(news)
    life.delete()
    account.delete()


def test_the_annotation_wait_for_has_no_effect(provider: KubernetesProvider) -> None:
    life = Life(provider, DEPLOYMENT)
    life.create(annotated(SAMPLES["deployment"].inputs, waitFor="jsonpath={.status.missing}=it"))
    life.delete()


def test_an_ingress_is_ready_without_its_service_and_a_daemon_set_without_pods(
    provider: KubernetesProvider, server: ApiServer
) -> None:
    ingress = Life(provider, "kubernetes:networking.k8s.io/v1:Ingress", "alone")
    ingress.create(SAMPLES["ingress"].inputs)
    assert "alone" not in server.kubectl("get", "services")
    daemon_set = Life(provider, "kubernetes:apps/v1:DaemonSet", "alone")
    daemon_set.create(SAMPLES["daemon set"].inputs)
    assert daemon_set.state["status"]["desiredNumberScheduled"] == 0
    ingress.delete()
    daemon_set.delete()
