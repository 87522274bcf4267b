"""The wait for the access to a cluster, at a real API server."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from pulumi import RunError

from components.cluster import admin_access
from components.cluster.admin_access import AdminAccess
from tests.simulator.control_planes.api_server import ApiServer, api_server

ROLE = "arn:aws:iam::242905224710:role/deployer"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApiServer]:
    with api_server(tmp_path_factory.mktemp("cluster")) as server:
        yield server


@pytest.fixture
def access(monkeypatch: pytest.MonkeyPatch) -> AdminAccess:
    """An access that is waited for as long as three polls."""
    monkeypatch.setattr(admin_access, "_POLL_SECONDS", 0.05)
    monkeypatch.setattr(admin_access, "_PATIENCE_SECONDS", 0.1)
    return AdminAccess("biomage-staging", ROLE)


def kubeconfig(server: ApiServer, *command: str) -> str:
    return json.dumps(server.kubeconfig(exec={"command": command[0], "args": [*command[1:]]}))


def with_token(server: ApiServer, token: str) -> str:
    return kubeconfig(server, "echo", json.dumps({"status": {"token": token}}))


def test_a_caller_who_may_do_everything_is_not_waited_for(
    server: ApiServer, access: AdminAccess
) -> None:
    asyncio.run(access.wait(with_token(server, server.plane.token)))


def test_a_caller_whom_the_cluster_does_not_know_is_refused_in_the_end(
    server: ApiServer, access: AdminAccess
) -> None:
    with pytest.raises(RunError) as refused:
        asyncio.run(access.wait(with_token(server, "unknown")))
    assert "biomage-staging gives no access" in str(refused.value)
    assert f"{ROLE}: HTTP Error 401: Unauthorized" in str(refused.value)
    assert f"--principal-arn {ROLE}" in str(refused.value)


def test_a_caller_without_the_access_policy_is_refused_in_the_end(
    server: ApiServer, access: AdminAccess
) -> None:
    server.kubectl("create", "serviceaccount", "robot")
    token = server.kubectl("create", "token", "robot").strip()
    with pytest.raises(RunError, match="without AmazonEKSClusterAdminPolicy"):
        asyncio.run(access.wait(with_token(server, token)))


def test_access_that_comes_late_is_waited_for(
    server: ApiServer, access: AdminAccess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The policy is associated after a time that is longer than the wait without it."""
    answers = iter(["no", "no", "no", "no", ""])

    def refusal(*_: Any) -> str:
        access.expect()
        return next(answers)

    monkeypatch.setattr(admin_access, "_refusal", refusal)
    asyncio.run(access.wait(with_token(server, server.plane.token)))
    assert not list(answers)


@pytest.mark.parametrize(
    ("command", "reason"), [(["no-such-cli"], "No such file"), (["cat", "/none"], "cat: /none")]
)
def test_a_token_that_cannot_be_obtained_is_an_error_with_the_command(
    server: ApiServer, access: AdminAccess, command: list[str], reason: str
) -> None:
    with pytest.raises(RunError, match=f"`{' '.join(command)}` failed: .*{reason}"):
        asyncio.run(access.wait(kubeconfig(server, *command)))
