"""Kubernetes resources that a deployment leaves incomplete, on the real engine."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from simulator.account.failures import Failure, Harm, Moment, Plan
from simulator.control_planes.controllers import CONTROLLERS_VARIABLE, Controllers
from tests.chaos.deployments import fail_once, pick_up
from tests.engine.conftest import Platform
from tests.simulator.control_planes.api_server import ApiServer, api_server

PROGRAM = """
import json

import pulumi_kubernetes as kubernetes
from pulumi import CustomTimeouts, ResourceOptions

provider = kubernetes.Provider("cluster", kubeconfig=json.dumps({kubeconfig}))
opts = ResourceOptions(provider=provider, custom_timeouts=CustomTimeouts(create="1s"))
"""
RELEASE = """
kubernetes.helm.v3.Release(
    "lb",
    name="lb",
    chart="controller",
    namespace="default",
    version="1.0.0",
    skip_await=True,
    opts=opts,
)
"""
DEPLOYMENT = """
labels = {"app": "it"}
pods = {"metadata": {"labels": labels}, "spec": {"containers": [{"name": "it", "image": "it:1"}]}}
kubernetes.apps.v1.Deployment(
    "it",
    metadata={"name": "it"},
    spec={"selector": {"match_labels": labels}, "template": pods},
    opts=opts,
)
"""
URN = "urn:pulumi:dev::small::kubernetes:helm.sh/v3:Release::lb"

Program = Callable[[str], Platform]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApiServer]:
    """A cluster without controllers."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(CONTROLLERS_VARIABLE, "0")
        with api_server(tmp_path_factory.mktemp("cluster")) as server:
            yield server


def resources(platform: Platform) -> dict[str, Any]:
    """The resources in the state, by type."""
    export = platform.pulumi("stack", "export", "-s", "dev").stdout
    return {one["type"]: one for one in json.loads(export)["deployment"]["resources"]}


@pytest.fixture
def head(server: ApiServer) -> str:
    """The begin of a program that uses the cluster."""
    return PROGRAM.replace("{kubeconfig}", repr(server.kubeconfig()))


def test_an_object_that_is_not_ready_in_time_is_kept_and_completed(
    program: Program, head: str, server: ApiServer
) -> None:
    small = program(head + DEPLOYMENT)
    late = small.pulumi("up", "-s", "dev", "--yes", "--skip-preview")
    assert late.returncode != 0
    assert "'it' timed out waiting to be Ready" in late.stdout
    kept = resources(small)["kubernetes:apps/v1:Deployment"]
    assert (kept["id"], len(kept["initErrors"])) == ("default/it", 2)
    controllers = Controllers(server.plane.url, server.plane.session)
    controllers.start()
    small.up("dev")
    controllers.stop()
    assert "initErrors" not in resources(small)["kubernetes:apps/v1:Deployment"]


def test_an_interrupted_release_is_repaired_before_the_next_deployment(
    program: Program, head: str
) -> None:
    small, killed = program(head + RELEASE), Failure(Harm.ENGINE, Moment.HALF_WAY)
    assert fail_once(small, "dev", Plan({URN: killed}, {})) == [(URN, killed)]
    lines = pick_up(small, "dev")
    assert [line for line in lines if "default/lb was interrupted (pending-install)" in line]
    assert "dev: Release lb does not exist in AWS" in lines
    small.up("dev")
    assert small.planned("dev", "--refresh") == []
