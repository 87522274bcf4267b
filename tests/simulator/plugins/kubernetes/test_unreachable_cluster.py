"""A cluster that does not answer, or that does not know the caller, as in the official provider."""

import json
from pathlib import Path
from typing import Any

import pytest

from simulator.plugins.kubernetes.kinds import RELEASE
from tests.simulator.control_planes.api_server import ApiServer
from tests.simulator.plugins.kubernetes.providers import Providers
from tests.simulator.plugins.life import Life, RefusedError

CONFIG_MAP = "kubernetes:core/v1:ConfigMap"
UNREACHABLE = "configured Kubernetes cluster is unreachable"


@pytest.fixture(params=["down", "unauthorized"])
def away(request: Any, server: ApiServer, unreachable: dict[str, Any]) -> dict[str, Any]:
    """The kubeconfig of a cluster that cannot be used."""
    return unreachable if request.param == "down" else server.kubeconfig(token="unknown")


@pytest.fixture
def life(providers: Providers, away: dict[str, Any]) -> Life:
    """A config map that the state has."""
    life = Life(providers(away), CONFIG_MAP)
    life.id, life.inputs = "default/it", {"data": {"a": "1"}}
    life.state = dict(life.inputs)
    return life


def test_previews_use_the_state(life: Life, providers: Providers) -> None:
    assert life.preview({"data": {"a": "9"}})["data"] == {"a": "9"}
    life.id = ""
    assert life.preview({"data": {"a": "9"}})["data"] == {"a": "9"}
    assert providers.warnings == []


def test_each_operation_fails_for_its_resource(life: Life) -> None:
    reason = f"{UNREACHABLE}: unable to load schema information from the API server: "
    with pytest.raises(RefusedError, match=reason):
        life.update({"data": {"a": "9"}})
    with pytest.raises(RefusedError, match=reason):
        Life(life.provider, CONFIG_MAP).create({})
    for step in (life.refresh, life.delete):
        with pytest.raises(RefusedError, match=r'PULUMI_K8S_DELETE_UNREACHABLE .* "true"'):
            step()


def test_reads_and_deletions_warn_with_the_reason(life: Life, providers: Providers) -> None:
    for step in (life.refresh, life.delete):
        with pytest.raises(RefusedError):
            step()
    assert len(providers.warnings) == 2
    assert all(warning.startswith(UNREACHABLE) for warning in providers.warnings)


def test_resources_can_be_removed_from_the_state(
    providers: Providers, away: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULUMI_K8S_DELETE_UNREACHABLE", "true")
    life, release = (Life(providers(away), token) for token in (CONFIG_MAP, RELEASE))
    life.id = release.id = "default/it"
    assert not life.refresh()
    life.delete()
    assert not release.refresh()
    with pytest.raises(RefusedError, match="can't delete Helm Release with unreachable cluster"):
        release.delete()


class Credentials:
    """A cluster's credentials command, which fails until it is repaired; `kubeconfig` names it."""

    _version = "client.authentication.k8s.io/v1beta1"

    def __init__(self, server: ApiServer, folder: Path) -> None:
        self._command, self._token = folder / "credentials", server.plane.token
        self._command.write_text("#!/bin/sh\nexit 1\n")
        self._command.chmod(0o755)
        user = {"apiVersion": self._version, "command": str(self._command), "args": []}
        self.kubeconfig = server.kubeconfig(exec=user)

    def repair(self) -> None:
        status = {"token": self._token}
        made = {"apiVersion": self._version, "kind": "ExecCredential", "status": status}
        self._command.write_text(f"#!/bin/sh\necho '{json.dumps(made)}'\n")


@pytest.fixture
def credentials(server: ApiServer, tmp_path: Path) -> Credentials:
    return Credentials(server, tmp_path)


def test_a_cluster_stays_unreachable_for_the_whole_run(
    providers: Providers, credentials: Credentials
) -> None:
    life = Life(providers(credentials.kubeconfig), CONFIG_MAP)
    with pytest.raises(RefusedError, match=UNREACHABLE):
        life.create({})
    credentials.repair()
    with pytest.raises(RefusedError, match=UNREACHABLE):
        life.create({})
    again = Life(providers(credentials.kubeconfig), CONFIG_MAP)
    again.create({})
    again.delete()


def test_a_cluster_that_is_reachable_at_its_first_use_is_reachable(
    providers: Providers, credentials: Credentials
) -> None:
    life = Life(providers(credentials.kubeconfig), CONFIG_MAP)
    credentials.repair()
    life.create({})
    life.delete()


def test_a_release_is_refused_with_its_own_message(
    providers: Providers, away: dict[str, Any]
) -> None:
    life = Life(providers(away), RELEASE)
    news = {"chart": "x", "name": "it"}
    life.preview(news)
    with pytest.raises(RefusedError, match="can't create Helm Release with unreachable cluster"):
        life.create(news)
    life.id, life.inputs, life.state = "default/it", news, news
    with pytest.raises(RefusedError, match="can't update Helm Release with unreachable cluster"):
        life.update(news | {"version": "2"})
