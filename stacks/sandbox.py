"""The stack of a sandbox, which uses the cluster, the data and the users of staging."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import pulumi
from pulumi import Output, ResourceOptions, StackReference
from pydantic.alias_generators import to_camel

from components.outputs import SignInOutputs, read_record
from components.sandbox import Sandbox, SandboxArgs, SharedOutputs
from settings import SandboxSettings
from stacks.provider import aws_provider

STAGING = "organization/cellscope/staging"
"""The name of staging's stack for a stack reference in a self-managed backend."""


@dataclass(frozen=True)
class SandboxOutputs:
    """Hosts and namespaces by repository; queue URLs and topic ARNs by declared name."""

    hosts: Mapping[str, Output[str]]
    namespaces: Mapping[str, str]
    queues: Mapping[str, Output[str]]
    topics: Mapping[str, Output[str]]
    sign_in: SignInOutputs


def sandbox(settings: SandboxSettings) -> SandboxOutputs:
    """Creates a sandbox.

    Raises pulumi.RunError before any resource is created if a stack output of staging is missing.
    """
    staging = StackReference(STAGING)
    complete = staging.outputs.apply(_complete)
    options = ResourceOptions(
        providers=[aws_provider(settings)],
        # Children depend on their parent, which depends on the check of staging's outputs.
        depends_on=complete.apply(lambda _: staging),
    )
    shared = read_record(SharedOutputs, complete)
    made = Sandbox("sandbox", SandboxArgs(settings, shared), options)
    return SandboxOutputs(made.hosts, made.namespaces, made.queues, made.topics, made.sign_in)


def _complete(outputs: Mapping[str, Any]) -> Mapping[str, Any]:
    """Returns staging's stack outputs; raises pulumi.RunError if required ones are missing."""
    required = [to_camel(one.name) for one in fields(SharedOutputs)]
    missing = [key for key in required if not outputs.get(key)]
    if missing:
        raise pulumi.RunError(
            f"The stack staging has no {' and no '.join(missing)}; nothing was changed. A sandbox"
            " needs staging deployed by this version of the program, with a domain in its file and"
            " no retired cluster: python -m delivery deploy staging."
        )
    return outputs
