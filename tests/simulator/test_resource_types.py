"""Every row of the table, through the protocol that the engine speaks, without the engine."""

from collections.abc import Iterator
from typing import Any

import pytest
from pulumi.runtime.proto import provider_pb2

from simulator.provider.aws import RESOURCE_TYPES
from simulator.provider.schema import schema_of
from simulator.provider.servicer import AwsProvider
from simulator.provider.shapes import Props
from simulator.provider.values import to_props, to_struct
from tests.simulator.samples import HELPERS, SAMPLES, Sample

EVERY_SAMPLE = pytest.mark.parametrize("name", SAMPLES)
DIFF = provider_pb2.DiffResponse


class RefusedError(Exception):
    """What the provider aborted a call with."""


class Context:
    """A call's context that raises where gRPC would end the call."""

    def abort(self, code: Any, details: str) -> None:
        raise RefusedError(details)

    def set_trailing_metadata(self, metadata: Any) -> None: ...


class Life:
    """One resource, led through its life by the calls that the engine makes."""

    def __init__(self, provider: AwsProvider, token: str) -> None:
        self.provider, self.urn, self.token = provider, f"urn:pulumi:s::p::{token}::it", token
        self.id, self.inputs, self.state = "", {}, {}

    def check(self, news: Props) -> provider_pb2.CheckResponse:
        request = provider_pb2.CheckRequest(
            urn=self.urn,
            olds=to_struct(self.inputs),
            news=to_struct(news),
            name="it",
            randomSeed=b"0123456789",
        )
        return self.provider.Check(request, Context())

    def create(self, news: Props) -> None:
        answer = self.check(news)
        assert not answer.failures
        self.inputs = to_props(answer.inputs)
        request = provider_pb2.CreateRequest(urn=self.urn, properties=answer.inputs)
        made = self.provider.Create(request, Context())
        self.id, self.state = made.id, to_props(made.properties)

    def diff(self, news: Props) -> provider_pb2.DiffResponse:
        request = provider_pb2.DiffRequest(
            id=self.id,
            urn=self.urn,
            olds=to_struct(self.state),
            old_inputs=to_struct(self.inputs),
            news=self.check(news).inputs,
        )
        return self.provider.Diff(request, Context())

    def update(self, news: Props) -> None:
        inputs = self.check(news).inputs
        request = provider_pb2.UpdateRequest(
            id=self.id,
            urn=self.urn,
            olds=to_struct(self.state),
            news=inputs,
            old_inputs=to_struct(self.inputs),
        )
        self.state = to_props(self.provider.Update(request, Context()).properties)
        self.inputs = to_props(inputs)

    def refresh(self) -> bool:
        """Whether the resource is still there; its inputs become what the account holds."""
        request = provider_pb2.ReadRequest(
            id=self.id,
            urn=self.urn,
            properties=to_struct(self.state),
            inputs=to_struct(self.inputs),
        )
        answer = self.provider.Read(request, Context())
        if answer.id:
            self.inputs, self.state = to_props(answer.inputs), to_props(answer.properties)
        return bool(answer.id)

    def unprotect(self) -> None:
        """Let go of a resource that refuses deletion, if it is still there."""
        if self.inputs.get("deletionProtectionEnabled") and self.refresh():
            self.update(self.inputs | {"deletionProtectionEnabled": False})

    def delete(self) -> None:
        request = provider_pb2.DeleteRequest(
            id=self.id, urn=self.urn, properties=to_struct(self.state)
        )
        self.provider.Delete(request, Context())


@pytest.fixture
def provider(aws_environment: None) -> AwsProvider:
    """A provider that was configured for an empty account."""
    provider = AwsProvider("0.0.0")
    provider.Configure(
        provider_pb2.ConfigureRequest(args=to_struct({"region": "eu-west-1"})), Context()
    )
    return provider


@pytest.fixture
def made(provider: AwsProvider, name: str) -> Iterator[tuple[Life, Sample]]:
    """The sample's resource, made beside what it needs, and the sample with ids filled in."""
    ids: dict[str, str] = {}
    needed: list[Life] = []
    for other in SAMPLES[name].needs:
        life = Life(provider, (SAMPLES | HELPERS)[other].token)
        life.create((SAMPLES | HELPERS)[other].inputs)
        ids[other] = life.id
        needed.append(life)
    sample = SAMPLES[name]
    filled = Sample(
        sample.token,
        *(_filled(part, ids) for part in (sample.inputs, sample.change, sample.replacing)),
    )
    life = Life(provider, sample.token)
    life.create(filled.inputs)
    yield life, filled
    for each in (life, *reversed(needed)):
        each.unprotect()
        each.delete()


def _filled(inputs: dict[str, Any], ids: dict[str, str]) -> dict[str, Any]:
    return {
        key: ids[value[1:-1]] if isinstance(value, str) and value[1:-1] in ids else value
        for key, value in inputs.items()
    }


def test_every_simulated_resource_type_has_a_sample() -> None:
    assert {sample.token for sample in SAMPLES.values()} == set(RESOURCE_TYPES)


@pytest.mark.parametrize("token", RESOURCE_TYPES)
def test_a_row_names_only_properties_that_the_pinned_sdk_has(token: str) -> None:
    row, inputs = RESOURCE_TYPES[token], schema_of(token).inputs
    named = {*row.create_only, *row.defaults, *row.unreadable, *([row.name] if row.name else [])}
    assert named <= set(inputs)


@pytest.mark.parametrize("token", RESOURCE_TYPES)
def test_a_type_with_tags_keeps_them_up_to_date(token: str) -> None:
    row = RESOURCE_TYPES[token]
    assert "tags" not in schema_of(token).inputs or row.retag or row.recorded


@EVERY_SAMPLE
def test_what_was_just_made_shows_no_difference(made: tuple[Life, Sample]) -> None:
    life, sample = made
    assert life.refresh()
    assert life.diff(sample.inputs).changes == DIFF.DIFF_NONE, life.diff(sample.inputs)


@EVERY_SAMPLE
def test_a_change_happens_in_place_and_is_read_back(made: tuple[Life, Sample]) -> None:
    life, sample = made
    news = sample.inputs | sample.change
    difference = life.diff(news)
    assert set(difference.diffs) == set(sample.change)
    assert not difference.replaces
    life.update(news)
    assert life.refresh()
    assert life.diff(news).changes == DIFF.DIFF_NONE, life.diff(news)


@EVERY_SAMPLE
def test_going_back_to_the_first_inputs_undoes_the_change(made: tuple[Life, Sample]) -> None:
    life, sample = made
    life.update(sample.inputs | sample.change)
    life.update(sample.inputs)
    assert life.refresh()
    assert life.diff(sample.inputs).changes == DIFF.DIFF_NONE, life.diff(sample.inputs)


@EVERY_SAMPLE
def test_a_change_of_what_is_fixed_at_creation_replaces(made: tuple[Life, Sample]) -> None:
    life, sample = made
    assert set(life.diff(sample.inputs | sample.replacing).replaces) == set(sample.replacing)


@EVERY_SAMPLE
def test_what_was_deleted_is_gone_and_may_be_deleted_again(made: tuple[Life, Sample]) -> None:
    life, _ = made
    life.unprotect()
    life.delete()
    if life.token.endswith((":BucketVersioning", ":TopicPolicy")):
        # These two cannot be absent: AWS falls back to what a new bucket or topic has.
        return
    assert not life.refresh()
    life.delete()


@EVERY_SAMPLE
def test_an_import_finds_what_exists_by_its_id(made: tuple[Life, Sample]) -> None:
    life, sample = made
    imported = Life(life.provider, life.token)
    imported.id = life.id
    assert imported.refresh()
    expected = {
        key
        for key, value in sample.inputs.items()
        if value and key not in RESOURCE_TYPES[life.token].unreadable
    }
    assert expected <= set(imported.inputs)
