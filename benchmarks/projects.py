"""Temporary Pulumi projects: the program as it is, the program with more declarations, flat ones.

Nothing here changes the checkout: a project is a copy in a folder of its own.
"""

import dataclasses
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, cast

from benchmarks.declared import Declared
from benchmarks.flat import flat_program

_NOT_THE_PROGRAM = (".*", "__pycache__", "docs", "tests")
_NAMES = ("name", "pattern", "namespace")
"""How the fields of declarations end that must differ between two copies of one declaration."""

GROWING = (
    ("BUCKETS", "data_services"),
    ("FARGATE_PROFILES", "fargate"),
    ("QUEUES", "data_services"),
    ("SERVICE_ROLES", "platform"),
    ("SERVICE_ROLES", "service_namespace"),
    ("TABLES", "data_services"),
    ("TOPICS", "data_services"),
)
"""What a platform with more services has more of, and a component that makes of it.

It still has one cluster in one network, which stay as they are with what belongs to them. So do
Kubernetes' own rights: each waits for every namespace, so ten times both would be a hundred times
the waiting, which the flat program has to say for each resource and the program only once. And so
do the rights of people: IAM takes no policy of ten times their length.
"""


def copy_program(checkout: Path, folder: Path, times: int = 1) -> Path:
    """Copy the program into a new folder, whose components make each declaration `times` times."""
    shutil.copytree(checkout, folder, ignore=shutil.ignore_patterns(*_NOT_THE_PROGRAM))
    # Pulumi.yaml names it, relative to itself.
    (folder / ".venv").symlink_to(checkout / ".venv")
    for declarations, module in GROWING if times > 1 else ():
        with (folder / "components" / f"{module}.py").open("a") as source:
            source.write(
                "\nfrom benchmarks.projects import multiplied as _multiplied\n"
                f"{declarations} = _multiplied({declarations}, {times})\n"
            )
    return folder


def flat_project(program: Path, declared: Iterable[Declared], folder: Path) -> Path:
    """Make a project in a new folder that declares the same resources without the program."""
    folder.mkdir()
    shutil.copy(program / "Pulumi.yaml", folder)
    (folder / ".venv").symlink_to((program / ".venv").resolve())
    (folder / "__main__.py").write_text(flat_program([*declared]))
    return folder


def multiplied(originals: tuple[Any, ...], times: int) -> tuple[Any, ...]:
    """The records `times` times, under names of their own except the first time."""
    copies = [_renamed(one, f"copy{turn}-") for turn in range(1, times) for one in originals]
    return (*originals, *copies)


def _renamed(value: Any, prefix: str) -> Any:
    """The record, and the records in it, with the prefix before its names."""
    if isinstance(value, tuple):
        return tuple(_renamed(one, prefix) for one in cast(tuple[Any, ...], value))
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    changed: Mapping[str, Any] = {
        field.name: prefix + given
        if isinstance(given := getattr(value, field.name), str) and field.name.endswith(_NAMES)
        else _renamed(given, prefix)
        for field in dataclasses.fields(value)
        if field.init
    }
    return dataclasses.replace(value, **changed)
