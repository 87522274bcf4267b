"""Errors while Python loads the declarations, with file and line instead of a traceback."""

import importlib
import re
import traceback
from collections.abc import Iterator
from inspect import signature
from pathlib import Path

from estate.checks.mistakes import Mistake, did_you_mean, one_of

_ROOT = Path(__file__).resolve().parents[2]

_MODULES = (
    "estate.ownership",
    "estate.data.buckets",
    "estate.data.tables",
    "estate.messaging.queues",
    "estate.messaging.topics",
    "estate.account.repositories",
    "estate.account.account_roles",
    "estate.account.runners",
    "estate.cluster.addons",
    "estate.cluster.fargate_profiles",
    "estate.cluster.rbac",
    "estate.identity.access_groups",
    "estate.identity.service_roles",
    "estate.monitoring.alarms",
    "estate.network.edge",
    "estate.services.sign_in",
    "estate.checks.rules",
)
"""The modules with declarations; they import all others."""


def broken() -> Iterator[Mistake]:
    """Yields a mistake for each place in the declarations that Python cannot load."""
    for module in _MODULES:
        try:
            importlib.import_module(module)
        # A declaration is Python: its mistakes can raise anything.
        except Exception as error:
            yield located(error)


def located(error: Exception) -> Mistake:
    """Returns the error as a mistake at the last line of the declarations that raised it.

    Raises the error itself if no line of the declarations was involved.
    """
    if isinstance(error, SyntaxError) and error.filename:
        return Mistake(
            f"{_short(error.filename)}:{error.lineno}", f"{error.msg}. Correct the line."
        )
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if (file := _short(frame.filename)).startswith("estate/") and "/checks/" not in file:
            return Mistake(f"{file}:{frame.lineno}", _explained(error))
    raise error


def _short(file: str) -> str:
    path = Path(file).resolve()
    return path.relative_to(_ROOT).as_posix() if path.is_relative_to(_ROOT) else path.name


def _explained(error: Exception) -> str:
    """Returns the error's message with a remedy."""
    text = str(error) or type(error).__name__
    if isinstance(error, NameError | AttributeError) and error.name:
        return f'"{error.name}" is not defined. {_similar(error)}Correct it, or declare it first.'
    if field := re.search(r"unexpected keyword argument '(\w+)'", text):
        fields = _fields(text.partition(".")[0], error)
        return f"{text}. {did_you_mean(field[1], fields)}The fields are {one_of(fields)}."
    if re.search(r"missing \d+ required positional argument", text):
        fields = _fields(text.partition(".")[0], error)
        return f"{text}. Add it; the fields are {one_of(fields)}."
    return f"{text}. Correct the line."


def _similar(error: NameError | AttributeError) -> str:
    if isinstance(error, AttributeError):
        known = [one for one in dir(error.obj) if not one.startswith("_")]
    else:
        known = list(_globals(error))
    return did_you_mean(str(error.name), known)


def _globals(error: Exception) -> dict[str, object]:
    """Returns the global names where the error was raised."""
    frames = [frame.f_globals for frame, _ in traceback.walk_tb(error.__traceback__)]
    return frames[-1] if frames else {}


def _fields(name: str, error: Exception) -> list[str]:
    """Returns the fields of the declaration class with this name."""
    kind = _globals(error).get(name)
    return [*signature(kind).parameters] if isinstance(kind, type) else []
