"""Takes over an estate that exists already, step by step."""

import json
from argparse import Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from delivery.adopt.differences import kept_inputs, records
from delivery.adopt.importing import (
    IMPORT_FILE,
    import_resources,
    missing_in,
    read_import_file,
    undo,
)
from delivery.adopt.inspect import inspect
from delivery.adopt.old_stacks import old_stacks
from delivery.adopt.report import report
from delivery.adopt.stack_file import merged, with_records
from delivery.aws import Clients, clients
from delivery.command import Command, NegativeResultError, argument, command, subcommands
from delivery.commands.adopt_steps import FURTHER_STEPS
from delivery.commands.preview import plan_in, preview
from delivery.plan.change import Change, Difference, Op
from delivery.plan.stack_plan import StackPlan
from delivery.pulumi_cli import PROJECT, Cli
from delivery.recovery.state import State
from delivery.stack_files import settings_of
from delivery.stacks import stacks_in
from settings.adopted import AdoptingSettings

_FOLDER = Path("adoption")

_IN_PLACE = {Op.CREATE: "creates", Op.IMPORT: "takes over", Op.UPDATE: "changes in place"}
"""What a deployment may do to an adopted estate, in words."""

STACK = argument("-s", "--stack", required=True, metavar="STACK", help="the stack to adopt into")


class CheckError(NegativeResultError):
    """A deployment would replace or delete resources; the message lists them."""


class Adoption(NamedTuple):
    """What each step needs: the stack, its settings, the CLI, AWS clients and the folder."""

    stack: str
    settings: AdoptingSettings
    cli: Cli
    aws: Clients
    folder: Path

    @classmethod
    def of(cls, arguments: Namespace) -> "Adoption":
        """Returns the adoption of the stack that a command names."""
        settings = settings_of(arguments.stack, AdoptingSettings, PROJECT)
        folder = _FOLDER / arguments.stack
        return cls(arguments.stack, settings, Cli(PROJECT), clients(settings.region), folder)


@command(
    "inspect",
    STACK,
    argument("--write", action="store_true", help="write the records into the stack file"),
)
def inspect_command(arguments: Namespace) -> Iterator[str]:
    """Find what exists and how it differs; write the import file and a report, change nothing."""
    stack, settings, cli, aws, folder = Adoption.of(arguments)
    # This is quick, and ends the command before the inspection if AWS refuses it.
    old = old_stacks(aws)
    findings = inspect(stack, settings, cli, aws)
    found = records(findings.kept)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / IMPORT_FILE).write_text(json.dumps(findings.file, indent=2) + "\n")
    text = report(stack, findings, settings.adopted, old)
    (folder / "report.md").write_text(text, encoding="utf-8")
    yield f"{stack}: {len(findings.adopted)} resources exist and can be imported"
    yield f"{stack}: {len(findings.missing)} do not exist, and a deployment creates them"
    for urn, reason in findings.doubts.items():
        yield f"{stack}: {findings.preview.declared[urn].label} is not imported: {reason}"
    yield f"{stack}: wrote {folder / IMPORT_FILE} and {folder / 'report.md'}"
    file = PROJECT / f"Pulumi.{stack}.yaml"
    if found and arguments.write:
        file.write_text(with_records(file.read_text(), merged(settings.adopted, found)))
        yield f"{stack}: wrote {len(found)} records of cellscope:adopted into {file}"
    elif found:
        yield f"{stack}: add these records to {file}, or run this command with --write:"
        yield with_records("config:\n", merged(settings.adopted, found)).rstrip()


@command(
    "import",
    STACK,
    argument("--undo", action="store_true", help="restore the state before the import"),
)
def import_command(arguments: Namespace) -> Iterator[str]:
    """Import what the inspection found into the stack's state; AWS is only read."""
    stack, settings, cli, aws, folder = Adoption.of(arguments)
    if arguments.undo:
        return undo(stack, cli, aws, folder)
    return import_resources(stack, settings.region, cli, aws, folder)


@command("check", STACK)
def check_command(arguments: Namespace) -> Iterator[str]:
    """Preview the stack; fail if a deployment would replace or delete a resource."""
    plan = _plan(arguments.stack)
    if dangers := list(plan.changes(Op.REPLACE, Op.DELETE)):
        lines = "".join(
            f"\n  {one.op} {_with_paths(one, (path for path in one.differences if path.replaces))}"
            for one in dangers
        )
        raise CheckError(
            f"{plan.stack}: a deployment would replace or delete {len(dangers)} resources:{lines}\n"
            f"Keep what AWS has with these records in Pulumi.{plan.stack}.yaml, and declare again"
            " what would be deleted:\n"
            + with_records(
                "config:\n", records({one.label: [*kept_inputs(one)] for one in dangers})
            )
        )
    yield f"{plan.stack}: a deployment replaces nothing and deletes nothing"
    for op, words in _IN_PLACE.items():
        for one in plan.changes(op):
            if not one.is_component:
                yield f"  {words} {_with_paths(one, one.differences)}"
    for one in plan.judgements:
        if one.mandatory:
            yield f"  is refused by the policy {one.rule} because of {one.name}: {one.message}"


@command("status", STACK)
def status_command(arguments: Namespace) -> Iterator[str]:
    """Say which step of the adoption is next."""
    stack, _, cli, aws, folder = Adoption.of(arguments)
    if not (folder / IMPORT_FILE).exists():
        yield f"{stack}: not inspected; next: python -m delivery adopt inspect -s {stack}"
        return
    file = read_import_file(folder)
    exists = stack in stacks_in(cli, aws)
    state: State = {"deployment": {}}
    if exists:
        state = json.loads(cli.output("stack", "export", "-s", stack))
    lacking = missing_in(state, file)
    yield f"{stack}: inspected; {len(file['resources'])} resources can be taken over"
    if lacking:
        step = f"python -m delivery adopt import -s {stack}"
        yield f"{stack}: the state lacks {len(lacking)} of them; next: {step}"
        return
    yield f"{stack}: imported; next: python -m delivery adopt check -s {stack}, then deploy"


STEPS: tuple[Command, ...] = (
    *(inspect_command, import_command, check_command, status_command),
    *FURTHER_STEPS,
)


@command("adopt", subcommands("STEP", *STEPS, required=True))
def adopt(arguments: Namespace) -> Iterator[str]:
    """Take over resources that exist already, without replacing one."""
    raise AssertionError("argparse demands a step")


def _plan(stack: str) -> StackPlan:
    """Returns the plan of a preview; raises CheckError if it failed."""
    with TemporaryDirectory() as name:
        list(preview([stack], Path(name), PROJECT))
        plan = plan_in(Path(name), stack)
    refused = any(one.mandatory for one in plan.judgements)
    # The engine ends a preview with an error if a policy refuses it, after all its steps.
    if not plan.succeeded and not refused:
        raise CheckError("\n".join([f"{stack}: the preview failed:", *plan.errors]))
    return plan


def _with_paths(change: Change, differences: Iterable[Difference]) -> str:
    paths = ", ".join(one.path for one in differences)
    return f"{change.label}{f': {paths}' if paths else ''}"
