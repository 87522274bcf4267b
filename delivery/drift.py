"""What somebody changed by hand: found by refreshing nothing but a preview, told in one issue."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from delivery.plan.events import drift_of
from delivery.plan.stack_plan import StackPlan
from delivery.previews import PreviewError
from delivery.pulumi_cli import Cli

_EVENTS = ".drift.jsonl"


def find_drift(stacks: Sequence[str], folder: Path, project: Path) -> Iterator[str]:
    """Compare stacks' states with AWS, side by side, and keep the events; a line for each stack."""
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
            yield f"{found.stack}: cannot be compared with AWS"
        else:
            count = len(list(found.changes()))
            were = "1 resource was" if count == 1 else f"{count} resources were"
            yield f"{found.stack}: {were} changed by hand"


def drift_in(folder: Path) -> list[StackPlan]:
    """What was found for each stack whose events lie in a folder, sorted by stack.

    Raises PreviewError where there are none: that nobody looked is not that nothing differs.
    """
    files = sorted(folder.glob(f"*{_EVENTS}"))
    if not files:
        raise PreviewError(
            f"nothing was compared with AWS in {folder}. Write it by `python -m delivery drift"
            f" staging --into {folder}`."
        )
    found: list[StackPlan] = []
    for file in files:
        with file.open(encoding="utf-8", errors="replace") as lines:
            found.append(drift_of(file.name.removesuffix(_EVENTS), lines))
    return found
