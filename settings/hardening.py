"""The hardening that a stack with adopted resources applies later, group by group."""

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from settings.stack import StackSettings


class Hardening(StrEnum):
    """The groups of hardening, in the order in which they are applied."""

    VERSIONING = "versioning"
    ENCRYPTION = "encryption"
    POLICIES = "policies"
    TLS_ONLY = "tls-only"


def _last_ones(groups: tuple[Hardening, ...]) -> tuple[Hardening, ...]:
    order = [*Hardening]
    if groups and list(groups) != order[-len(groups) :]:
        text = ", ".join(order)
        raise ValueError(f"must be the last groups, in the order in which they apply: {text}")
    return groups


Groups = Annotated[
    tuple[Annotated[Hardening, Field(description="A group", examples=["tls-only"])], ...],
    AfterValidator(_last_ones),
]


class HardeningSettings(StackSettings):
    """Settings of a stack that may have adopted data stores."""

    postponed: Groups = Field(
        description="The groups of hardening that adopted data stores do not have yet:"
        f" {', '.join(Hardening)}; an empty list for all others",
        examples=[["policies", "tls-only"]],
    )


def postponed(settings: StackSettings) -> frozenset[Hardening]:
    """Returns the groups that a stack postpones; none in stacks without adopted resources."""
    return frozenset(settings.postponed if isinstance(settings, HardeningSettings) else ())
