"""States that a resource passes through, on the account's clock."""

from typing import Any

from moto.moto_api._internal.models import MotoAPIBackend

from simulator.account.clock import CLOCK

_reset = MotoAPIBackend.reset


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


def _reset_and_forget(self: MotoAPIBackend) -> None:
    _reset(self)
    CLOCK.forget()


def install() -> None:
    """Patch moto in this process."""
    MotoAPIBackend.reset = _reset_and_forget
