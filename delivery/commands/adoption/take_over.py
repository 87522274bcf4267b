"""The steps of an adoption that take resources into the state: settings, inspect and import."""

import json
from argparse import Namespace
from collections.abc import Iterator

from delivery.adopt.imports.importing import import_resources, undo
from delivery.adopt.imports.known import IMPORT_FILE, folder_of
from delivery.adopt.inspection.differences import records
from delivery.adopt.inspection.inspect import inspect
from delivery.adopt.inspection.report import report
from delivery.adopt.old_settings import old_settings
from delivery.adopt.old_stacks.old_stacks import old_stacks
from delivery.adopt.refusal import RefusedError
from delivery.adopt.stack_file import ADOPTED, merged, with_setting, without_setting
from delivery.adopt.writing import write
from delivery.command import argument, command
from delivery.commands.adoption.adoption import STACK, Adoption
from settings import PlatformSettings

_WRITE = argument("--write", action="store_true", help="write them into the stack file")


@command("settings", STACK, _WRITE)
def settings_command(arguments: Namespace) -> Iterator[str]:
    """Find the settings under which the old cluster and network stay; change nothing in AWS."""
    stack, settings, cli, aws = Adoption.of(arguments)
    if not isinstance(settings, PlatformSettings):
        raise RefusedError(f"{stack} has no cluster and no network, so it needs no such settings.")
    found = old_settings(settings, aws)
    file = cli.project / f"Pulumi.{stack}.yaml"
    text = file.read_text(encoding="utf-8") if arguments.write else "config:\n"
    for key, value in found.items():
        text = without_setting(text, key) if value is None else with_setting(text, key, value)
    if arguments.write:
        write(file, text)
        yield f"{stack}: wrote {', '.join(found)} into {file}"
        return
    gone = [key for key, value in found.items() if value is None]
    yield f"{stack}: set these in {file}, or run this command with --write:"
    yield text.rstrip()
    yield from (f"{stack}: remove {key} from {file}" for key in gone)


@command("inspect", STACK, _WRITE)
def inspect_command(arguments: Namespace) -> Iterator[str]:
    """Find what exists and how it differs; write the import file and a report, change nothing."""
    stack, settings, cli, aws = Adoption.of(arguments)
    folder = folder_of(stack, cli)
    # This is quick, and ends the command before the inspection if AWS refuses it.
    old = old_stacks(aws)
    findings = inspect(stack, settings, cli, aws)
    found = records(findings.kept)
    write(folder / IMPORT_FILE, json.dumps(findings.file, indent=2) + "\n")
    write(folder / "report.md", report(stack, findings, settings.adopted, old))
    yield f"{stack}: {len(findings.adopted)} resources exist and can be imported"
    yield f"{stack}: {len(findings.missing)} do not exist, and a deployment creates them"
    for urn, reason in findings.doubts.items():
        yield f"{stack}: {findings.preview.declared[urn].label} is not imported: {reason}"
    yield f"{stack}: wrote {folder / IMPORT_FILE} and {folder / 'report.md'}"
    file = cli.project / f"Pulumi.{stack}.yaml"
    listed = merged(settings.adopted, found)
    if found and arguments.write:
        write(file, with_setting(file.read_text(encoding="utf-8"), ADOPTED, listed))
        yield f"{stack}: wrote {len(found)} records of {ADOPTED} into {file}"
    elif found:
        yield f"{stack}: add these records to {file}, or run this command with --write:"
        yield with_setting("config:\n", ADOPTED, listed).rstrip()


@command(
    "import",
    STACK,
    argument("--undo", action="store_true", help="restore the state before the import"),
)
def import_command(arguments: Namespace) -> Iterator[str]:
    """Import what the inspection found into the stack's state; AWS is only read."""
    stack, settings, cli, aws = Adoption.of(arguments)
    if arguments.undo:
        return undo(stack, cli, aws)
    return import_resources(stack, settings.region, cli, aws)
