"""Where data is kept, and where it may be thrown away."""

from typing import Any

from pydantic import Field

from .rule import Context, RuleConfig


class KeepingConfig(RuleConfig):
    """Which stacks hold nothing that would be missed."""

    disposable_stacks: tuple[str, ...] = Field(
        ("development",), description="stacks whose data may be thrown away, as on laptops"
    )


def keeps_data(context: Context[Any]) -> bool:
    """Whether the stack's data is to outlive mistakes; of a rule that has a KeepingConfig."""
    return context.stack not in context.config.disposable_stacks
