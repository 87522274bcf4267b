"""Helm releases: names in use, interrupted operations, and failures, as with Helm."""

import base64
import gzip
import json
from collections.abc import Iterator
from typing import Any

import pytest

from simulator.account.failures import Failure, Harm, InjectedError, Moment, Operation
from simulator.plugins.kubernetes.kinds import RELEASE
from simulator.plugins.kubernetes.servicer import KubernetesProvider
from tests.simulator.control_planes.api_server import ApiServer
from tests.simulator.plugins.kubernetes.providers import Providers, kill_half_way
from tests.simulator.plugins.life import Life, RefusedError

CONTROLLER = {"chart": "controller", "name": "it", "version": "1.0.0", "values": {"replicas": 2}}
NEWER = CONTROLLER | {"version": "1.1.0"}
IN_PROGRESS = "another operation (install/upgrade/rollback) is in progress"


@pytest.fixture
def release(provider: KubernetesProvider, server: ApiServer) -> Iterator[Life]:
    """A release that is not installed yet; removed with all its traces in the end."""
    yield Life(provider, RELEASE)
    remove(server)


@pytest.fixture
def stuck(idle_server: ApiServer) -> Iterator[Life]:
    """A release in a cluster where nothing becomes ready."""
    yield Life(Providers(idle_server)(), RELEASE)
    remove(idle_server)


def remove(server: ApiServer) -> None:
    server.kubectl("delete", "deployments,secrets", "--all")


def revisions(server: ApiServer) -> dict[str, str]:
    """The status of each revision that Helm would find, by the name of its Secret."""
    found = json.loads(server.kubectl("get", "secrets", "-l", "owner=helm,name=it", "-o", "json"))
    assert {secret["type"] for secret in found["items"]} <= {"helm.sh/release.v1"}
    return {
        secret["metadata"]["name"]: secret["metadata"]["labels"]["status"]
        for secret in found["items"]
    }


def stored(server: ApiServer, secret: str) -> dict[str, Any]:
    """Helm's record in a Secret, decoded as Helm does it."""
    data = server.kubectl("get", "secret", secret, "-o", "jsonpath={.data.release}")
    return json.loads(gzip.decompress(base64.b64decode(base64.b64decode(data))))


def test_helm_finds_the_revisions_of_a_release(release: Life, server: ApiServer) -> None:
    release.create(CONTROLLER)
    release.update(NEWER)
    first, second = "sh.helm.release.v1.it.v1", "sh.helm.release.v1.it.v2"
    assert revisions(server) == {first: "superseded", second: "deployed"}
    record = stored(server, second)
    assert record["chart"]["metadata"] == {"name": "controller", "version": "1.1.0"}
    assert (record["config"], record["info"]["status"]) == ({"replicas": 2}, "deployed")
    labels = server.kubectl("get", "secret", second, "-o", "jsonpath={.metadata.labels.version}")
    assert labels == "2"
    release.delete()
    assert revisions(server) == {}
    assert not server.kubectl("get", "deployments", "-o", "name")


def test_state_has_the_revision(release: Life) -> None:
    release.create(CONTROLLER)
    release.update(NEWER)
    status = {"chart": "controller", "name": "it", "namespace": "default", "revision": 2}
    assert release.state["status"] == status | {"status": "deployed", "version": "1.1.0"}


def test_a_name_in_use_is_refused(release: Life, provider: KubernetesProvider) -> None:
    release.create(CONTROLLER)
    with pytest.raises(RefusedError) as refused:
        Life(provider, RELEASE).create(CONTROLLER)
    assert str(refused.value) == "cannot re-use a name that is still in use"
    other = Life(provider, RELEASE)
    other.create(CONTROLLER | {"namespace": "kube-system"})
    other.delete()


def test_an_interrupted_install_blocks_the_name(release: Life, server: ApiServer) -> None:
    kill_half_way(lambda: release.create(CONTROLLER))
    assert revisions(server) == {"sh.helm.release.v1.it.v1": "pending-install"}
    with pytest.raises(RefusedError, match="cannot re-use a name that is still in use"):
        release.create(CONTROLLER)


def test_an_interrupted_upgrade_blocks_the_next_one(release: Life, server: ApiServer) -> None:
    release.create(CONTROLLER)
    kill_half_way(lambda: release.update(NEWER))
    assert revisions(server)["sh.helm.release.v1.it.v2"] == "pending-upgrade"
    with pytest.raises(RefusedError) as refused:
        release.update(NEWER)
    assert str(refused.value) == IN_PROGRESS
    release.delete()
    assert revisions(server) == {}


def test_an_atomic_install_that_is_late_is_uninstalled(stuck: Life, idle_server: ApiServer) -> None:
    with pytest.raises(RefusedError) as refused:
        stuck.create(CONTROLLER | {"atomic": True, "timeout": 1})
    assert str(refused.value) == (
        "release it failed, and has been uninstalled due to atomic being set:"
        " context deadline exceeded"
    )
    assert refused.value.partial is None
    assert revisions(idle_server) == {}


def test_a_late_install_is_kept_as_failed(stuck: Life, idle_server: ApiServer) -> None:
    with pytest.raises(RefusedError, match=r"was created, but failed to initialize") as refused:
        stuck.create(CONTROLLER | {"timeout": 1})
    assert refused.value.partial
    assert refused.value.partial.id == "default/it"
    assert revisions(idle_server) == {"sh.helm.release.v1.it.v1": "failed"}


def test_a_late_atomic_upgrade_is_rolled_back(stuck: Life, idle_server: ApiServer) -> None:
    stuck.create(CONTROLLER | {"skipAwait": True})
    with pytest.raises(RefusedError, match=r"has been rolled back due to atomic") as refused:
        stuck.update(NEWER | {"atomic": True, "timeout": 1})
    assert refused.value.partial
    assert [*revisions(idle_server).values()] == ["superseded", "failed", "deployed"]
    image = "jsonpath={.spec.template.spec.containers[0].image}"
    assert idle_server.kubectl("get", "deployment", "it", "-o", image) == "controller:1.0.0"


def test_an_object_that_helm_did_not_create_is_refused(release: Life, server: ApiServer) -> None:
    server.kubectl("create", "deployment", "it", "--image=other:1")
    with pytest.raises(RefusedError, match=r"cannot be imported into the current release"):
        release.create(CONTROLLER)
    assert revisions(server) == {}


def test_an_error_half_way_counts_as_a_failed_install(
    release: Life, server: ApiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reaches(self: Operation, moment: Moment) -> None:
        if moment is Moment.HALF_WAY:
            raise InjectedError(str(Failure(Harm.ERROR, moment)))

    monkeypatch.setattr(Operation, "reaches", reaches)
    with pytest.raises(RefusedError, match="uninstalled due to atomic being set"):
        release.create(CONTROLLER | {"atomic": True})
    assert revisions(server) == {}


def test_a_release_that_was_uninstalled_by_hand_cannot_be_deleted(
    release: Life, server: ApiServer
) -> None:
    release.create(CONTROLLER)
    server.kubectl("delete", "secrets", "-l", "owner=helm")
    with pytest.raises(RefusedError, match="Release not loaded: it: release: not found"):
        release.delete()
    assert not release.refresh()


def test_a_namespace_is_created_only_on_request(release: Life, server: ApiServer) -> None:
    apart = CONTROLLER | {"namespace": "apart"}
    with pytest.raises(RefusedError, match='namespaces "apart" not found'):
        release.create(apart)
    release.create(apart | {"createNamespace": True})
    release.delete()
    server.kubectl("delete", "namespace", "apart", "--wait=false")
