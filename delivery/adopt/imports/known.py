"""What an inspection lists for the import into a stack, and what the stack's state has of it."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from delivery.adopt.imports.import_file import ImportFile
from delivery.aws import Clients
from delivery.pulumi_cli import Cli
from delivery.recovery.state import State, resources_of
from delivery.stacks import stacks_in

IMPORT_FILE = "import.json"
"""The name of the file, in the folder of an adoption, in which `adopt inspect` lists resources."""


def folder_of(stack: str, cli: Cli) -> Path:
    """Returns the folder of the files of a stack's adoption, in the folder of the project."""
    return cli.project / "adoption" / stack


def planned(stack: str, cli: Cli) -> ImportFile | None:
    """Returns what an inspection lists for the import into a stack; None before an inspection."""
    file = folder_of(stack, cli) / IMPORT_FILE
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else None


def state_of(stack: str, cli: Cli, aws: Clients) -> State:
    """Returns the state of a stack, without resources if the stack does not exist.

    Raises CliError if it cannot be read.
    """
    if stack not in stacks_in(cli, aws):
        return {"deployment": {}}
    return json.loads(cli.output("stack", "export", "-s", stack))


def by_urn(state: State) -> Mapping[str, Any]:
    """Returns the resources of a state by URN."""
    return {one["urn"]: one for one in resources_of(state)}


def missing_in(state: State, file: ImportFile) -> set[str]:
    """Returns the URNs of a file's resources that a state lacks."""
    return {one["urn"] for one in file["resources"]} - by_urn(state).keys()


def not_imported(stack: str, state: State, file: ImportFile | None) -> Iterator[str]:
    """Yields a line for each resource that is to be imported into a stack and that it lacks."""
    if file is None:
        return
    missing = missing_in(state, file)
    for one in file["resources"]:
        if one["urn"] in missing and one.get("id"):
            yield f"{one['name']} ({one['id']}) is not imported. Run `adopt import -s {stack}`."
