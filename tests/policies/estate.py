"""The program's resources as rules read them, without the engine."""

from functools import cache
from typing import Any

from pulumi_policy.proxy import unknown_checking_proxy

from policies.engine.resource import Resource
from settings.sandbox import PREFIX
from tests.mocks.answers import answer
from tests.mocks.recording import Recording, Registered
from tests.mocks.runs import SANDBOX, SANDBOX_FILE, whole_program
from tests.settings.test_settings import ROOT, flat


@cache
def resources_of(stack: str) -> tuple[Resource, ...]:
    """Returns the program's resources in a stack, without those of the eks component."""
    recording = whole_program(stack)
    return tuple(_resource(one, recording) for one in recording.resources.values())


@cache
def config_of(stack: str) -> dict[str, str]:
    """Returns the configuration in the stack's file."""
    if stack == SANDBOX:
        return flat(SANDBOX_FILE.format(SANDBOX.removeprefix(PREFIX)))
    return flat((ROOT / f"Pulumi.{stack}.yaml").read_text())


def _resource(one: Registered, recording: Recording) -> Resource:
    provider = recording.resources.get(one.provider.rpartition("::")[0])
    known: dict[str, Any] = answer(one) if one.custom else {}
    props = {**known, "id": f"{one.name}-id", "arn": one.arn, **one.inputs}
    return Resource(
        one.type,
        one.name,
        unknown_checking_proxy(props),
        one.urn,
        one.protected,
        provider.inputs if provider else {},
    )
