"""Checks of requests before moto answers them."""

from collections.abc import Callable, Mapping
from typing import Any

Check = Callable[[Any], None]
"""Takes moto's response object, which has the request's parameters."""


def check_before(response: type, checks: Mapping[str, Check]) -> None:
    """Let a class of moto's responses call a check before each of some operations."""
    for operation, check in checks.items():
        setattr(response, operation, _checked(getattr(response, operation), check))


def parameter(request: Any, name: str) -> str:
    """A parameter of a request; empty if it is not given."""
    return request._get_param(name) or ""


def _checked(operation: Callable[..., Any], check: Check) -> Callable[..., Any]:
    def checked(self: Any, *arguments: Any, **named: Any) -> Any:
        check(self)
        return operation(self, *arguments, **named)

    return checked
