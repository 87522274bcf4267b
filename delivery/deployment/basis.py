"""The basis of a preview: state, program and configuration, to detect a later change."""

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

from delivery.bootstrap.published_state import ENCRYPTION_KEYS
from delivery.pulumi_cli import PACK, Cli

_PROGRAM = (".py", ".js", ".txt")
"""Suffixes of the files of a program: modules, the canary's script, and locked packages."""


class Basis(NamedTuple):
    """Digests of what a preview depends on."""

    state: str
    program: str
    configuration: str

    def differences(self, later: "Basis") -> list[str]:
        """Returns the names of the parts that differ, such as `program`."""
        return [name for name in self._fields if getattr(self, name) != getattr(later, name)]


def basis_of(stack: str, cli: Cli) -> Basis:
    """Returns the present basis; raises CliError if the state cannot be read.

    The program consists of the files in the working copy, also those that Git does not know, and
    of the policy pack. The configuration consists of the project file and the stack file.
    """
    state = json.loads(cli.output("stack", "export", "-s", stack))
    files = {*_files(cli.project), *_files(Path(PACK))}
    configuration = [_yaml(cli.project / name) for name in ("Pulumi.yaml", f"Pulumi.{stack}.yaml")]
    return Basis(
        _digest(json.dumps(state, sort_keys=True).encode()),
        _digest(*(part for file in sorted(files) for part in (bytes(file), file.read_bytes()))),
        _digest(*configuration),
    )


def _files(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        # Hidden folders have packages, tools and Git's objects.
        folders[:] = [one for one in folders if not one.startswith((".", "__pycache__"))]
        yield from (Path(place, name) for name in names if name.endswith(_PROGRAM))


def _yaml(file: Path) -> bytes:
    """Returns the content of a project or stack file in a form that the CLI does not change.

    In the stack file of a fresh clone, the CLI adds the encryption key and quotes numbers.
    """
    # Reads each scalar as a string, and creates no other objects.
    document = yaml.load(file.read_text(), yaml.BaseLoader)  # noqa: S506
    kept = {key: value for key, value in document.items() if key not in ENCRYPTION_KEYS}
    return json.dumps(kept, sort_keys=True).encode()


def _digest(*parts: bytes) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(len(part).to_bytes(8, "big") + part)
    return found.hexdigest()
