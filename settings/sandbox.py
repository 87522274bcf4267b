"""Settings of a sandbox, a copy of the platform's services for tests on staging's platform."""

import re
from datetime import date, timedelta
from typing import Annotated, Any, cast

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from settings.stack import StackSettings

PREFIX = "sandbox-"
"""The prefix of sandbox stack names; the sandbox id follows."""

LONGEST = 20
"""The maximum length of an id, so that names that contain it stay within AWS's limits."""

MAX_DAYS = 90
"""The maximum lifetime of a sandbox in days; `python -m delivery sandbox create` renews it."""

_LABEL = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?"
"""A DNS label in lower case (RFC 1123, section 2.1), because host names contain the id."""

_TAKEN = ("default",)
"""The id of staging itself, as the old estate named it."""

REMEDY = f"Choose a DNS label of at most {LONGEST} characters, not reserved, for example ada-1."


def sandbox_id(text: str) -> str:
    """Returns a valid sandbox id unchanged; raises ValueError with the reason if it is invalid."""
    if not text:
        raise ValueError("must not be empty")
    if text in _TAKEN:
        raise ValueError("is reserved for staging")
    if not re.fullmatch(_LABEL, text):
        raise ValueError("must consist of lowercase letters, digits and inner hyphens")
    if len(text) > LONGEST:
        raise ValueError(f"has {len(text)} characters, more than {LONGEST}")
    return text


def _iso(value: Any) -> date:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError("must be a date written as YYYY-MM-DD")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError("is not a calendar date") from None


def _in_range(day: date, info: ValidationInfo) -> date:
    context = cast(dict[str, date], info.context or {})
    today = context.get("today", day)
    if day < today:
        raise ValueError("is in the past")
    if day > today + timedelta(days=MAX_DAYS):
        raise ValueError(f"is more than {MAX_DAYS} days ahead")
    return day


class SandboxSettings(StackSettings):
    """Settings of a sandbox; it takes everything else from the stack outputs of staging."""

    sandbox: Annotated[str, AfterValidator(sandbox_id)] = Field(
        description=f"The sandbox's id, a DNS label of at most {LONGEST} characters",
        examples=["ada-1"],
    )
    expires: Annotated[date, BeforeValidator(_iso), AfterValidator(_in_range)] = Field(
        description="The last day on which the sandbox is needed, in quotes, at most"
        f" {MAX_DAYS} days ahead",
        examples=["2026-12-31"],
    )

    @property
    def keeps_data(self) -> bool:
        """False: a sandbox is deleted with all its data."""
        return False
