"""The test data of rules: stacks that violate a rule, comply with it, or have unknown values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pulumi_policy.proxy import UNKNOWN_STRING_VALUE, unknown_checking_proxy

from policies.engine.judge import judge
from policies.engine.pack import RULES
from policies.engine.resource import Others, Resource
from policies.engine.rule import Context

UNKNOWN = UNKNOWN_STRING_VALUE
"""The value of a property that is unknown until the deployment."""

TODAY = date(2026, 11, 2)
"""The day on which the tests judge, unless they choose another one."""

Stack = Resource | tuple[Resource, ...]
"""The resources of a stack. A resource alone is a stack of one."""


def a(
    type_: str,
    name: str = "one",
    /,
    *,
    protect: bool = False,
    provider: Mapping[str, Any] | None = None,
    uses: Mapping[str, tuple[str, ...]] | None = None,
    **props: Any,
) -> Resource:
    """Returns a resource with the properties `props`, as the engine passes it to a policy."""
    known = unknown_checking_proxy(props)
    return Resource(type_, name, known, f"urn:{type_}::{name}", protect, provider or {}, uses or {})


@dataclass(frozen=True)
class Case:
    """Test stacks for the rule of this name.

    `bad` has the stacks that violate the rule by a part of the message that each must cause.
    `unknown` are stacks that can be checked only at deployment. `config` is the rule's
    configuration, `stack` the stack's name and `stack_config` the stack's configuration. `today` is
    the day of the check.
    """

    rule: str
    bad: Mapping[str, Stack | list[Stack]]
    good: tuple[Stack, ...] = ()
    unknown: tuple[Stack, ...] = ()
    config: Mapping[str, Any] = field(default_factory=dict[str, Any])
    stack: str = "staging"
    stack_config: Mapping[str, str] = field(default_factory=dict[str, str])
    today: date = TODAY

    @property
    def violations(self) -> Iterator[tuple[str, Stack]]:
        """Yields each stack of `bad` with the part of the message."""
        for part, stacks in self.bad.items():
            yield from ((part, one) for one in (stacks if isinstance(stacks, list) else [stacks]))

    def verdict(self, stack: Stack) -> list[str]:
        """Returns the messages of the rule for a stack. Raises ToBeCheckedError."""
        (rule,) = (one for one in RULES if one.name == self.rule)
        resources = (stack,) if isinstance(stack, Resource) else stack
        config = rule.config.model_validate(self.config)
        others = Others(resources)
        context = Context[Any](config, self.stack, self.stack_config, others, self.today)
        return [text for _, text in judge(rule, resources, context)]
