"""Deployments into the simulated account, and the creation of their prerequisites."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from delivery.bootstrap.bootstrap import bootstrap
from delivery.stack_files import ENVIRONMENTS, settings_of
from settings import AccountSettings, PlatformSettings
from simulator.account.account import CHECKOUT, Account, AccountError, Running
from simulator.deployment import Deployed, deploy, outputs_table, table
from simulator.engine import Engine
from tools.steps import Steps

_ACCOUNT = "account"

_NEXT = """
Try next:
  simulator/pulumi preview -s {stack}           after a change in the program
  eval "$(.venv/bin/python -m simulator env)"   for any AWS client, such as: aws s3 ls
  .venv/bin/python -m simulator status          shows whether it runs, and what is simulated in part
  make down                                     stops the account and deletes its data"""


def bring_up(stacks: Sequence[str], steps: Steps, *, prepare: bool) -> int:
    """Deploy the stacks and print their resources; returns the exit code.

    With `prepare`, first create the users, zones, state bucket and key that deployments need.
    """
    account = Account.of_checkout()
    try:
        with steps.step("Start the simulated account"):
            running = account.up()
        if prepare:
            with steps.step("IAM users, hosted zones and bootstrap"):
                _prepare(account, running)
        engine = Engine(account, running, CHECKOUT)
        deployed = _deploy(engine, stacks, steps)
    except AccountError as error:
        steps.say(str(error))
        return 2
    steps.show(table(deployed))
    if len(stacks) == 1:
        steps.show(outputs_table(engine, stacks[0]))
    steps.summary()
    steps.show(_NEXT.format(stack=stacks[-1]))
    return 0


def _prepare(account: Account, running: Running) -> None:
    settings = [settings_of(stack, PlatformSettings) for stack in ENVIRONMENTS]
    account.make_users(running, {person.name for one in settings for person in one.people})
    account.make_zones(running, {one.domain.zone for one in settings if one.domain})
    for _ in bootstrap(settings_of(_ACCOUNT, AccountSettings), partial(account.client, running)):
        pass


def _deploy(engine: Engine, stacks: Sequence[str], steps: Steps) -> list[Deployed]:
    """Deploy the account stack first, then the others in parallel.

    Raises AccountError with the reason for each stack that could not be deployed.
    """
    first = [stack for stack in stacks if stack == _ACCOUNT]
    others = [stack for stack in stacks if stack != _ACCOUNT]
    deployed: list[Deployed] = []
    for group in (first, others):
        with ThreadPoolExecutor() as pool:
            tried = list(pool.map(partial(_deploy_one, engine, steps), group))
        if errors := [str(one) for one in tried if isinstance(one, AccountError)]:
            raise AccountError("\n  ".join(errors))
        deployed += [one for one in tried if isinstance(one, Deployed)]
    return deployed


def _deploy_one(engine: Engine, steps: Steps, stack: str) -> Deployed | AccountError:
    inventory = CHECKOUT / "tests" / "golden" / f"inventory-{stack}.txt"
    expected = len(inventory.read_text().splitlines()) if inventory.exists() else 0
    try:
        return deploy(engine, stack, steps, expected)
    except AccountError as error:
        return error
