"""Imports into a copy of a stack, in which nothing of AWS or of the stack changes.

A provider reads each resource for an import, so the copy has the live properties of all matched
resources. The next preview of the copy has the differences, with the provider's verdicts.
"""

import json
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from delivery.adopt.imports.import_file import ImportFile, part_of
from delivery.adopt.inspection.declared import Preview, preview_of
from delivery.adopt.stack_file import ADOPTED, with_setting
from delivery.bootstrap.published_state import temporary_backend, without_secrets
from delivery.command import NegativeResultError
from delivery.plan.events import errors_by_resource, imported
from delivery.pulumi_cli import Cli

MISSING = "does not exist"
"""The engine's words for a resource that the provider does not find.

https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/step.go
"""

_PARALLEL = "64"
"""The number of resources to read at once.

The engine ends an import at the first error, after the reads that have begun.
"""


class Imported(NamedTuple):
    """How an import ended: the URNs of imported resources, and the errors of others by URN."""

    imported: frozenset[str]
    errors: Mapping[str, str]


class RehearsalError(NegativeResultError):
    """A preview failed; the message has the engine's errors. Nothing was changed."""


class Rehearsal:
    """A copy of a stack in a temporary backend."""

    def __init__(self, stack: str, cli: Cli, config_file: Path) -> None:
        self._stack, self._cli, self._file = stack, cli, config_file
        self._options = ("--config-file", str(config_file))
        self._text = config_file.read_text(encoding="utf-8")

    def keep(self, adopted: Iterable[Mapping[str, Any]]) -> None:
        """Sets `cellscope:adopted` of the copy to these records."""
        text = with_setting(self._text, ADOPTED, [*adopted])
        self._file.write_text(text, encoding="utf-8")

    def preview(self) -> Preview:
        """Returns a preview of the program; raises RehearsalError if it fails."""
        lines = events(self._stack, self._cli, "preview", "--json", *self._options)
        found = preview_of(self._stack, lines)
        if not found.plan.succeeded:
            errors = "\n".join(found.plan.errors) or "".join(lines[-5:])
            raise RehearsalError(f"{self._stack}: the preview failed:\n{errors}")
        return found

    def import_all(self, file: ImportFile) -> Mapping[str, str]:
        """Imports the resources of a file; returns the error of each that failed, by URN."""
        left, errors = {one["urn"] for one in file["resources"]}, dict[str, str]()
        while left:
            ended = import_once(self._stack, self._cli, part_of(file, left), *self._options)
            if not ended.errors:
                break
            errors |= ended.errors
            # An import again, by an id that is not that in the state, would be an error.
            left -= ended.imported | errors.keys()
        return errors


def import_once(
    stack: str, cli: Cli, file: ImportFile, *options: str, protect: bool = False
) -> Imported:
    """Runs one `pulumi import` for resources that the state lacks.

    Raises RehearsalError for an error that belongs to no resource of the file.
    """
    resources = file["resources"]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "import.json"
        path.write_text(json.dumps(file))
        arguments = ("--file", str(path), "--yes", "--skip-preview", "--generate-code=false")
        flags = (f"--protect={str(protect).lower()}", "--parallel", _PARALLEL, "--json")
        lines = events(stack, cli, "import", *arguments, *flags, *options)
    errors = errors_by_resource(lines)
    of_resources = {one["urn"]: errors[one["urn"]] for one in resources if one["urn"] in errors}
    if errors and not of_resources:
        raise RehearsalError(f"{stack}: the import failed:\n" + "\n".join(errors.values()))
    return Imported(imported(lines), of_resources)


def events(stack: str, cli: Cli, command: str, *arguments: str) -> Sequence[str]:
    """Runs a command of the CLI; returns the lines of its output."""
    with TemporaryDirectory() as folder:
        into = Path(folder) / "events"
        cli.start(command, "-s", stack, *arguments, into=into).wait()
        return into.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)


@contextmanager
def rehearsal(stack: str, cli: Cli, state: str | None) -> Generator[Rehearsal]:
    """Yields a copy of a stack with an exported state, None for a stack that does not exist."""
    plain = state and json.dumps(without_secrets(json.loads(state)))
    with temporary_backend(stack, cli.project, plain) as backend:
        copy = Cli(cli.project, {**cli.environment, **backend.environment})
        yield Rehearsal(stack, copy, backend.config_file)
