"""Recorded event streams of the prepared changes, reduced in size.

`python -m tests.delivery.report.recordings` records them again in about eight minutes: it previews
each change with the policy pack against a deployed account. With names of changes it records only
those.
"""

import gzip
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from delivery.commands.preview import preview
from delivery.plan.events import plan_of
from delivery.plan.stack_plan import StackPlan
from simulator.account.account import CHECKOUT, FOLDER_VARIABLE, Account
from tests.delivery.report.prepared import PREPARED_CHANGES
from tests.delivery.report.prepared.change import (
    NEW_PERSON,
    RECORDED_STACKS,
    SANDBOX,
    PreparedChange,
)
from tests.engine.conftest import PACK, Platform, copied

FOLDER = Path(__file__).parent / "recordings"

_KEPT = ("diagnosticEvent", "policyEvent", "resourcePreEvent", "summaryEvent")
_A_FOLDER = re.compile(r"(?<=\\\")/[^\"]*/(?=[^/\"]+\.py)")
"""The folder of a file in a traceback."""

_SIDE = ("custom", "id", "inputs", "outputs", "protect", "retainOnDelete")


_SANDBOX_FILE = f"Pulumi.{SANDBOX}.yaml"

_STACKS = {one.name: one.stacks for one in PREPARED_CHANGES}


@cache
def recorded(change: str) -> list[StackPlan]:
    """Returns the recorded plans of a prepared change, one for each of its stacks."""
    plans: list[StackPlan] = []
    for stack in _STACKS[change]:
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
            text = (platform.project / edit.file).read_text()
            assert text.count(edit.old) == 1, edit
            (platform.project / edit.file).write_text(text.replace(edit.old, edit.new))
        yield
    finally:
        for file, text in before.items():
            (platform.project / file).write_text(text)


def main(names: Collection[str]) -> int:
    """Records the named changes, or without names all of them, in a temporary account."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        account = Account.of_checkout().at(folder / "account")
        try:
            platform = with_policies(copied(account, folder))
            platform.prepare(NEW_PERSON)
            (folder / _SANDBOX_FILE).write_text(_sandbox_file())
            for stack in ("account", *RECORDED_STACKS, SANDBOX):
                platform.up(stack)
            _scale_out(platform, "production")
            use_simulated_cli(platform)
            for change in (one for one in PREPARED_CHANGES if not names or one.name in names):
                with changed(platform, change):
                    for line in preview(change.stacks, folder / change.name, folder):
                        print(f"{change.name}: {line}", flush=True)
                for stack in change.stacks:
                    _keep(change.name, stack, folder / change.name / f"{stack}.jsonl")
        finally:
            account.down()
    return 0


def _sandbox_file() -> str:
    last_day = date.today() + timedelta(days=30)
    config = {"environment": "staging", "sandbox": "ada-1", "expires": last_day.isoformat()}
    return yaml.safe_dump({"config": {f"cellscope:{key}": one for key, one in config.items()}})


def _scale_out(platform: Platform, stack: str) -> None:
    """Sets all node groups to their maximum, as the Cluster Autoscaler would, and refreshes."""
    eks, cluster = platform.aws("eks"), f"biomage-{stack}"
    for name in eks.list_nodegroups(clusterName=cluster)["nodegroups"]:
        group = eks.describe_nodegroup(clusterName=cluster, nodegroupName=name)["nodegroup"]
        size = group["scalingConfig"] | {"desiredSize": group["scalingConfig"]["maxSize"]}
        eks.update_nodegroup_config(clusterName=cluster, nodegroupName=name, scalingConfig=size)
    done = platform.pulumi("refresh", "-s", stack, "--yes", "--skip-preview")
    assert done.returncode == 0, done.stdout


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
    sys.exit(main(sys.argv[1:]))
