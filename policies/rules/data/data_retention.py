"""Stacks that must keep their data, and stacks whose data is disposable."""

from collections.abc import Callable, Iterable
from typing import Any

from pydantic import Field

from policies.engine.resource import Resource
from policies.engine.rule import Context, RuleConfig, requires
from policies.rules.data.retirement import is_retired


class KeepingConfig(RuleConfig):
    """Names the stacks whose data is disposable."""

    disposable_stacks: tuple[str, ...] = Field(
        ("development",), description="stacks whose data is disposable, such as development"
    )


def keeps_data(context: Context[Any]) -> bool:
    """Whether the stack must keep its data. The rule's configuration must be a KeepingConfig."""
    return context.stack not in context.config.disposable_stacks


def requires_for_data(
    path: str, message: str, value: Any = True
) -> Callable[[Resource, Context[Any]], Iterable[str]]:
    """Returns a check of `requires` that ignores stacks whose data is disposable."""
    check = requires(path, message, value)
    return lambda one, context: check(one, context) if keeps_data(context) else ()


def requires_until_retired(
    path: str, message: str, value: Any = True
) -> Callable[[Resource, Context[Any]], Iterable[str]]:
    """Returns a check of `requires_for_data` that ignores resources which the stack gives up."""
    check = requires_for_data(path, message, value)
    return lambda one, context: () if is_retired(one, context) else check(one, context)
