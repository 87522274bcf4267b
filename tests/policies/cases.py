"""What every rule is proved with: stacks that violate it, that do not, that nobody knows yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pulumi_policy.proxy import UNKNOWN_STRING_VALUE, unknown_checking_proxy

from policies.rules.resource import Resource
from policies.rules.rule import AnyRule

UNKNOWN = UNKNOWN_STRING_VALUE
"""A property's value that is known only after deployment."""

Stack = tuple[Resource, ...]


def a(type_: str, name: str = "one", /, *, urn: str = "", **more: Any) -> Resource:
    """A resource whose properties are `props`, as the engine would hand it over."""
    props = unknown_checking_proxy(more.pop("props", {}))
    return Resource(type_, name, props, urn or f"urn:{type_}::{name}", **more)


@dataclass(frozen=True)
class Case:
    """Stacks for one rule. The keys of `bad` are words that one of the messages must contain.

    `unknown` are stacks that can be judged only at deployment. `config` is the rule's, by its
    keys; `stack` the stack's name; `stack_config` its configuration.
    """

    rule: AnyRule
    bad: Mapping[str, Stack]
    good: tuple[Stack, ...]
    unknown: tuple[Stack, ...]
    config: Mapping[str, Any] = field(default_factory=dict[str, Any])
    stack: str = "staging"
    stack_config: Mapping[str, str] = field(default_factory=dict[str, str])
