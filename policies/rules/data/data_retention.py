"""Stacks that must keep their data, and stacks whose data is disposable."""

from typing import Any

from pydantic import Field

from policies.engine.rule import Context, RuleConfig


class KeepingConfig(RuleConfig):
    """Names the stacks whose data is disposable."""

    disposable_stacks: tuple[str, ...] = Field(
        ("development",), description="stacks whose data is disposable, such as development"
    )


def keeps_data(context: Context[Any]) -> bool:
    """Whether the stack must keep its data. The rule's configuration must be a KeepingConfig."""
    return context.stack not in context.config.disposable_stacks
