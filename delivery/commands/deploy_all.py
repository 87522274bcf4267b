"""Deploys the whole platform in order, or checks the parts that only an admin deploys."""

import tempfile
import textwrap
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from delivery.aws import Clients, clients
from delivery.bootstrap.bootstrap import bootstrap
from delivery.bootstrap.part import PartState
from delivery.command import ACKNOWLEDGED, SUMMARY, command
from delivery.commands.deploy import DeployError, Judged, acknowledgements, deploy
from delivery.commands.health import health
from delivery.commands.preview import plan_in, plan_summary, preview
from delivery.markdown import table
from delivery.pulumi_cli import PROJECT
from delivery.stack_files import ENVIRONMENTS, settings_of
from estate.account.account import state_bucket_name
from settings import AccountSettings, PlatformSettings

_ACCOUNT = "account"

_ACCESS_GROUP = "cellscope:access:AccessGroup$"
"""The part of the URNs of the rights of people, on which no deployment depends."""


class Step(NamedTuple):
    """A step of the deployment; `run` returns a line for each action."""

    name: str
    run: Callable[[], Iterable[str]]


def steps(project: Path, aws: Clients, acknowledged: str, folder: Path) -> Sequence[Step]:
    """Returns the steps that deploy the platform, with credentials that may change all of it.

    Plans are saved in `folder`.
    """
    account, judged = settings_of(_ACCOUNT, AccountSettings, project), Judged(acknowledged)
    found = [
        Step("bootstrap", partial(_bootstrap, account, aws)),
        Step(_ACCOUNT, partial(deploy, _ACCOUNT, account, project, aws, judged, folder / _ACCOUNT)),
    ]
    for name in ENVIRONMENTS:
        settings = settings_of(name, PlatformSettings, project)
        found += [
            Step(name, partial(deploy, name, settings, project, aws, judged, folder / name)),
            Step(f"health of {name}", partial(health, name, settings, aws)),
        ]
    return found


def checks(project: Path, aws: Clients) -> Sequence[Step]:
    """Returns the steps that check what only an admin deploys; they fail if it differs."""
    account = settings_of(_ACCOUNT, AccountSettings, project)
    return [
        Step("bootstrap", partial(_bootstrap, account, aws, check_only=True)),
        Step(_ACCOUNT, partial(_check_account, account, project, aws)),
    ]


def run_steps(chosen: Sequence[Step], summary: Path | None) -> Iterator[str]:
    """Runs steps in sequence; yields their lines.

    The first error ends the run and is raised; later steps do not run. The outcome of each step and
    the error are appended to the file `summary`, as Markdown.
    """
    outcomes = dict.fromkeys((step.name for step in chosen), "not tried")
    message = ""
    try:
        for step in chosen:
            yield f"=== {step.name}"
            outcomes[step.name] = "failed"
            yield from step.run()
            outcomes[step.name] = "done"
    except Exception as error:
        message = textwrap.indent(f"\n{error}\n", "    ")
        raise
    finally:
        if summary is not None:
            with summary.open("a", encoding="utf-8") as file:
                rows = table(["Step", "Outcome"], outcomes.items())
                file.write(f"## Deployment\n\n{rows}\n{message}")


def _bootstrap(
    account: AccountSettings, aws: Clients, *, check_only: bool = False
) -> Iterator[str]:
    results = list(bootstrap(account, aws, dry_run=check_only))
    yield from (f"{result.part}: {result.state}" for result in results)
    if check_only and any(result.state is not PartState.UP_TO_DATE for result in results):
        raise DeployError(
            "The state bucket or the KMS key of secrets is missing or differs from its"
            " configuration. An admin must run `python -m delivery bootstrap`; then run this again."
        )


def _check_account(settings: AccountSettings, project: Path, aws: Clients) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as name:
        state = (aws("s3"), state_bucket_name(settings))
        list(preview([_ACCOUNT], Path(name), project, state))
        plan = plan_in(Path(name), _ACCOUNT)
    needed = [one for one in plan.changes() if _ACCESS_GROUP not in one.urn]
    if not plan.succeeded or needed:
        raise DeployError(
            f"{plan_summary(plan)}. Only an admin may change this stack: run"
            f" `python -m delivery deploy {_ACCOUNT}` on the admin's machine, then run this again."
        )
    yield f"{_ACCOUNT}: up to date"
    if any(plan.changes()):
        yield (
            "The rights of people have changed. They take effect when an admin runs `python -m"
            f" delivery deploy {_ACCOUNT}`; the environments do not depend on them."
        )


@command("deploy-all", SUMMARY, ACKNOWLEDGED)
def deploy_all(arguments: Namespace) -> Iterator[str]:
    """Deploy the whole platform in order: bootstrap, account, staging, production."""
    aws = clients(settings_of(_ACCOUNT, AccountSettings, PROJECT).region)
    with tempfile.TemporaryDirectory() as name:
        chosen = steps(PROJECT, aws, acknowledgements(arguments), Path(name))
        yield from run_steps(chosen, arguments.summary)


@command("check-account", SUMMARY)
def check_account(arguments: Namespace) -> Iterator[str]:
    """Fail unless the state bucket, the key and the stack `account` are up to date."""
    aws = clients(settings_of(_ACCOUNT, AccountSettings, PROJECT).region)
    yield from run_steps(checks(PROJECT, aws), arguments.summary)
