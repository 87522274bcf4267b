"""A cluster's API server, and providers for it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.control_planes.controllers import CONTROLLERS_VARIABLE
from simulator.plugins.aws.records import RECORDS_FILE
from simulator.plugins.kubernetes.servicer import KubernetesProvider
from tests.simulator.control_planes.api_server import ApiServer, api_server
from tests.simulator.plugins.kubernetes.providers import Providers


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApiServer]:
    with api_server(tmp_path_factory.mktemp("cluster")) as server:
        yield server


@pytest.fixture(autouse=True)
def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(RECORDS_FILE, str(tmp_path / "records.sqlite"))


@pytest.fixture
def providers(server: ApiServer) -> Providers:
    return Providers(server)


@pytest.fixture
def provider(providers: Providers) -> KubernetesProvider:
    return providers()


@pytest.fixture
def unreachable(server: ApiServer) -> dict[str, Any]:
    """A kubeconfig of a cluster where nothing listens."""
    kubeconfig = server.kubeconfig()
    kubeconfig["clusters"][0]["cluster"]["server"] = "https://127.0.0.1:1"
    return kubeconfig


@pytest.fixture(scope="session")
def idle_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApiServer]:
    """An API server without controllers: nothing becomes ready."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(CONTROLLERS_VARIABLE, "0")
        with api_server(tmp_path_factory.mktemp("idle")) as server:
            yield server
