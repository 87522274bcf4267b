"""The test data of rules: stacks that violate a rule, comply with it, or have unknown values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pulumi_policy.proxy import UNKNOWN_STRING_VALUE, unknown_checking_proxy

from policies.engine.resource import Resource
from policies.engine.rule import AnyRule

UNKNOWN = UNKNOWN_STRING_VALUE
"""The value of a property that is unknown until the deployment."""

Stack = tuple[Resource, ...]


def a(type_: str, name: str = "one", /, *, urn: str = "", **more: Any) -> Resource:
    """Returns a resource with the properties `props`, as the engine passes it to a policy."""
    props = unknown_checking_proxy(more.pop("props", {}))
    return Resource(type_, name, props, urn or f"urn:{type_}::{name}", **more)


@dataclass(frozen=True)
class Case:
    """Test stacks for one rule. Each key of `bad` must be part of a message for its stack.

    `unknown` are stacks that can be checked only at deployment. `config` is the rule's
    configuration, `stack` the stack's name and `stack_config` the stack's configuration.
    """

    rule: AnyRule
    bad: Mapping[str, Stack]
    good: tuple[Stack, ...]
    unknown: tuple[Stack, ...]
    config: Mapping[str, Any] = field(default_factory=dict[str, Any])
    stack: str = "staging"
    stack_config: Mapping[str, str] = field(default_factory=dict[str, str])
