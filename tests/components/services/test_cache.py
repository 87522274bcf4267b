"""The component `Cache`: failover, encryption, AUTH token and network access."""

import pytest

from tests.environments import KEEPING
from tests.mocks.answers import CLUSTER, PASSWORD
from tests.mocks.recording import Recording, Registered
from tests.mocks.runs import whole_program

GROUP = "elasticache/replicationGroup:ReplicationGroup"
VERSION = "secretsmanager/secretVersion:SecretVersion"

in_both = pytest.mark.parametrize("environment", KEEPING)


def cache(recording: Recording) -> Registered:
    return recording.of(GROUP)["biomage-redis"]


@in_both
def test_the_cache_has_failover_and_encryption(environment: str) -> None:
    inputs = cache(whole_program(environment)).inputs
    assert inputs["replicationGroupId"] == f"biomage-redis-{environment}"
    assert inputs["numCacheClusters"] == 2
    for name in (
        "automaticFailoverEnabled",
        "multiAzEnabled",
        "atRestEncryptionEnabled",
        "transitEncryptionEnabled",
        # Changes apply immediately, not in the next maintenance window.
        "applyImmediately",
    ):
        assert inputs[name] is True
    assert inputs["maintenanceWindow"] == "sun:04:00-sun:05:00"


@in_both
def test_the_tokens_secret_has_the_same_value_as_the_cache(environment: str) -> None:
    recording = whole_program(environment)
    version = recording.of(VERSION)["biomage-redis-token-1"]
    secret = recording.of("secretsmanager/secret:Secret")["biomage-redis-token"]
    assert secret.inputs["name"] == f"biomage-redis-token-{environment}"
    assert version.inputs["secretString"] == PASSWORD
    assert cache(recording).inputs["authToken"] == PASSWORD
    assert "secretString" in version.secrets
    assert "authToken" in cache(recording).secrets
    # Each run generates a new token, but changes are ignored.
    assert version.ignored == ("secretString",)


def test_a_preview_generates_no_token() -> None:
    recording = whole_program("staging", preview=True)
    assert "aws:secretsmanager/getRandomPassword:getRandomPassword" not in [
        one.token for one in recording.asked
    ]


def test_only_the_clusters_security_group_reaches_the_cache() -> None:
    recording = whole_program("staging")
    group = recording.of("ec2/securityGroup:SecurityGroup")["biomage-redis"]
    assert "ingress" not in group.inputs
    assert "egress" not in group.inputs
    rules = [
        one.inputs
        for one in recording.of("ec2/securityGroupRule:SecurityGroupRule").values()
        if recording.chain(one)[-1:] == ("biomage-redis",)
    ]
    assert [
        (rule["type"], rule["fromPort"], rule["toPort"], rule["sourceSecurityGroupId"])
        for rule in rules
    ] == [("ingress", 6379, 6379, CLUSTER["clusterSecurityGroupId"])]
