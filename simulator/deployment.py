"""Deployments into the simulated account for a terminal: progress, messages and a summary."""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from rich.table import Table

from simulator.account.account import AccountError
from simulator.engine import Engine
from tools.steps import Step, Steps

_COLOR = re.compile(r"<\{%[^%]*%\}>")
"""The engine's markup of colours in its messages (pulumi/sdk/go/common/diag/colors)."""

_SHOWN = ("warning", "error")
"""The severities of messages that are printed."""


@dataclass
class Deployed:
    """A stack after its deployment: resources by kind, and how many of them changed."""

    stack: str
    kinds: Counter[str] = field(default_factory=Counter[str])
    changed: int = 0


def deploy(engine: Engine, stack: str, steps: Steps, expected: int = 0) -> Deployed:
    """Deploy a stack; `expected` is the number of its resources, 0 if unknown.

    Prints the engine's warnings and errors. Raises AccountError if the deployment fails.
    """
    deployed = Deployed(stack)
    with steps.step(f"Deploy {stack}") as step:
        with engine.deploying(stack) as process:
            for line in process.stdout or ():
                _follow(line, deployed, steps, step, expected)
        if process.returncode:
            raise AccountError(f"{stack} could not be deployed; see the messages above")
        step.report(step.done, unit="resources")
    return deployed


def table(deployed: Sequence[Deployed]) -> Table:
    """A table of resource counts: a row for each kind, a column for each stack, and the changes."""
    made = Table("Resources", *(one.stack for one in deployed), box=None, pad_edge=False)
    for kind in sorted({kind for one in deployed for kind in one.kinds}):
        made.add_row(kind, *(str(one.kinds[kind] or "-") for one in deployed))
    made.add_row("changed by this run", *(str(one.changed) for one in deployed))
    return made


def outputs_table(engine: Engine, stack: str) -> Table:
    """A table of the stack's outputs: path and value."""
    made = Table("Output", "Value", box=None, pad_edge=False)
    outputs = json.loads(engine.ask(["stack", "output", "--json", "--stack", stack]))
    for path, value in _leaves(outputs).items():
        made.add_row(path, value)
    return made


def _follow(line: str, deployed: Deployed, steps: Steps, step: Step, expected: int) -> None:
    """Process one line of `pulumi up --json`: an engine event or a message of the CLI."""
    event: dict[str, Any] = json.loads(line) if line.startswith("{") else {}
    if not event:
        steps.say(line.rstrip())
    if outputs := event.get("resOutputsEvent"):
        step.report(step.done + 1, expected, "resources")
        after = outputs["metadata"].get("new") or {}
        if after.get("custom") and not after["type"].startswith("pulumi:"):
            deployed.kinds[_kind(after["type"])] += 1
    if (message := event.get("diagnosticEvent")) and message["severity"] in _SHOWN:
        name = message.get("urn", "").rpartition("::")[2]
        text = _COLOR.sub("", message["message"]).strip()
        steps.say(f"{deployed.stack}: {name}: {text}" if name else f"{deployed.stack}: {text}")
    if summary := event.get("summaryEvent"):
        changes: dict[str, int] = summary.get("resourceChanges") or {}
        deployed.changed = sum(count for op, count in changes.items() if op != "same")


def _kind(token: str) -> str:
    """Returns `s3 Bucket` for `aws:s3/bucket:Bucket`."""
    _, module, name = token.split(":")
    return f"{module.partition('/')[0]} {name}"


def _leaves(value: Any, path: str = "") -> Mapping[str, str]:
    if not isinstance(value, dict):
        return {path: str(value)}
    parts = [
        _leaves(part, f"{path}.{key}" if path else key)
        for key, part in cast(dict[str, Any], value).items()
    ]
    return {inner: leaf for leaves in parts for inner, leaf in leaves.items()}
