"""The real engine against simulated accounts of the tests' own."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from delivery.bootstrap import bootstrap
from settings import AccountSettings
from simulator.account import CHECKOUT, Account
from simulator.engine import Engine
from tests.environments import KEEPING, platform_of
from tests.unit.test_settings import committed

STATE_BUCKET = "cellscope-state-242905224710"
"""What is there before the first deployment."""

PACK = CHECKOUT / "policies"

_PROGRAM = ("__main__.py", "Pulumi*.yaml", "components", "estate", "settings")


class Step(NamedTuple):
    """A step of a plan: what happens to which resource, and the paths of its differences."""

    op: str
    type: str
    name: str
    differences: tuple[str, ...] = ()


class Judgement(NamedTuple):
    """What a policy said of a resource; a level is `mandatory` or `advisory`."""

    rule: str
    level: str
    name: str
    message: str


def _type_and_name(urn: str) -> tuple[str, str]:
    _, _, types, name = urn.split("::", 3)
    return types.rpartition("$")[2], name


class Platform:
    """A project, run by the real engine in an account of its own."""

    def __init__(self, account: Account, project: Path) -> None:
        self.account, self.project = account, project
        self.running = account.up()

    def prepare(self, *people: str) -> None:
        """Make what is there before a first deployment: the key, the state's bucket, the people.

        `people` are IAM users, by name after the path, besides those of the committed files.
        """
        committed_account = committed("account")
        assert isinstance(committed_account, AccountSettings)
        list(bootstrap(committed_account, self.aws))
        everybody = [person.name for name in KEEPING for person in platform_of(name).people]
        self.account.make_users(self.account.up(), [*everybody, *people])
        domains = [platform_of(name).domain for name in KEEPING]
        self.account.make_zones(self.account.up(), [one.zone for one in domains if one])

    @property
    def engine(self) -> Engine:
        """The engine as the account is now: it may have been started anew."""
        return Engine(self.account, self.account.up(), self.project)

    def pulumi(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the CLI in the project; its output is `stdout`."""
        return self.engine.run(["-C", str(self.project), *arguments], capture=True)

    def up(self, stack: str, *arguments: str) -> str:
        """Deploy a stack, which must succeed; answers what the CLI printed."""
        done = self.pulumi("up", "-s", stack, "--yes", "--skip-preview", *arguments)
        assert done.returncode == 0, done.stdout
        return done.stdout

    def planned(self, stack: str, *arguments: str) -> list[Step]:
        """What a preview would do, but for what stays the same, is only read, and for outputs."""
        preview = self.pulumi("preview", "-s", stack, "--json", *arguments)
        assert preview.returncode == 0, preview.stdout
        steps = json.loads(preview.stdout[preview.stdout.index("{") :])["steps"]
        return [
            Step(step["op"], *_type_and_name(step["urn"]), tuple(step.get("detailedDiff") or ()))
            for step in steps
            if step["op"] not in ("same", "refresh", "read")
        ]

    def judged(self, stack: str, *arguments: str) -> list[Judgement]:
        """What the policy pack says in a preview of a stack, which may fail for that alone."""
        with pytest.MonkeyPatch.context() as environment:
            # Without it the CLI leaves policies out of what it prints as JSON.
            environment.setenv("PULUMI_ENABLE_STREAMING_JSON_PREVIEW", "true")
            preview = self.pulumi(
                *("preview", "-s", stack, "--json", "--policy-pack", str(PACK)), *arguments
            )
        events = [json.loads(line) for line in preview.stdout.splitlines() if line[:1] == "{"]
        assert any("policyLoadEvent" in event for event in events), preview.stdout
        assert any("summaryEvent" in event for event in events), preview.stdout
        return [
            Judgement(
                told["policyName"],
                told["enforcementLevel"],
                told.get("resourceUrn", "").rpartition("::")[2],
                told["message"],
            )
            for event in events
            if (told := event.get("policyEvent"))
        ]

    def done(self, stack: str) -> list[str]:
        """Deploy a stack; answers when each step began and ended, as `begin OP TYPE`."""
        answer = self.up(stack, "--json")
        told: list[str] = []
        for line in answer.splitlines():
            event = json.loads(line) if line.startswith("{") else {}
            for key, word in (("resourcePreEvent", "begin"), ("resOutputsEvent", "end")):
                step = event.get(key, {}).get("metadata")
                if step and step["op"] != "same":
                    told.append(f"{word} {step['op']} {step['type']}")
        return told

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run another command, such as kubectl, as a person would who works with the account."""
        return subprocess.run(
            command,
            cwd=self.project,
            env=self.engine.environment(),
            capture_output=True,
            text=True,
            check=False,
        )

    def outputs(self, stack: str) -> dict[str, Any]:
        """The stack's outputs."""
        return json.loads(self.pulumi("stack", "output", "--json", "-s", stack).stdout)

    def aws(self, service: str) -> Any:
        """A boto3 client that reaches the account."""
        return self.account.client(self.account.up(), service)


@contextmanager
def _account(folder: Path) -> Iterator[Account]:
    real = Account.of_checkout()
    account = Account(folder, real.account_id, real.region)
    try:
        yield account
    finally:
        account.down()


@contextmanager
def deployed_stacks(folder: Path, *others: str) -> Iterator[Platform]:
    """An account of its own with the stack `account` and others, as `make up` brings them up."""
    with _account(folder) as account:
        platform = Platform(account, CHECKOUT)
        platform.prepare()
        platform.up("account")
        with ThreadPoolExecutor() as pool:
            list(pool.map(platform.up, others))
        yield platform


@pytest.fixture(scope="session")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """The whole platform in an account of its own."""
    with deployed_stacks(tmp_path_factory.mktemp("deployed"), "staging", "production") as platform:
        yield platform


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """An account that the tests of a module share, ready for a first deployment."""
    with _account(tmp_path_factory.mktemp("account")) as account:
        Platform(account, CHECKOUT).prepare()
        yield account


@pytest.fixture(scope="module")
def platform(account: Account) -> Platform:
    """The committed program."""
    return Platform(account, CHECKOUT)


@pytest.fixture
def copy(account: Account, tmp_path: Path) -> Platform:
    """A copy of the program for a test to change."""
    return copied(account, tmp_path)


def copied(account: Account, folder: Path) -> Platform:
    """A copy of the program in `folder`, run in the account."""
    for pattern in _PROGRAM:
        for source in CHECKOUT.glob(pattern):
            target = folder / source.name
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, target)
    _share_environment(folder)
    return Platform(account, folder)


@pytest.fixture
def program(account: Account, tmp_path: Path) -> Callable[[str], Platform]:
    """Makes a small project of its own from the text of its `__main__.py`, with a stack `dev`."""

    def write(text: str) -> Platform:
        runtime = "{name: python, options: {toolchain: pip, virtualenv: .venv}}"
        (tmp_path / "Pulumi.yaml").write_text(f"name: small\nruntime: {runtime}\n")
        (tmp_path / "Pulumi.dev.yaml").write_text("config: {}\n")
        (tmp_path / "__main__.py").write_text(text)
        _share_environment(tmp_path)
        return Platform(account, tmp_path)

    return write


def _share_environment(folder: Path) -> None:
    if not (folder / ".venv").exists():
        os.symlink(CHECKOUT / ".venv", folder / ".venv")
