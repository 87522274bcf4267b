"""Interrupted Helm releases are made usable again, in a real API server."""

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest

from delivery.recovery.releases import repair_releases
from delivery.recovery.state import HELM_RELEASE, State
from simulator.plugins.kubernetes.servicer import KubernetesProvider
from tests.delivery.recovery.test_recovery import resource, state
from tests.simulator.control_planes.api_server import ApiServer, api_server
from tests.simulator.plugins.kubernetes.providers import Providers, kill_half_way
from tests.simulator.plugins.life import Life

CHART = {"chart": "controller", "name": "it", "namespace": "default", "version": "1.0.0"}
NEWER = CHART | {"version": "1.1.0"}
NAME = "the Helm release default/it"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApiServer]:
    """A cluster for the tests of this file."""
    with api_server(tmp_path_factory.mktemp("cluster")) as server:
        yield server


@pytest.fixture
def provider(server: ApiServer) -> Iterator[KubernetesProvider]:
    """A provider for the cluster, whose releases are removed in the end."""
    yield Providers(server)()
    server.kubectl("delete", "deployments,secrets", "--all")


def stack(kubeconfig: Any, **pending: State) -> State:
    """A state with a provider and one release, or with a pending operation instead."""
    inputs = {"kubeconfig": json.dumps(kubeconfig)}
    provider = resource("pulumi:providers:kubernetes", "cluster", inputs, id="p")
    release = resource(HELM_RELEASE, "it", CHART, provider=f"{provider['urn']}::p", id="default/it")
    if pending:
        (kind,) = pending
        return state(provider, **{kind: release})
    return state(provider, release)


def repair(found: State) -> list[str]:
    return list(repair_releases("staging", found, os.environ))


def statuses(server: ApiServer) -> list[str]:
    """The status of each revision, the oldest first."""
    status = "jsonpath={.items[*].metadata.labels.status}"
    return server.kubectl("get", "secrets", "-l", "owner=helm", "-o", status).split()


def test_an_interrupted_install_can_be_repeated(
    provider: KubernetesProvider, server: ApiServer
) -> None:
    kill_half_way(lambda: Life(provider, HELM_RELEASE).create(CHART))
    (line,) = repair(stack(server.kubeconfig(), creating={}))
    assert line == (
        f"staging: {NAME} was interrupted (pending-install); removed the record of its revision 1:"
        " it was never deployed, so Helm installs it again"
    )
    Life(provider, HELM_RELEASE).create(CHART)
    assert statuses(server) == ["deployed"]


def test_an_interrupted_upgrade_can_be_repeated(
    provider: KubernetesProvider, server: ApiServer
) -> None:
    release = Life(provider, HELM_RELEASE)
    release.create(CHART)
    kill_half_way(lambda: release.update(NEWER))
    (line,) = repair(stack(server.kubeconfig()))
    assert line.endswith("removed the record of its revision 2: Helm continues from revision 1")
    assert statuses(server) == ["deployed"]
    release.update(NEWER)
    assert statuses(server) == ["superseded", "deployed"]


def test_releases_that_are_usable_or_of_others_are_left_alone(
    provider: KubernetesProvider, server: ApiServer
) -> None:
    release, other = (Life(provider, HELM_RELEASE) for _ in range(2))
    release.create(CHART)
    kill_half_way(lambda: other.create(CHART | {"name": "another"}))
    assert repair(stack(server.kubeconfig())) == []
    assert sorted(statuses(server)) == ["deployed", "pending-install"]


def test_an_unreachable_cluster_is_named_and_does_not_stop_the_deployment(
    server: ApiServer,
) -> None:
    kubeconfig = server.kubeconfig()
    kubeconfig["clusters"][0]["cluster"]["server"] = "https://127.0.0.1:1"
    (line,) = repair(stack(kubeconfig))
    assert line.startswith("staging: Helm releases were not checked for interrupted operations: ")
    assert "refused" in line


def test_a_stack_without_releases_needs_no_kubectl() -> None:
    provider = resource("pulumi:providers:kubernetes", "cluster", {"kubeconfig": "{}"})
    for found in (state(), state(creating=provider)):
        assert list(repair_releases("staging", found, {"PATH": ""})) == []


def test_a_release_without_a_name_yet_is_left_alone(server: ApiServer) -> None:
    found = stack(server.kubeconfig(), creating={})
    for operation in found["deployment"]["pending_operations"]:
        del operation["resource"]["inputs"]["name"], operation["resource"]["inputs"]["namespace"]
        operation["resource"].pop("outputs", None)
    assert repair(found) == []
