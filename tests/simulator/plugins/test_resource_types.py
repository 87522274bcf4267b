"""Every row of the table, called with the engine's protocol but without the engine."""

from collections.abc import Iterator
from typing import Any

import pytest
from pulumi.runtime.proto import provider_pb2

from delivery.adopt.inspection.import_ids import IMPORT_IDS
from delivery.recovery.ids_by_search import _NETWORK
from simulator.plugins.aws import servicer
from simulator.plugins.aws.records import RECORDS_FILE
from simulator.plugins.aws.resource import _client
from simulator.plugins.aws.schema import schema_of
from simulator.plugins.aws.servicer import AwsProvider
from simulator.plugins.aws.services import RESOURCE_TYPES
from tests.simulator.plugins.life import Life, aws_provider
from tests.simulator.samples import ec2 as samples_ec2
from tests.simulator.samples.all_types import HELPERS, SAMPLES, Sample

EVERY_SAMPLE = pytest.mark.parametrize("name", SAMPLES, scope="module")
"""All tests of a sample share one resource, in their order here, because creation takes longest."""

DIFF = provider_pb2.DiffResponse
ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation"
"""AWS gives it a new id when its table changes, as in an earlier test."""

LASTING = (
    ":BucketObjectLockConfiguration",
    ":BucketServerSideEncryptionConfiguration",
    ":BucketVersioning",
    ":DefaultSecurityGroup",
    ":EncryptionByDefault",
    ":SecretVersion",
    ":TopicPolicy",
)
"""Types that always exist: AWS restores a default, or keeps the last value."""


@pytest.fixture(scope="module")
def provider(
    environment: dict[str, str], people: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AwsProvider]:
    """A provider configured for an account that only has IAM users."""
    with pytest.MonkeyPatch.context() as here:
        for name, value in environment.items():
            here.setenv(name, value)
        here.setenv(RECORDS_FILE, str(tmp_path_factory.mktemp("records") / "records.sqlite"))
        yield aws_provider()


@pytest.fixture(scope="module")
def made(provider: AwsProvider, name: str) -> Iterator[tuple[Life, Sample]]:
    """The sample's resource with its prerequisites, and the sample with ids filled in."""
    lives: dict[str, Life] = {}
    sample = _make(provider, name, lives)
    yield lives[name], sample
    for each in reversed(lives.values()):
        each.unprotect()
        each.delete()


def _make(provider: AwsProvider, name: str, lives: dict[str, Life]) -> Sample:
    """Create a sample's resource after its prerequisites, each once; returns it with ids."""
    sample = (SAMPLES | HELPERS)[name]
    for other in sample.needs:
        if other not in lives:
            _make(provider, other, lives)
    ids = {other: lives[other].id for other in sample.needs}
    parts = (sample.inputs, sample.change, sample.replacing)
    filled = Sample(sample.token, *(_filled(part, ids) for part in parts))
    lives[name] = Life(provider, sample.token)
    lives[name].create(filled.inputs)
    return filled


def _filled(value: Any, ids: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _filled(item, ids) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, ids) for item in value]
    return ids.get(value[1:-1], value) if isinstance(value, str) else value


def test_every_simulated_resource_type_has_a_sample() -> None:
    assert {sample.token for sample in SAMPLES.values()} == set(RESOURCE_TYPES)


@pytest.mark.parametrize("token", RESOURCE_TYPES)
def test_rows_name_only_properties_of_the_pinned_sdk(token: str) -> None:
    row, inputs = RESOURCE_TYPES[token], schema_of(token).inputs
    named = {*row.defaults, *row.spelling, *row.unreadable, *([row.name] if row.name else [])}
    assert named <= set(inputs)


@pytest.mark.parametrize("token", RESOURCE_TYPES)
def test_types_with_tags_update_them(token: str) -> None:
    row = RESOURCE_TYPES[token]
    assert "tags" not in schema_of(token).inputs or row.retag or row.recorded


@EVERY_SAMPLE
def test_new_resource_has_no_difference(made: tuple[Life, Sample]) -> None:
    life, sample = made
    assert life.refresh()
    assert life.diff(sample.inputs).changes == DIFF.DIFF_NONE, life.diff(sample.inputs)


@EVERY_SAMPLE
def test_update_in_place_is_read_back_and_can_be_reverted(made: tuple[Life, Sample]) -> None:
    life, sample = made
    news = sample.inputs | sample.change
    difference = life.diff(news)
    assert set(difference.diffs) == set(sample.change)
    assert not difference.replaces
    for inputs in (news, sample.inputs):
        life.update(inputs)
        assert life.refresh()
        assert life.diff(inputs).changes == DIFF.DIFF_NONE, life.diff(inputs)


@EVERY_SAMPLE
def test_change_of_create_only_input_replaces(made: tuple[Life, Sample]) -> None:
    life, sample = made
    assert set(life.diff(sample.inputs | sample.replacing).replaces) == set(sample.replacing)


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, sample in samples_ec2.SAMPLES.items()
        if sample.token in _NETWORK and "tags" in sample.inputs
    ],
)
def test_types_found_by_tags_are_created_with_tags(
    provider: AwsProvider, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(_client("ec2", "eu-west-1"), "create_tags", lambda **_: None)
    lives: dict[str, Life] = {}
    sample = _make(provider, name, lives)
    assert lives[name].state["tags"] == sample.inputs["tags"]
    for each in reversed(lives.values()):
        each.delete()


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, sample in SAMPLES.items()
        # An account's defaults always exist; creating them only overwrites.
        if RESOURCE_TYPES[sample.token].recorded and name != "metadata_defaults"
    ],
)
def test_records_are_created_complete(
    provider: AwsProvider, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    lives: dict[str, Life] = {}
    sample = _make(provider, name, lives)
    life = lives[name]
    life.delete()
    # As if the engine were killed right after the resource was created.
    monkeypatch.setattr(servicer, "write", lambda *_: None)
    life.create(sample.inputs)
    assert life.refresh()
    assert life.diff(sample.inputs).changes == DIFF.DIFF_NONE
    for each in reversed(lives.values()):
        each.unprotect()
        each.delete()


@EVERY_SAMPLE
def test_an_import_finds_what_exists_by_its_import_id(made: tuple[Life, Sample]) -> None:
    life, sample = made
    imported = Life(life.provider, life.token)
    spelt = IMPORT_IDS.get(life.token)
    imported.id = spelt(life.inputs, life.id) if spelt else life.id
    assert imported.refresh()
    if life.token != ASSOCIATION:
        assert imported.state["id"] == life.state["id"]
    expected = {
        key
        for key, value in sample.inputs.items()
        if value and key not in RESOURCE_TYPES[life.token].unreadable
    }
    assert expected <= set(imported.inputs)


@EVERY_SAMPLE
def test_delete_is_idempotent(made: tuple[Life, Sample]) -> None:
    life, _ = made
    life.unprotect()
    life.delete()
    if life.token.endswith(LASTING):
        return
    assert not life.refresh()
    life.delete()
