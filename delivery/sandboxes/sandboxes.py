"""Creates, lists and removes sandboxes with Pulumi commands, and prints each command."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import yaml
from botocore.exceptions import BotoCoreError, ClientError

from delivery.aws import Clients
from delivery.command import DeliveryError
from delivery.pulumi_cli import PACK, Cli
from delivery.recovery import recover
from delivery.stack_files import settings_of
from delivery.stacks import create_if_missing, stacks_in
from estate.ownership import EXPIRES
from settings import Kind, PlatformSettings, StackSettings
from settings.sandbox import MAX_DAYS, PREFIX, REMEDY, sandbox_id

ENVIRONMENT = "staging"
"""The only environment with sandboxes."""

_PROVIDER = "pulumi:providers:aws"


class SandboxError(DeliveryError):
    """A sandbox was not created or not removed; the message has the reason and the remedy."""


_FAILURES = (DeliveryError, BotoCoreError, ClientError)
"""Errors after which the removal of expired sandboxes continues with the next one."""


@dataclass(frozen=True)
class Sandbox:
    """A sandbox that has a stack; `expires` is None if the stack has no resources yet."""

    id: str
    expires: date | None

    def has_expired(self, today: date) -> bool:
        """Returns whether the last day is over; False without a last day, during the creation."""
        return self.expires is not None and self.expires < today


def create(sandbox: str, expires: date, cli: Cli, aws: Clients, *, today: date) -> Iterator[str]:
    """Creates or updates a sandbox; yields a line for each step.

    Raises SandboxError before anything is changed if the id or the date is invalid, if staging has
    no stack, or if its cluster is retired. Also raises it if a Pulumi command
    fails; then it is safe to run this again.
    """
    stack = _stack(sandbox)
    if not today < expires <= today + timedelta(days=MAX_DAYS):
        raise SandboxError(
            f"the last day {expires} must be one of the {MAX_DAYS} days after {today}; nothing"
            " was changed. Choose another day."
        )
    if ENVIRONMENT not in stacks_in(cli, aws):
        raise SandboxError(
            f"the stack {ENVIRONMENT}, which sandboxes need, does not exist; nothing was changed."
            f" Deploy it first: python -m delivery deploy {ENVIRONMENT}."
        )
    staging = settings_of(ENVIRONMENT, PlatformSettings, cli.project)
    if retirement := staging.retirement(Kind.CLUSTER):
        raise SandboxError(
            f"Pulumi.{ENVIRONMENT}.yaml retires the {retirement.kind}, which sandboxes need;"
            f" nothing was changed. Remove the line from cellscope:retired, deploy {ENVIRONMENT},"
            " and run the same command again."
        )
    text = yaml.safe_dump(_config(sandbox, expires, staging), sort_keys=False)
    (cli.project / f"Pulumi.{stack}.yaml").write_text(text, encoding="utf-8")
    yield from create_if_missing(stack, staging.region, cli, aws)
    yield from recover(stack, cli, aws)
    yield from _run(cli, "up", "-s", stack, "--yes", "--skip-preview", "--policy-pack", PACK)


def remove(sandbox: str, cli: Cli, aws: Clients) -> Iterator[str]:
    """Removes a sandbox, its resources and its stack; yields a line for each step.

    Raises SandboxError if the sandbox does not exist or a Pulumi command fails.
    """
    stack = f"{PREFIX}{sandbox}"
    if stack not in stacks_in(cli, aws):
        _stack(sandbox)
        existing = ", ".join(one.id for one in list_sandboxes(cli, aws)) or "none"
        raise SandboxError(f'there is no sandbox "{sandbox}". Existing sandboxes: {existing}.')
    yield from recover(stack, cli, aws)
    yield from _run(cli, "destroy", "-s", stack, "--yes", "--skip-preview", "--remove")
    (cli.project / f"Pulumi.{stack}.yaml").unlink(missing_ok=True)


def remove_expired(cli: Cli, aws: Clients, *, today: date) -> Iterator[str]:
    """Removes the expired sandboxes; yields a line for each step.

    If one cannot be removed, the others still are; SandboxError with all failures is raised at the
    end.
    """
    failures: list[str] = []
    for one in list_sandboxes(cli, aws):
        if one.has_expired(today):
            try:
                yield from remove(one.id, cli, aws)
            except _FAILURES as error:
                failures.append(f"{one.id}: {error}")
    if failures:
        raise SandboxError("\n".join(failures))


def list_sandboxes(cli: Cli, aws: Clients) -> list[Sandbox]:
    """Returns the sandboxes that have a stack, sorted by id."""
    return [Sandbox(one, _expiry(f"{PREFIX}{one}", cli)) for one in sandbox_ids(cli, aws)]


def sandbox_ids(cli: Cli, aws: Clients) -> list[str]:
    """Returns the ids of the sandboxes that have a stack, sorted."""
    names = stacks_in(cli, aws)
    return sorted(name.removeprefix(PREFIX) for name in names if name.startswith(PREFIX))


def expiry_lines(sandboxes: list[Sandbox], today: date) -> Iterator[str]:
    """Yields a line for each sandbox, or "no sandboxes"."""
    if not sandboxes:
        yield "no sandboxes"
    for one in sandboxes:
        if one.expires is None:
            yield f"{one.id}: has no resources; remove it unless its creation is in progress"
        elif one.has_expired(today):
            yield f"{one.id}: expired on {one.expires}"
        else:
            yield f"{one.id}: until {one.expires}"


def _stack(sandbox: str) -> str:
    try:
        return f"{PREFIX}{sandbox_id(sandbox)}"
    except ValueError as error:
        raise SandboxError(
            f"the sandbox id {sandbox!r} {error}; nothing was changed. {REMEDY}"
        ) from None


def _config(sandbox: str, expires: date, staging: StackSettings) -> dict[str, Any]:
    """Returns the content of the stack file."""
    config = {
        "environment": staging.environment.value,
        "accountId": staging.account_id,
        "region": staging.region,
        "sandbox": sandbox,
        "expires": expires.isoformat(),
    }
    return {"config": {f"cellscope:{key}": value for key, value in config.items()}}


def _expiry(stack: str, cli: Cli) -> date | None:
    """Returns the expiry date, from the default tags in the state.

    The stack file may be on another machine.
    """
    for resource in _state(stack, cli).get("resources", []):
        if resource["type"] == _PROVIDER:
            tags = json.loads(resource["inputs"]["defaultTags"])["tags"]
            return date.fromisoformat(tags[EXPIRES])
    return None


def _state(stack: str, cli: Cli) -> dict[str, Any]:
    return json.loads(cli.output("stack", "export", "-s", stack))["deployment"]


def _run(cli: Cli, *arguments: str) -> Iterator[str]:
    yield f"$ pulumi {' '.join(arguments)}"
    if cli.run(*arguments):
        raise SandboxError(
            f"pulumi {' '.join(arguments[:2])}: the command failed; the error is printed above. Fix"
            " the error, then run the same command again."
        )
