"""Recorded event streams of the ten prepared changes, reduced in size.

`python -m tests.delivery.report.recordings` records them again in about three minutes: it
previews each change with the policy pack against a deployed account.
"""

import gzip
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from delivery.commands.preview import preview
from delivery.plan.events import plan_of
from delivery.plan.stack_plan import StackPlan
from simulator.account.account import CHECKOUT, FOLDER_VARIABLE, Account
from tests.delivery.report.prepared_changes import PREPARED_CHANGES, RECORDED_STACKS, PreparedChange
from tests.engine.conftest import PACK, Platform, copied

FOLDER = Path(__file__).parent / "recordings"

_KEPT = ("diagnosticEvent", "policyEvent", "resourcePreEvent", "summaryEvent")
_A_FOLDER = re.compile(r"(?<=\\\")/[^\"]*/(?=[^/\"]+\.py)")
"""The folder of a file in a traceback."""

_SIDE = ("custom", "id", "inputs", "outputs", "protect", "retainOnDelete")


def recorded(change: str) -> list[StackPlan]:
    """Returns the recorded plans of staging and production for a prepared change."""
    plans: list[StackPlan] = []
    for stack in RECORDED_STACKS:
        with gzip.open(FOLDER / f"{change}.{stack}.jsonl.gz", "rt", encoding="utf-8") as lines:
            plans.append(plan_of(stack, lines))
    return plans


def reduced(lines: Iterator[str]) -> Iterator[str]:
    """Yields the events that plans are made from, without unused fields."""
    for line in lines:
        event = json.loads(line) if line.startswith("{") else {}
        for kind in _KEPT:
            if kind in event and event[kind].get("severity") != "debug":
                text = json.dumps({kind: _reduced(event[kind])}, sort_keys=True)
                yield _A_FOLDER.sub("", text) + "\n"


def _reduced(event: Any) -> Any:
    if "metadata" not in event:
        return event
    step = event["metadata"]
    kept = {
        key: step[key]
        for key in ("op", "urn", "type", "keys", "diffs", "detailedDiff")
        if step.get(key)
    }
    for side in ("old", "new"):
        if step.get(side):
            kept[side] = {key: step[side].get(key) for key in _SIDE if step[side].get(key)}
            kept[side].setdefault("inputs", {})
            # Plans do not read the outputs of unchanged resources.
            if step["op"] == "same" or "outputs" not in kept[side]:
                kept[side]["outputs"] = {}
    return {"metadata": kept}


@contextmanager
def changed(platform: Platform, change: PreparedChange) -> Iterator[None]:
    """Applies a change to the copy of the program, and reverts it on exit."""
    before = {edit.file: (platform.project / edit.file).read_text() for edit in change.edits}
    try:
        for edit in change.edits:
            assert before[edit.file].count(edit.old) == 1, edit
            (platform.project / edit.file).write_text(before[edit.file].replace(edit.old, edit.new))
        yield
    finally:
        for file, text in before.items():
            (platform.project / file).write_text(text)


def main() -> int:
    """Records all changes in a temporary account."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        account = Account.of_checkout().at(folder / "account")
        try:
            platform = with_policies(copied(account, folder))
            platform.prepare()
            for stack in ("account", *RECORDED_STACKS):
                platform.up(stack)
            use_simulated_cli(platform)
            for change in PREPARED_CHANGES:
                with changed(platform, change):
                    for line in preview(RECORDED_STACKS, folder / change.name, folder):
                        print(f"{change.name}: {line}", flush=True)
                for stack in RECORDED_STACKS:
                    _keep(change.name, stack, folder / change.name / f"{stack}.jsonl")
        finally:
            account.down()
    return 0


def with_policies(platform: Platform) -> Platform:
    """Adds the policy pack to the copy of the program."""
    shutil.copytree(PACK, platform.project / PACK.name)
    return platform


def use_simulated_cli(platform: Platform) -> None:
    """Sets the environment so that commands find the Pulumi CLI of the simulated account."""
    os.environ |= simulated_cli(platform)


def simulated_cli(platform: Platform) -> dict[str, str]:
    """Returns the environment variables for that CLI."""
    return {
        "PATH": f"{CHECKOUT / 'simulator'}{os.pathsep}{os.environ['PATH']}",
        FOLDER_VARIABLE: str(platform.account.folder),
    }


def _keep(change: str, stack: str, events: Path) -> None:
    FOLDER.mkdir(exist_ok=True)
    # Without a timestamp, equal events make equal files.
    with (
        events.open(encoding="utf-8") as lines,
        (FOLDER / f"{change}.{stack}.jsonl.gz").open("wb") as file,
        gzip.GzipFile("", "wb", mtime=0, fileobj=file) as kept,
    ):
        for line in reduced(lines):
            kept.write(line.encode())


if __name__ == "__main__":
    sys.exit(main())
