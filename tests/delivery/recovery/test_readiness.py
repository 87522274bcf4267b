"""Recovery waits until AWS has finished before it reads a resource into the state."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from delivery.aws import Clients
from delivery.recovery import readiness, recover
from delivery.recovery.readiness import StillBusyError
from simulator.account.clock import CLOCK_PATH
from tests.delivery.recovery.test_recovery import FakeCli, cli, never_confirm, resource, state

__all__ = ["cli"]

CACHE = "aws:elasticache/replicationGroup:ReplicationGroup"


@pytest.fixture
def clock(running: tuple[Clients, str]) -> Iterator[Callable[[str], None]]:
    """Sets the pace of the account's clock; at the end it is fast, as before."""

    def run(pace: str) -> None:
        requests.put(f"{running[1]}{CLOCK_PATH}", data=pace, timeout=10).raise_for_status()

    yield run
    run("fast")


@pytest.fixture
def killed(aws: Clients, clock: Callable[[str], None], cli: Callable[..., FakeCli]) -> FakeCli:
    """The CLI of a stack whose engine was killed while it created a cache."""
    clock("stopped")
    aws("elasticache").create_replication_group(
        ReplicationGroupId="one", ReplicationGroupDescription="d"
    )
    cache = resource(CACHE, "cache", {"replicationGroupId": "one"})
    return cli(state(creating=cache), "one")


def test_a_resource_is_ready_when_it_is_adopted(
    aws: Clients,
    clock: Callable[[str], None],
    killed: FakeCli,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The clock runs from the first delay on, and the state is noted when the CLI refreshes."""
    monkeypatch.setattr(readiness.time, "sleep", lambda _: clock("fast"))
    at_refresh: list[dict[str, Any]] = []
    answer = killed.output

    def output(*arguments: str, text: str | None = None) -> str:
        if arguments[0] == "refresh":
            groups = aws("elasticache").describe_replication_groups()["ReplicationGroups"]
            at_refresh.extend(groups)
        return answer(*arguments, text=text)

    monkeypatch.setattr(killed, "output", output)
    assert list(recover("staging", killed, aws, never_confirm)) == [
        "staging: waiting for ReplicationGroup cache, which is creating",
        "staging: ReplicationGroup cache exists in AWS and was added to the state",
    ]
    (group,) = at_refresh
    assert group["Status"] == "available"
    assert group["NodeGroups"][0]["PrimaryEndpoint"]


def test_a_wait_ends_after_a_time_and_the_next_recovery_continues(
    aws: Clients,
    clock: Callable[[str], None],
    killed: FakeCli,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(readiness, "_TIMEOUT_SECONDS", -1)
    with pytest.raises(StillBusyError, match=r"cache is still creating\. .* then deploy again"):
        list(recover("staging", killed, aws, never_confirm))
    monkeypatch.undo()
    clock("fast")
    monkeypatch.setattr(readiness, "_POLL_SECONDS", 0.05)
    assert list(recover("staging", killed, aws, never_confirm))[-1].endswith("refreshed from AWS")
    assert killed.names() == ["cache"]


ANSWERS: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "aws:acm/certificate:Certificate": (
        {"CertificateArn": "one:own"},
        {"Certificate": {"Status": "{}"}},
    ),
    "aws:dynamodb/table:Table": (
        {"TableName": "one:own"},
        {"Table": {"TableStatus": "ACTIVE", "GlobalSecondaryIndexes": [{"IndexStatus": "{}"}]}},
    ),
    "aws:ec2/natGateway:NatGateway": (
        {"NatGatewayIds": ["one:own"]},
        {"NatGateways": [{"State": "{}"}]},
    ),
    "aws:eks/addon:Addon": (
        {"clusterName": "one", "addonName": "own"},
        {"addon": {"status": "{}"}},
    ),
    "aws:eks/cluster:Cluster": ({"name": "one:own"}, {"cluster": {"status": "{}"}}),
    "aws:eks/fargateProfile:FargateProfile": (
        {"clusterName": "one", "fargateProfileName": "own"},
        {"fargateProfile": {"status": "{}"}},
    ),
    "aws:eks/nodeGroup:NodeGroup": (
        {"clusterName": "one", "nodegroupName": "own"},
        {"nodegroup": {"status": "{}"}},
    ),
    CACHE: ({"ReplicationGroupId": "one:own"}, {"ReplicationGroups": [{"Status": "{}"}]}),
    "aws:lb/loadBalancer:LoadBalancer": (
        {"LoadBalancerArns": ["one:own"]},
        {"LoadBalancers": [{"State": {"Code": "{}"}}]},
    ),
    "aws:synthetics/canary:Canary": (
        {"Name": "one:own"},
        {"Canary": {"Status": {"State": "{}"}}},
    ),
}
"""The parameters and the answer of the call that each type is waited for with."""


def filled(answer: Any, status: str) -> Any:
    if isinstance(answer, dict):
        return {key: filled(value, status) for key, value in answer.items()}
    if isinstance(answer, list):
        return [filled(value, status) for value in answer]
    return status if answer == "{}" else answer


def test_all_types_with_states_are_waited_for() -> None:
    assert ANSWERS.keys() == readiness._QUERIES.keys()


@pytest.mark.parametrize("token", ANSWERS)
@pytest.mark.parametrize("busy", ["CREATING", "deleting"])
def test_each_type_is_waited_for(token: str, busy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parameters, answer = ANSWERS[token]
    states = [busy, busy, "ACTIVE"]
    waits: list[float] = []
    monkeypatch.setattr(readiness.time, "sleep", waits.append)

    def call(**given: Any) -> Any:
        assert given == parameters
        return filled(answer, states.pop(0))

    class Client:
        def __getattr__(self, name: str) -> Any:
            return call

    one = resource(token, "it", {}, id="one:own")
    kind = token.rpartition(":")[2]
    lines = list(readiness.await_readiness([one], lambda _: Client()))
    assert lines == [f"waiting for {kind} it, which is {busy}"]
    assert not states
    assert len(waits) == 1
