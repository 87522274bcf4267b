"""Imports what an inspection found into the state of a stack, and undoes that.

An import only reads AWS. It uses `pulumi import --file`, once for the resources that the program
protects and once for the others, because the option `--protect` applies to a whole file.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from delivery.adopt.imports.import_file import ImportFile, part_of
from delivery.adopt.imports.known import by_urn, folder_of, missing_in, planned
from delivery.adopt.inspection.rehearsal import MISSING, import_once
from delivery.adopt.writing import write
from delivery.aws import Clients
from delivery.command import NegativeResultError
from delivery.pulumi_cli import Cli
from delivery.recovery import recover
from delivery.recovery.state import State, name_of
from delivery.stacks import create_if_missing

STATE_BEFORE = "state-before.json"
_IMPORTED = "state-before.urns.json"
"""The URNs of what was imported since, as a later inspection does not find it again."""

_OF_THE_ENGINE = ("pulumi:pulumi:Stack", "pulumi:providers:")
"""The types of resources that an import adds beside those of its file."""


class ImportingError(NegativeResultError):
    """An import or its undoing is refused or failed; the stack is as it was before."""


def import_resources(stack: str, region: str, cli: Cli, aws: Clients) -> Iterator[str]:
    """Imports the resources that an inspection listed and that the state lacks.

    Yields a line for each step. Saves the state before the first import in the folder. Idempotent,
    also if it is killed. Raises ImportingError if a resource cannot be imported; then the state is
    as it was. Raises RecoveryError if another deployment may be running.
    """
    file, folder = planned(stack, cli), folder_of(stack, cli)
    if file is None:
        raise ImportingError(
            f"{stack} was not inspected. Run `python -m delivery adopt inspect -s {stack}` first."
        )
    yield from create_if_missing(stack, region, cli, aws)
    yield from recover(stack, cli, aws)
    exported = cli.output("stack", "export", "-s", stack)
    lacking = missing_in(json.loads(exported), file)
    if not lacking:
        yield f"{stack}: the state has all {len(file['resources'])} resources; nothing to import"
        return
    before = folder / STATE_BEFORE
    if not before.exists():
        write(before, exported)
        yield f"{stack}: saved the state in {before}"
    write(folder / _IMPORTED, json.dumps(sorted({*_imported(folder), *lacking})))
    try:
        _import(stack, cli, part_of(file, lacking))
    except NegativeResultError:
        cli.output("stack", "import", "-s", stack, text=exported)
        raise
    yield f"{stack}: imported {len(lacking)} resources; AWS was only read"


def undo(stack: str, cli: Cli, aws: Clients) -> Iterator[str]:
    """Restores the state of a stack before the import; AWS is not touched.

    Raises ImportingError if there was no import, or if a deployment followed it. Raises
    RecoveryError if another deployment may be running.
    """
    folder = folder_of(stack, cli)
    before = folder / STATE_BEFORE
    if not before.exists():
        raise ImportingError(f"{stack}: there is no {before}, so there is no import to undo.")
    yield from recover(stack, cli, aws)
    saved = json.loads(before.read_text(encoding="utf-8"))
    now = json.loads(cli.output("stack", "export", "-s", stack))
    if others := list(_not_of_the_import(saved, now, _imported(folder))):
        listed = "".join(f"\n  {name_of(urn)}" for urn in others)
        raise ImportingError(
            f"{stack}: was deployed since the import, and without its present state these would no"
            f" longer be managed:{listed}\nThe import was not undone."
        )
    cli.output("stack", "import", "-s", stack, text=json.dumps(saved))
    (folder / _IMPORTED).unlink(missing_ok=True)
    before.unlink()
    yield f"{stack}: restored the state before the import; AWS was not touched"


def _import(stack: str, cli: Cli, file: ImportFile) -> None:
    """Imports the resources of a file; raises ImportingError for those that cannot be."""
    protected = {one["urn"] for one in file["resources"] if one["protect"]}
    others = {one["urn"] for one in file["resources"]} - protected
    for urns in filter(None, (others, protected)):
        part = part_of(file, urns)
        if errors := import_once(stack, cli, part, protect=urns is protected).errors:
            lines = "".join(f"\n  {name_of(urn)}: {_why(error)}" for urn, error in errors.items())
            raise ImportingError(
                f"{stack}: nothing was imported, because these resources cannot be:{lines}\nRun"
                " `python -m delivery adopt inspect` for this stack again, then import again."
            )


def _why(error: str) -> str:
    return f"it was deleted since the inspection ({error})" if MISSING in error else error


def _imported(folder: Path) -> list[str]:
    file = folder / _IMPORTED
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else []


def _not_of_the_import(saved: State, now: State, imported: Iterable[str]) -> Iterator[str]:
    known = {*by_urn(saved), *imported}
    for urn, one in by_urn(now).items():
        if urn not in known and not one["type"].startswith(_OF_THE_ENGINE):
            yield urn
