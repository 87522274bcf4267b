"""The resources that a program declares, as records."""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MARK = re.compile(r"<output (\d+)\.(\w+)>")
"""Stands in a text for another resource's output: that resource's number, the Python property."""


@dataclass(frozen=True)
class Declared:
    """A resource as a program declared it.

    `number` is what marks, `provider` and `after` (the resources it explicitly waits for) mean.
    `python_class` is its module and name; `inputs` are JSON, named as in Python.
    """

    number: int
    token: str
    python_class: tuple[str, str]
    name: str
    inputs: dict[str, Any]
    provider: int | None
    after: tuple[int, ...]
    protect: bool
    retain: bool


def recorded(project: Path, stack: str) -> list[Declared]:
    """What the program in a folder declares for a stack, in its order, without its components.

    Raises CalledProcessError if the program fails; it has said why.
    """
    command = [sys.executable, "-m", "benchmarks.recording", str(project), stack]
    answer = subprocess.run(command, cwd=project, check=True, stdout=subprocess.PIPE)
    return [
        Declared(**(row | {key: tuple(row[key]) for key in ("python_class", "after")}))
        for row in json.loads(answer.stdout)
    ]
