"""Drift: changes made outside Pulumi, found by `pulumi refresh --preview-only`."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from delivery.commands.preview import PreviewError
from delivery.plan.events import drift_of
from delivery.plan.stack_plan import StackPlan
from delivery.pulumi_cli import Cli

_EVENTS = ".drift.jsonl"


def find_drift(stacks: Sequence[str], folder: Path, project: Path) -> Iterator[str]:
    """Compares states with AWS in parallel and saves the events; yields a line for each stack."""
    folder.mkdir(parents=True, exist_ok=True)
    cli = Cli(project)
    running = [
        cli.start(
            "refresh", "-s", stack, "--preview-only", "--json", into=folder / f"{stack}{_EVENTS}"
        )
        for stack in dict.fromkeys(stacks)
    ]
    for process in running:
        process.wait()
    for found in drift_in(folder):
        if not found.succeeded:
            yield f"{found.stack}: the comparison with AWS failed"
        else:
            count = len(list(found.changes()))
            have = "1 resource has" if count == 1 else f"{count} resources have"
            yield f"{found.stack}: {have} drifted"


def drift_in(folder: Path) -> list[StackPlan]:
    """Returns the drift of each stack with saved events in a folder, sorted by stack.

    Raises PreviewError if the folder has no events: a missing comparison must not pass for one
    without drift.
    """
    files = sorted(folder.glob(f"*{_EVENTS}"))
    if not files:
        raise PreviewError(
            f"{folder} has no comparison with AWS. Make one with `python -m delivery drift staging"
            f" --into {folder}`."
        )
    found: list[StackPlan] = []
    for file in files:
        with file.open(encoding="utf-8", errors="replace") as lines:
            found.append(drift_of(file.name.removesuffix(_EVENTS), lines))
    return found
