"""Checks of the declarations in estate/. All mistakes are reported before any resource exists."""

from estate.checks.check import check
from estate.checks.mistakes import EstateError

__all__ = ["EstateError", "check"]
