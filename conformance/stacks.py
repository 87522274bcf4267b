"""The inputs of all AWS resources of all stacks, and what the provider answers to them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from pulumi.runtime.proto import provider_pb2

from conformance.eks_children import children
from conformance.terraform.inputs import configuration
from conformance.terraform.names import resource_name
from conformance.terraform.provider import Provider
from simulator.plugins.aws.schema import UNKNOWN, schema_of
from simulator.plugins.aws.servicer import AwsProvider
from simulator.plugins.aws.services import RESOURCE_TYPES
from simulator.plugins.aws.shapes import Props
from simulator.plugins.aws.values import to_props, to_struct
from tests.mocks.recording import Registered
from tests.mocks.runs import PROGRAMS, whole_program


@dataclass(frozen=True)
class Declared:
    """A resource of a stack with its checked inputs, and the reasons of the check's refusals."""

    stack: str
    name: str
    token: str
    inputs: Mapping[str, Any]
    refused: tuple[str, ...]


def declared() -> Iterator[Declared]:
    """The resources of all stacks, checked by the simulated provider.

    Ids that AWS generates are unknown, as before a first deployment.
    """
    simulated = AwsProvider("0.0.0")
    for stack in PROGRAMS:
        registered = [*_registered(stack)]
        ids = {f"{one.name}-id" for one in registered}
        for one in (one for one in registered if one.type in RESOURCE_TYPES):
            news = to_struct(_without(ids, dict(one.inputs)))
            request = provider_pb2.CheckRequest(
                urn=one.urn, name=one.name, type=one.type, news=news
            )
            answer = simulated.Check(request, None)
            reasons = tuple(failure.reason for failure in answer.failures)
            yield Declared(stack, one.name, one.type, to_props(answer.inputs), reasons)


def _registered(stack: str) -> Iterator[Registered]:
    recording = whole_program(stack)
    yield from recording.resources.values()
    for component in recording.of("index:Cluster").values():
        yield from children(component, stack).resources.values()


def _without(ids: set[str], value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without(ids, item) for key, item in cast(Props, value).items()}
    if isinstance(value, list):
        return [_without(ids, item) for item in cast(list[Any], value)]
    return UNKNOWN if value in ids else value


def refused(provider: Provider, resources: Iterator[Declared]) -> Iterator[str]:
    """A line for each error of the provider in the inputs or in the plan of a creation."""
    for one in resources:
        name = resource_name(one.token, provider.blocks)
        block, kinds = provider.blocks[name], schema_of(one.token).inputs
        config = configuration(block, kinds, one.inputs)
        found = (
            provider.validate(name, config) or provider.plan(name, None, config, config).refusals
        )
        for refusal in found:
            path = ".".join(map(str, refusal.path))
            yield f"{one.stack}: {one.token} {one.name}: {path} {refusal.message} {refusal.detail}"
