"""Deploys templates, as the old workflows did with administrator's rights."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simulator.account.account import Account

_TEMPLATES = Path(__file__).with_name("templates")

_LONGEST_SECONDS = 120


class OldStackError(Exception):
    """A stack that could not be created; the message has its events."""


def template(path: str) -> Path:
    """The path of a template or folder of templates."""
    return _TEMPLATES / path


def deploy(account: Account, name: str, file: Path, parameters: Mapping[str, str]) -> str:
    """Create a stack and wait for it; returns its name."""
    cloudformation = account.client(account.up(), "cloudformation")
    cloudformation.create_stack(
        StackName=name,
        TemplateBody=file.read_text(),
        Capabilities=["CAPABILITY_NAMED_IAM"],
        Parameters=[
            {"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()
        ],
    )
    if wait(cloudformation, name) != "CREATE_COMPLETE":
        events = cloudformation.describe_stack_events(StackName=name)["StackEvents"]
        reasons = [one["ResourceStatusReason"] for one in events if "ResourceStatusReason" in one]
        raise OldStackError(f"{name}: {'; '.join(reversed(reasons))}")
    return name


def wait(cloudformation: Any, name: str) -> str:
    """Wait until a stack rests; returns its status."""
    deadline = time.monotonic() + _LONGEST_SECONDS
    while time.monotonic() < deadline:
        status = cloudformation.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"]
        if not status.endswith("_IN_PROGRESS"):
            return status
        time.sleep(0.02)
    raise OldStackError(f"{name} is still in progress after {_LONGEST_SECONDS} s")
