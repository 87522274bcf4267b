"""Deploys the whole platform in order; parts that are up to date do not change."""

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
from delivery.command import ACKNOWLEDGED, SUMMARY, argument, command
from delivery.commands.deploy import DeployError, acknowledgements, deploy
from delivery.commands.health import health
from delivery.commands.preview import plan_summary, plans_in, preview
from delivery.markdown import table
from delivery.pulumi_cli import PROJECT
from delivery.stack_files import ENVIRONMENTS, settings_of
from estate.account.account import state_bucket_name
from settings import AccountSettings, PlatformSettings

_ACCOUNT = "account"


class Step(NamedTuple):
    """A step of the deployment; `run` returns a line for each action."""

    name: str
    run: Callable[[], Iterable[str]]


def steps(project: Path, aws: Clients, acknowledged: str, *, by_admin: bool) -> Sequence[Step]:
    """Returns the steps that deploy the platform.

    Only an admin may change the state bucket, the key and the account stack. Without `by_admin` the
    steps only check that these are up to date, and fail if not.
    """
    account = settings_of(_ACCOUNT, AccountSettings, project)
    deploy_account = partial(deploy, _ACCOUNT, account, project, aws, acknowledged)
    check_account = partial(_check_account, account, project, aws)
    found = [
        Step("bootstrap", partial(_bootstrap, account, aws, check_only=not by_admin)),
        Step(_ACCOUNT, deploy_account if by_admin else check_account),
    ]
    for name in ENVIRONMENTS:
        settings = settings_of(name, PlatformSettings, project)
        found += [
            Step(name, partial(deploy, name, settings, project, aws, acknowledged)),
            Step(f"health of {name}", partial(health, name, settings, aws)),
        ]
    return found


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


def _bootstrap(account: AccountSettings, aws: Clients, *, check_only: bool) -> Iterator[str]:
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
        (plan,) = plans_in(Path(name))
    if not plan.succeeded or any(plan.changes()):
        raise DeployError(
            f"{plan_summary(plan)}. Only an admin may change this stack: run"
            f" `python -m delivery deploy {_ACCOUNT}` on the admin's machine, then run this again."
        )
    yield f"{_ACCOUNT}: up to date"


@command(
    "deploy-all",
    argument(
        "--as-admin",
        action="store_true",
        help="change the account stack too; by default only check it",
    ),
    SUMMARY,
    ACKNOWLEDGED,
)
def deploy_all(arguments: Namespace) -> Iterator[str]:
    """Deploy the whole platform in order: bootstrap, account, staging, production."""
    aws = clients(settings_of(_ACCOUNT, AccountSettings, PROJECT).region)
    chosen = steps(PROJECT, aws, acknowledgements(arguments), by_admin=arguments.as_admin)
    yield from run_steps(chosen, arguments.summary)
