"""A copy of the platform's services beside staging, in which somebody tries something."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from settings.stack import StackSettings

PREFIX = "sandbox-"
"""How the names of sandboxes' stacks begin; the id follows."""

LONGEST = 20
"""The longest id, in characters: what it is a part of stays within AWS's limits."""

_LABEL = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?"
"""A DNS label in lower case (RFC 1123, 2.1): hosts and namespaces have the id in their names."""

_TAKEN = ("default",)
"""What staging itself is called among its sandboxes (estate, 1)."""

REMEDY = f"Choose a DNS label of at most {LONGEST} characters that is not taken, for example ada-1."


def sandbox_id(text: str) -> str:
    """An id as it was given; raises ValueError, which says why, for what is none."""
    if not text:
        raise ValueError("is empty")
    if text in _TAKEN:
        raise ValueError("is what staging itself is called")
    if not re.fullmatch(_LABEL, text):
        raise ValueError("is not made of lower case letters, digits, and dashes between them")
    if len(text) > LONGEST:
        raise ValueError(f"has {len(text)} characters")
    return text


def _iso(value: Any) -> date:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError("is no date")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError("is not in the calendar") from None


class SandboxSettings(StackSettings):
    """A sandbox. All else that it needs it takes from staging, which it stands beside."""

    sandbox: Annotated[str, AfterValidator(sandbox_id)] = Field(
        description=f"The sandbox's id, a DNS label of at most {LONGEST} characters",
        examples=["ada-1"],
    )
    expires: Annotated[date, BeforeValidator(_iso)] = Field(
        description="The last day on which the sandbox is needed, in quotes",
        examples=["2026-12-31"],
    )

    @property
    def keeps_data(self) -> bool:
        """False: a sandbox goes whole, and what is to be kept is staging's."""
        return False
