"""States that a resource passes through, on the account's clock."""

from typing import Any

from simulator.account.clock import CLOCK


def passes(
    resource: object,
    during: str,
    then: str,
    seconds: float,
    attribute: str = "status",
    **end: Any,
) -> None:
    """Give a resource the state `during`, and `then` after `seconds` of the account's clock.

    `end` are attributes that it gets together with `then`. If it has another state by then, such as
    that of a deletion, it keeps that one.
    """
    setattr(resource, attribute, during)

    def finish() -> None:
        if getattr(resource, attribute) == during:
            vars(resource).update({attribute: then, **end})

    CLOCK.after(seconds, finish)
