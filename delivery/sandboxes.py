"""Sandboxes: made, listed and removed by Pulumi's own commands, which are told as they run."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import yaml
from botocore.exceptions import BotoCoreError, ClientError

from delivery.aws import Clients
from delivery.pulumi_cli import PACK, Cli, CliError
from delivery.recovery import RecoveryError, recover
from delivery.stack_files import settings_of
from estate.account import IAC_KEY_ALIAS
from estate.ownership import EXPIRES
from settings import PlatformSettings, StackSettings
from settings.sandbox import PREFIX, REMEDY, sandbox_id

BESIDE = "staging"
"""The only environment that sandboxes stand beside (estate, 1)."""

LONGEST_DAYS = 90
"""For how long a sandbox may be asked for; creating it again asks anew."""

_PROVIDER = "pulumi:providers:aws"


class SandboxError(Exception):
    """Why a sandbox was not made or not removed, and what helps."""


_FAILURES = (SandboxError, RecoveryError, CliError, BotoCoreError, ClientError)
"""What ends the removal of one sandbox, and of no other."""


@dataclass(frozen=True)
class Sandbox:
    """A sandbox that has a stack; `expires` is None where nothing was made in it yet."""

    id: str
    expires: date | None

    def has_expired(self, today: date) -> bool:
        """Whether its last day is over; one without may be about to be made."""
        return self.expires is not None and self.expires < today


def create(sandbox: str, expires: date, cli: Cli, aws: Clients, *, today: date) -> Iterator[str]:
    """Make a sandbox, or bring it to what the program says now; a line for each step.

    Raises SandboxError before anything is changed for an id or a date that cannot be, and where
    staging was not deployed; also if a command of Pulumi's fails: then this may be run again.
    """
    stack = _stack(sandbox)
    if not today < expires <= today + timedelta(days=LONGEST_DAYS):
        raise SandboxError(
            f"a sandbox that is needed until {expires} cannot be made on {today}; nothing was"
            f" changed. Name a day of the next {LONGEST_DAYS}."
        )
    stacks = _stacks(cli)
    if BESIDE not in stacks:
        raise SandboxError(
            f"there is no stack {BESIDE} to stand beside; nothing was changed. Deploy it first:"
            f" python -m delivery deploy {BESIDE}."
        )
    staging = settings_of(BESIDE, PlatformSettings, cli.project)
    known = stack in stacks
    document = _config(sandbox, expires, staging) | (_encryption(stack, cli) if known else {})
    text = yaml.safe_dump(document, sort_keys=False)
    (cli.project / f"Pulumi.{stack}.yaml").write_text(text, encoding="utf-8")
    if not known:
        key = f"awskms://alias/{IAC_KEY_ALIAS}?region={staging.region}&context_stack={stack}"
        yield from _run(cli, "stack", "init", stack, "--no-select", "--secrets-provider", key)
    yield from recover(stack, cli, aws)
    yield from _run(cli, "up", "-s", stack, "--yes", "--skip-preview", "--policy-pack", PACK)


def remove(sandbox: str, cli: Cli, aws: Clients) -> Iterator[str]:
    """Remove a sandbox with all that it has, and its stack; a line for each step.

    Raises SandboxError where there is no such sandbox, and if a command of Pulumi's fails.
    """
    stack = f"{PREFIX}{sandbox}"
    if stack not in _stacks(cli):
        _stack(sandbox)
        there = ", ".join(one.id for one in found(cli)) or "none"
        raise SandboxError(f'there is no sandbox "{sandbox}". There are: {there}.')
    yield from recover(stack, cli, aws)
    yield from _run(cli, "destroy", "-s", stack, "--yes", "--skip-preview", "--remove")
    (cli.project / f"Pulumi.{stack}.yaml").unlink(missing_ok=True)


def remove_expired(cli: Cli, aws: Clients, *, today: date) -> Iterator[str]:
    """Remove each sandbox whose last day is over; a line for each step.

    One that cannot be removed does not keep the others: SandboxError is raised at the end.
    """
    failures: list[str] = []
    for one in found(cli):
        if one.has_expired(today):
            try:
                yield from remove(one.id, cli, aws)
            except _FAILURES as error:
                failures.append(f"{one.id}: {error}")
    if failures:
        raise SandboxError("\n".join(failures))


def found(cli: Cli) -> list[Sandbox]:
    """The sandboxes that have a stack, by id."""
    names = [name for name in _stacks(cli) if name.startswith(PREFIX)]
    return [Sandbox(name.removeprefix(PREFIX), _expiry(name, cli)) for name in sorted(names)]


def told(sandboxes: list[Sandbox], today: date) -> Iterator[str]:
    """A line for each sandbox, or one that says that there is none."""
    if not sandboxes:
        yield "there is no sandbox"
    for one in sandboxes:
        if one.expires is None:
            yield f"{one.id}: nothing was made in it yet; if nobody is about to, remove it"
        elif one.has_expired(today):
            yield f"{one.id}: expired, {one.expires}"
        else:
            yield f"{one.id}: until {one.expires}"


def _stack(sandbox: str) -> str:
    try:
        return f"{PREFIX}{sandbox_id(sandbox)}"
    except ValueError as error:
        raise SandboxError(
            f"the sandbox id {sandbox!r} {error}; nothing was changed. {REMEDY}"
        ) from None


def _stacks(cli: Cli) -> list[str]:
    return [one["name"] for one in json.loads(cli.ask("stack", "ls", "--json"))]


def _config(sandbox: str, expires: date, staging: StackSettings) -> dict[str, Any]:
    """The stack file's keys."""
    config = {
        "environment": staging.environment.value,
        "accountId": staging.account_id,
        "region": staging.region,
        "sandbox": sandbox,
        "expires": expires.isoformat(),
    }
    return {"config": {f"cellscope:{key}": value for key, value in config.items()}}


def _encryption(stack: str, cli: Cli) -> dict[str, str]:
    """How the state is encrypted, as the stack file says it that may be on another machine."""
    provider = _state(stack, cli)["secrets_providers"]
    if provider["type"] != "cloud":
        return {}
    return {
        "secretsprovider": provider["state"]["url"],
        "encryptedkey": provider["state"]["encryptedkey"],
    }


def _expiry(stack: str, cli: Cli) -> date | None:
    """The tag of all that the stack has, read from its state: files may be on other machines."""
    for resource in _state(stack, cli).get("resources", []):
        if resource["type"] == _PROVIDER:
            tags = json.loads(resource["inputs"]["defaultTags"])["tags"]
            return date.fromisoformat(tags[EXPIRES])
    return None


def _state(stack: str, cli: Cli) -> dict[str, Any]:
    return json.loads(cli.ask("stack", "export", "-s", stack))["deployment"]


def _run(cli: Cli, *arguments: str) -> Iterator[str]:
    yield f"$ pulumi {' '.join(arguments)}"
    if cli.run(*arguments):
        raise SandboxError(
            f"pulumi {' '.join(arguments[:2])}: it was not finished; above stands why. Remove the"
            " cause, and run the same command again."
        )
