"""Deploys the whole platform in order; parts that are up to date do not change."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from delivery.aws import Clients
from delivery.bootstrap.bootstrap import WOULD_BE, bootstrap
from delivery.commands.deploy import DeployError, deploy
from delivery.commands.health import health
from delivery.commands.previews import plan_summary, plans_in, preview
from delivery.markdown import table
from delivery.stack_files import settings_of
from estate.account.account import state_bucket_name
from settings import AccountSettings, PlatformSettings, StackSettings

_ACCOUNT = "account"
ENVIRONMENTS = ("staging", "production")
"""In order of deployment: a change that fails in staging never reaches production."""

_NOT_TRIED = "not tried"


@dataclass(frozen=True)
class Step:
    """A step of the deployment; `run` returns a line for each action."""

    name: str
    run: Callable[[], Iterable[str]]


def steps(project: Path, aws: Clients, acknowledged: str, *, by_admin: bool) -> Sequence[Step]:
    """Returns the steps that deploy the platform.

    Only an admin may change the account stack. Without `by_admin` the steps only check that it is
    up to date, and fail if it is not.
    """
    account = settings_of(_ACCOUNT, AccountSettings, project)
    environments = {name: settings_of(name, PlatformSettings, project) for name in ENVIRONMENTS}

    def deployed(stack: str, settings: StackSettings) -> Iterator[str]:
        return deploy(stack, settings, project, aws, acknowledged)

    def account_step() -> Iterator[str]:
        if by_admin:
            return deployed(_ACCOUNT, account)
        return _is_current(_ACCOUNT, account, project, aws)

    def bootstrap_step() -> Iterator[str]:
        if by_admin:
            return bootstrap(account, aws)
        return _is_made(account, aws)

    def health_check(stack: str, settings: PlatformSettings) -> Iterator[str]:
        return health(stack, settings, project, aws)

    found = [
        Step("bootstrap", bootstrap_step),
        Step(_ACCOUNT, account_step),
    ]
    for name, settings in environments.items():
        found += [
            Step(name, lambda name=name, settings=settings: deployed(name, settings)),
            Step(
                f"health of {name}",
                lambda name=name, settings=settings: health_check(name, settings),
            ),
        ]
    return found


def take(chosen: Sequence[Step], summary: Path | None) -> Iterator[str]:
    """Runs steps in sequence; yields their lines.

    The first error ends the run and is raised; later steps are not tried. The outcome of each step
    is appended to the file `summary`, as a Markdown table.
    """
    outcomes = dict.fromkeys((step.name for step in chosen), _NOT_TRIED)
    try:
        for step in chosen:
            yield f"=== {step.name}"
            try:
                yield from step.run()
            except Exception as error:
                outcomes[step.name] = f"failed: {str(error).splitlines()[0]}"
                raise
            outcomes[step.name] = "done"
    finally:
        if summary is not None:
            with summary.open("a", encoding="utf-8") as file:
                file.write(_outcomes(outcomes.items()))


def _is_made(account: AccountSettings, aws: Clients) -> Iterator[str]:
    lines = list(bootstrap(account, aws, dry_run=True))
    yield from lines
    if any(WOULD_BE in line for line in lines):
        raise DeployError(
            "The state bucket or the KMS key of secrets is missing or differs from its"
            " configuration. An admin must run `python -m delivery bootstrap`; then run this again."
        )


def _is_current(stack: str, settings: StackSettings, project: Path, aws: Clients) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as name:
        state = (aws("s3"), state_bucket_name(settings))
        list(preview([stack], Path(name), project, state))
        (plan,) = plans_in(Path(name))
    if not plan.succeeded or any(plan.changes()):
        raise DeployError(
            f"{plan_summary(plan)}. Only an admin may change this stack: run"
            f" `python -m delivery deploy {stack}` on the admin's machine, then run this again."
        )
    yield f"{stack}: up to date"


def _outcomes(outcomes: Iterable[tuple[str, str]]) -> str:
    rows = [[step, outcome.replace("|", "\\|")] for step, outcome in outcomes]
    return f"## Deployment\n\n{table(['Step', 'Outcome'], rows)}\n"
