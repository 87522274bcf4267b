"""The component `Bucket`: versioning and lifecycle."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estate.data.buckets import BUCKETS, Bucket
from tests.environments import ENVIRONMENTS, settings_of
from tests.estate import estate_2022
from tests.mocks.declarations import buckets
from tests.mocks.recording import Recording
from tests.mocks.runs import A_FEW, bucket, data_services

BUCKET = "s3/bucket:Bucket"
VERSIONING = "s3/bucketVersioning:BucketVersioning"
LIFECYCLE = "s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
EVERY_OBJECT = {"prefix": ""}

in_every_environment = pytest.mark.parametrize("environment", ENVIRONMENTS)


def rules(recording: Recording, name: str) -> list[dict[str, Any]]:
    """Returns the bucket's lifecycle rules without ids."""
    lifecycle = recording.of(LIFECYCLE)[name]
    assert lifecycle.inputs["bucket"] == recording.of(BUCKET)[name].physical_name
    assert all(rule["status"] == "Enabled" for rule in lifecycle.inputs["rules"])
    ids = [rule["id"] for rule in lifecycle.inputs["rules"]]
    assert len(set(ids)) == len(ids)
    return [
        {key: value for key, value in rule.items() if key not in ("id", "status")}
        for rule in lifecycle.inputs["rules"]
    ]


def expected_rules(
    noncurrent_days: int | None, expirations: tuple[tuple[int, Any], ...]
) -> list[dict[str, Any]]:
    expiring = [
        {
            "filter": {"tag": {"key": tag[0], "value": tag[1]}} if tag else EVERY_OBJECT,
            "expiration": {"days": days},
        }
        for days, tag in expirations
    ]
    if noncurrent_days is None:
        return expiring
    old = {"noncurrentDays": noncurrent_days}
    return [*expiring, {"filter": EVERY_OBJECT, "noncurrentVersionExpiration": old}]


@settings(A_FEW)
@given(declaration=buckets(), environment=st.sampled_from(ENVIRONMENTS))
def test_any_declared_bucket_has_its_tags_and_retention(
    declaration: Bucket, environment: str
) -> None:
    recording = bucket(declaration, settings_of(environment))
    versioned = declaration.noncurrent_days is not None
    assert bool(recording.of(VERSIONING)) == versioned
    assert bool(recording.of(LIFECYCLE)) == (versioned or bool(declaration.expirations))
    if recording.of(LIFECYCLE):
        expirations = tuple((one.days, one.tag) for one in declaration.expirations)
        expected = expected_rules(declaration.noncurrent_days, expirations)
        assert rules(recording, declaration.name) == expected
    tags = {"Owner": declaration.owner, "DataClass": declaration.data}
    assert recording.of(BUCKET)[declaration.name].inputs["tags"] == tags


@in_every_environment
@pytest.mark.parametrize("name", estate_2022.BUCKETS)
def test_a_declared_bucket_has_its_name_and_retention(name: str, environment: str) -> None:
    recording = data_services(environment)
    recorded = estate_2022.BUCKETS[name]
    assert recording.of(BUCKET)[name].inputs["bucket"] == f"{name}-{environment}"
    assert rules(recording, name) == expected_rules(recorded.noncurrent_days, recorded.expirations)
    versioned = recording.of(VERSIONING).get(name)
    if recorded.noncurrent_days is None:
        assert versioned is None
    else:
        assert versioned is not None
        assert versioned.inputs["bucket"] == f"{name}-{environment}"
        assert versioned.inputs["versioningConfiguration"] == {"status": "Enabled"}


def test_lifecycle_rules_depend_on_versioning() -> None:
    recording = data_services("staging")
    lifecycles, versionings = recording.of(LIFECYCLE), recording.of(VERSIONING)
    assert versionings
    for name, versioning in versionings.items():
        assert versioning.urn in lifecycles[name].dependencies


@pytest.mark.parametrize("suffix", [False, True])
def test_bucket_names_end_with_the_account_if_configured(suffix: bool) -> None:
    suffixed = settings_of("staging", account_suffix=suffix)
    made = bucket(BUCKETS[0], suffixed).of(BUCKET)[BUCKETS[0].name]
    assert made.physical_name is not None
    assert made.physical_name.endswith(f"-{estate_2022.ACCOUNT}") == suffix


@in_every_environment
def test_force_destroy_is_set_only_in_development(environment: str) -> None:
    made = data_services(environment).of(BUCKET).values()
    free = {one.inputs.get("forceDestroy", False) for one in made}
    assert free == {environment == "development"}
