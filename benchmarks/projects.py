"""Temporary Pulumi projects: the program, the program with more declarations, and flat programs.

Nothing here changes the checkout: each project is a copy in its own folder.
"""

import dataclasses
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

from benchmarks import flat
from settings import STACKS

_NOT_THE_PROGRAM = (".*", "__pycache__", "docs", "tests")
_NAMES = ("name", "pattern", "namespace")
"""Suffixes of the fields that must differ between two copies of a declaration."""

GROWING = (
    ("BUCKETS", "data.data_services"),
    ("FARGATE_PROFILES", "cluster.fargate"),
    ("QUEUES", "data.data_services"),
    ("SERVICE_ROLES", "platform"),
    ("SERVICE_ROLES", "cluster.service_namespace"),
    ("TABLES", "data.data_services"),
    ("TOPICS", "data.data_services"),
)
"""The declarations that a platform with more services has more of, and a component that uses them.

The program still has one cluster in one network, with their related resources. Kubernetes rights
are not multiplied either: each waits for every namespace, so ten times both would be a hundred
times the dependencies, which the flat program declares for each resource and the program only once.
Nor are the permissions of people: IAM accepts no policy of ten times their length.
"""


def copy_program(checkout: Path, folder: Path, times: int = 1) -> Path:
    """Copy the program into a new folder; its components create each declaration `times` times."""
    shutil.copytree(checkout, folder, ignore=shutil.ignore_patterns(*_NOT_THE_PROGRAM))
    # Pulumi.yaml refers to it with a relative path.
    (folder / ".venv").symlink_to(checkout / ".venv")
    for declarations, module in GROWING if times > 1 else ():
        with (folder / "components" / f"{module.replace('.', '/')}.py").open("a") as source:
            source.write(
                "\nfrom benchmarks.projects import multiplied as _multiplied\n"
                f"{declarations} = _multiplied({declarations}, {times})\n"
            )
    return folder


def flat_project(program: Path, declared: list[dict[str, Any]], folder: Path) -> Path:
    """Create a project in a new folder that declares the same resources without the program."""
    folder.mkdir()
    for name in ("Pulumi.yaml", *(f"Pulumi.{stack}.yaml" for stack in STACKS)):
        if (program / name).exists():
            shutil.copy(program / name, folder)
    (folder / ".venv").symlink_to((program / ".venv").resolve())
    (folder / "declared.json").write_text(json.dumps(declared))
    shutil.copy(str(flat.__file__), folder / "__main__.py")
    return folder


def recorded(project: Path, stack: str) -> list[dict[str, Any]]:
    """The resources of a program's stack, as rows of `benchmarks.recorder.Recorder`.

    Raises CalledProcessError if the program fails; its output has the reason.
    """
    command = [sys.executable, "-m", "benchmarks.recorder", str(project), stack]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    return json.loads(subprocess.check_output(command, cwd=project, env=environment))


def multiplied(originals: tuple[Any, ...], times: int) -> tuple[Any, ...]:
    """The records `times` times, with different names except the first time."""
    copies = [_renamed(one, f"copy{turn}-") for turn in range(1, times) for one in originals]
    return (*originals, *copies)


def _renamed(value: Any, prefix: str) -> Any:
    """The record and its nested records, with the prefix before their names."""
    if isinstance(value, tuple):
        return tuple(_renamed(one, prefix) for one in cast(tuple[Any, ...], value))
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    changed: dict[str, Any] = {
        field.name: prefix + given
        if isinstance(given := getattr(value, field.name), str) and field.name.endswith(_NAMES)
        else _renamed(given, prefix)
        for field in dataclasses.fields(value)
        if field.init
    }
    return dataclasses.replace(value, **changed)
