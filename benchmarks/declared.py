"""The resources that a program declares, as records."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_TUPLES = ("python_class", "after", "ignored")
"""Fields with tuples, which JSON turns into lists."""


@dataclass(frozen=True)
class Declared:
    """A resource that a program declared.

    `number` identifies it in marks, in `provider` and in `after` (the resources in its
    `depends_on`). `python_class` is its module and name. `inputs` are JSON, named as in Python.
    `ignored` are the inputs of `ignore_changes`, named as in Pulumi. `transforms` is the number of
    its transforms.
    """

    number: int
    token: str
    python_class: tuple[str, str]
    name: str
    inputs: dict[str, Any]
    provider: int | None
    after: tuple[int, ...]
    ignored: tuple[str, ...]
    transforms: int
    protect: bool
    retain: bool


def recorded(project: Path, stack: str) -> list[Declared]:
    """The resources of a program's stack in order of declaration, without its components.

    Raises CalledProcessError if the program fails; its output has the reason.
    """
    command = [sys.executable, "-m", "benchmarks.recording", str(project), stack]
    answer = subprocess.run(command, cwd=project, check=True, stdout=subprocess.PIPE)
    return [
        Declared(**(row | {key: tuple(row[key]) for key in _TUPLES}))
        for row in json.loads(answer.stdout)
    ]
