"""The programs of staging and of the account with retired data stores."""

import json
from functools import cache

import pytest

from tests.mocks.recording import Recording, Registered
from tests.mocks.runs import run_main
from tests.mocks.stand_in import record
from tests.settings.malformed.files import CIPHERTEXT, stack_file
from tests.settings.test_settings import flat

STORES = {
    ("bucket", "cell-sets"): "s3/bucket:Bucket",
    ("table", "experiments"): "dynamodb/table:Table",
    ("secret", "mail-token"): "secretsmanager/secret:Secret",
    ("key", "cloudwatch-alarms"): "kms/key:Key",
    ("backup-vault", ""): "backup/vault:Vault",
    ("user-pool", ""): "cognito/userPool:UserPool",
    ("cache", ""): "secretsmanager/secret:Secret",
}
"""The retired data stores of staging by kind and name, and a type that belongs to each."""

UNREMOVABLE = ("key", "cloudwatch-alarms")
NAMES = {"backup-vault": "backups", "user-pool": "users", "cache": "biomage-redis-token"}
"""The names in the program of data stores of which an environment has one."""

in_each = pytest.mark.parametrize("store", STORES, ids=" ".join)
kept = pytest.mark.parametrize("store", [one for one in STORES if one[0] != "cache"], ids=" ".join)


@cache
def staging(data: str, *, removed: bool = False) -> Recording:
    """Runs the program with all data stores retired; a cache is destroyed in any case."""
    records = [
        {
            "kind": kind,
            "name": name,
            "data": "destroyed" if kind == "cache" else data,
            "removed": removed and (kind, name) != UNREMOVABLE,
        }
        for kind, name in [*STORES, ("bucket", "biomage-canaries")]
    ]
    text = stack_file(
        "staging", retired=json.dumps(records), secrets=f"{{mail-token: {CIPHERTEXT}}}"
    )
    return record(run_main, stack="staging", config=flat(text))


def found(recording: Recording, store: tuple[str, str]) -> Registered | None:
    kind, name = store
    return recording.of(STORES[store]).get(name or NAMES[kind])


@kept
def test_a_kept_data_store_is_retained_but_not_protected(store: tuple[str, str]) -> None:
    resource = found(staging("kept"), store)
    assert resource
    assert (resource.protected, resource.retained) == (False, True)


@in_each
def test_a_destroyed_data_store_is_neither_retained_nor_protected(store: tuple[str, str]) -> None:
    resource = found(staging("destroyed"), store)
    assert resource
    assert (resource.protected, resource.retained) == (False, False)


@pytest.mark.parametrize(("data", "destroyed"), [("kept", False), ("destroyed", True)])
def test_only_what_is_destroyed_can_be_deleted_with_its_content(data: str, destroyed: bool) -> None:
    recording = staging(data)
    bucket = recording.of("s3/bucket:Bucket")["cell-sets"]
    table = recording.of("dynamodb/table:Table")["experiments"]
    vault = recording.of("backup/vault:Vault")["backups"]
    pool = recording.of("cognito/userPool:UserPool")["users"]
    assert bool(bucket.inputs.get("forceDestroy")) is destroyed
    assert bool(vault.inputs.get("forceDestroy")) is destroyed
    assert table.inputs["deletionProtectionEnabled"] is not destroyed
    assert pool.inputs["deletionProtection"] == ("INACTIVE" if destroyed else "ACTIVE")


@pytest.mark.parametrize("data", ["kept", "destroyed"])
def test_other_data_stores_stay_protected(data: str) -> None:
    for type_, name in (
        ("s3/bucket:Bucket", "plots-tables"),
        ("dynamodb/table:Table", "plots-tables"),
        ("kms/key:Key", "cluster-secrets"),
    ):
        other = staging(data).of(type_)[name]
        assert (other.protected, other.retained) == (True, True)


@pytest.mark.parametrize("data", ["kept", "destroyed"])
def test_secrets_and_keys_keep_the_waiting_periods_of_aws(data: str) -> None:
    secret = staging(data).of("secretsmanager/secret:Secret")["mail-token"]
    key = staging(data).of("kms/key:Key")["cloudwatch-alarms"]
    assert "recoveryWindowInDays" not in secret.inputs
    assert "deletionWindowInDays" not in key.inputs


def test_a_retired_key_loses_its_alias() -> None:
    alias = staging("kept").of("kms/alias:Alias")["cloudwatch-alarms"]
    assert (alias.protected, alias.retained) == (False, False)


@pytest.mark.parametrize("store", [one for one in STORES if one != UNREMOVABLE], ids=" ".join)
def test_a_removed_data_store_is_not_registered(store: tuple[str, str]) -> None:
    assert found(staging("kept", removed=True), store) is None


def test_what_depends_on_a_removed_data_store_goes_with_it() -> None:
    recording = staging("kept", removed=True)
    alarms = set(recording.of("cloudwatch/metricAlarm:MetricAlarm"))
    gone = {"experiments-throttled", "is-ui-up", "backups-fail", "redis-1-holds-too-much"}
    assert not alarms & gone
    assert "samples-throttled" in alarms
    for type_ in (
        *("synthetics/canary:Canary", "backup/plan:Plan", "cognito/identityPool:IdentityPool"),
        *("elasticache/replicationGroup:ReplicationGroup", "cognito/userPoolDomain:UserPoolDomain"),
    ):
        assert not recording.of(type_)
    assert not {"cache", "signIn"} & recording.exports.keys()
    assert "mail-token" not in recording.exports["secretArns"]


def test_a_repository_is_retired_by_the_account() -> None:
    def repository(**more: object) -> Registered | None:
        retired = json.dumps([{"kind": "repository", "name": "worker", **more}])
        config = flat(stack_file("account", retired=retired, organizationId=None))
        recording = record(run_main, stack="account", config=config)
        assert recording.of("ecr/repository:Repository")["api"].protected
        return recording.of("ecr/repository:Repository").get("worker")

    still = repository(data="destroyed")
    assert still
    assert (still.protected, still.retained, still.inputs["forceDelete"]) == (False, False, True)
    assert repository(data="kept", removed=True) is None
