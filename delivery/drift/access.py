"""The comparison of the access to clusters with a state, in a file beside the engine's events."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from delivery.aws import clients
from delivery.drift.access_entries import CLUSTER, access_problems
from delivery.plan.access_problem import AccessProblem
from delivery.plan.stack_plan import StackPlan
from delivery.pulumi_cli import Cli

_FILE = "{stack}.access.json"


def compare_access(stack: str, cli: Cli, folder: Path) -> None:
    """Compares the access to the clusters of a stack; saves problems, or why AWS cannot be read.

    Raises CliError if the state cannot be read.
    """
    state = json.loads(cli.output("stack", "export", "-s", stack))
    found: dict[str, Any] = {"problems": []}
    try:
        if region := _region(state):
            found["problems"] = list(access_problems(stack, state, clients(region)))
    except (BotoCoreError, ClientError) as error:
        found["error"] = str(error)
    (folder / _FILE.format(stack=stack)).write_text(json.dumps(found), encoding="utf-8")


def with_access(drift: StackPlan, folder: Path) -> StackPlan:
    """Returns the drift of a stack with the saved comparison of its access, if there is one."""
    file = folder / _FILE.format(stack=drift.stack)
    if not file.exists():
        return drift
    found = json.loads(file.read_text(encoding="utf-8"))
    problems = tuple(
        AccessProblem(problem, remedy, tuple(commands))
        for problem, remedy, commands in found["problems"]
    )
    if "error" in found:
        errors = (*drift.errors, f"The access entries cannot be compared: {found['error']}")
        return replace(drift, succeeded=False, errors=errors)
    return replace(drift, access=problems)


def _region(state: Mapping[str, Any]) -> str | None:
    """Returns the region of the stack's clusters, or None if the state has no cluster."""
    resources: list[dict[str, Any]] = state["deployment"].get("resources") or []
    arns: list[str] = [one["outputs"]["arn"] for one in resources if one["type"] == CLUSTER]
    return arns[0].split(":")[3] if arns else None
