"""The resources that a program declares, as records."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_TUPLES = ("python_class", "after", "ignored")
"""The fields that JSON, which has no tuples, makes lists of."""


@dataclass(frozen=True)
class Declared:
    """A resource as a program declared it.

    `number` is what marks, `provider` and `after` (the resources it explicitly waits for) mean.
    `python_class` is its module and name; `inputs` are JSON, named as in Python; changes of
    `ignored` inputs, named as in Pulumi, make no difference; `transforms` is how many it has.
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
    """What the program in a folder declares for a stack, in its order, without its components.

    Raises CalledProcessError if the program fails; it has said why.
    """
    command = [sys.executable, "-m", "benchmarks.recording", str(project), stack]
    answer = subprocess.run(command, cwd=project, check=True, stdout=subprocess.PIPE)
    return [
        Declared(**(row | {key: tuple(row[key]) for key in _TUPLES}))
        for row in json.loads(answer.stdout)
    ]
