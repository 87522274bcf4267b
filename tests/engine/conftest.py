"""The real engine against separate simulated accounts."""

import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from delivery.bootstrap.bootstrap import bootstrap
from settings import STACKS, AccountSettings
from simulator.account.account import CHECKOUT, FOLDER_VARIABLE, Account
from simulator.engine import Engine
from tests.account_roles import make_account_roles
from tests.environments import KEEPING, platform_of
from tests.github_tokens import github_session
from tests.settings.test_settings import committed

STATE_BUCKET = "cellscope-state-242905224710"
"""IAM users and zones that exist before the first deployment."""

PACK = CHECKOUT / "policies"

_STACK_FILES = ("Pulumi.yaml", *(f"Pulumi.{stack}.yaml" for stack in STACKS))
_PROGRAM = ("__main__.py", *_STACK_FILES, "stacks", "components", "estate", "iam", "settings")


class Step(NamedTuple):
    """A step of a preview: operation, resource, and the paths of its differences."""

    op: str
    type: str
    name: str
    differences: tuple[str, ...] = ()


class Judgement(NamedTuple):
    """A policy violation of a resource; the level is `mandatory` or `advisory`."""

    rule: str
    level: str
    name: str
    message: str


def _type_and_name(urn: str) -> tuple[str, str]:
    _, _, types, name = urn.split("::", 3)
    return types.rpartition("$")[2], name


class Platform:
    """A project that the real engine runs in a separate account."""

    def __init__(self, account: Account, project: Path) -> None:
        self.account, self.project = account, project
        self.running = account.up()

    def prepare(self, *people: str) -> None:
        """Create what exists before a first deployment: the key, the state bucket, the people.

        `people` are IAM users, by name with path, besides those of the committed files.
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
        """The engine for the running account, which may have been restarted."""
        return Engine(self.account, self.account.up(), self.project)

    def pulumi(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the CLI in the project; its output is in `stdout`. Creates the stack after `-s`."""
        if "-s" in arguments:
            self.engine.ensure_stack(arguments[arguments.index("-s") + 1])
        return self.engine.run(["-C", str(self.project), *arguments], capture=True)

    def up(self, stack: str, *arguments: str) -> str:
        """Deploy a stack, which must succeed; returns the CLI's output."""
        done = self.pulumi("up", "-s", stack, "--yes", "--skip-preview", *arguments)
        assert done.returncode == 0, done.stdout
        return done.stdout

    def planned(self, stack: str, *arguments: str) -> list[Step]:
        """The steps of a preview, without unchanged resources, reads and outputs."""
        preview = self.pulumi("preview", "-s", stack, "--json", *arguments)
        assert preview.returncode == 0, preview.stdout
        steps = json.loads(preview.stdout[preview.stdout.index("{") :])["steps"]
        return [
            Step(step["op"], *_type_and_name(step["urn"]), tuple(step.get("detailedDiff") or ()))
            for step in steps
            if step["op"] not in ("same", "refresh", "read")
        ]

    def judged(self, stack: str, *arguments: str) -> list[Judgement]:
        """The policy violations in a preview of a stack, which may fail only because of them."""
        with pytest.MonkeyPatch.context() as environment:
            # Without it the CLI omits policies from its JSON output.
            environment.setenv("PULUMI_ENABLE_STREAMING_JSON_PREVIEW", "true")
            preview = self.pulumi(
                *("preview", "-s", stack, "--json", "--policy-pack", str(PACK)), *arguments
            )
        events = [json.loads(line) for line in preview.stdout.splitlines() if line[:1] == "{"]
        assert any("policyLoadEvent" in event for event in events), preview.stdout
        assert any("summaryEvent" in event for event in events), preview.stdout
        return [
            Judgement(
                violation["policyName"],
                violation["enforcementLevel"],
                violation.get("resourceUrn", "").rpartition("::")[2],
                violation["message"],
            )
            for event in events
            if (violation := event.get("policyEvent"))
        ]

    def done(self, stack: str) -> list[str]:
        """Deploy a stack; returns the begin and end of each step, as `begin OP TYPE`."""
        answer = self.up(stack, "--json")
        steps: list[str] = []
        for line in answer.splitlines():
            event = json.loads(line) if line.startswith("{") else {}
            for key, word in (("resourcePreEvent", "begin"), ("resOutputsEvent", "end")):
                step = event.get(key, {}).get("metadata")
                if step and step["op"] != "same":
                    steps.append(f"{word} {step['op']} {step['type']}")
        return steps

    def run(
        self, *command: str, environment: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run another command, such as kubectl, as the role that deploys, or in `environment`."""
        return subprocess.run(
            command,
            cwd=self.project,
            env=environment or self.engine.environment("staging"),
            capture_output=True,
            text=True,
            check=False,
        )

    @contextmanager
    def member_environment(self, name: str, group: str) -> Iterator[dict[str, str]]:
        """The environment of a new IAM user with a key, who is a member of an access group."""
        iam, name = self.aws("iam"), f"{name}-{uuid.uuid4().hex[:6]}"
        iam.create_user(UserName=name)
        iam.add_user_to_group(UserName=name, GroupName=group)
        key = iam.create_access_key(UserName=name)["AccessKey"]
        yield self.engine.environment() | {
            "AWS_ACCESS_KEY_ID": key["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"],
        }
        iam.remove_user_from_group(UserName=name, GroupName=group)
        iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
        iam.delete_user(UserName=name)

    def delivery_environment(self, subject: str = "environment:staging") -> dict[str, str]:
        """The environment in which commands of delivery use the simulated Pulumi CLI.

        It has a session of the role that GitHub's token with this subject may assume.
        """
        path = f"{CHECKOUT / 'simulator'}{os.pathsep}{os.environ['PATH']}"
        folder = str(self.account.folder)
        session = github_session(self.aws("sts"), subject)
        return self.engine.environment() | session | {"PATH": path, FOLDER_VARIABLE: folder}

    def delivery(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run `python -m delivery` in the project, without input, as the workflows do."""
        environments = {"deploy": "".join(arguments[1:2]), "sandbox": "sandbox"}
        subjects = {"preview": "pull_request"} | dict.fromkeys(("drift", "health", "plan"), _MAIN)
        subject = subjects.get(
            arguments[0], f"environment:{environments.get(arguments[0], 'staging')}"
        )
        return subprocess.run(
            [sys.executable, "-m", "delivery", *arguments],
            cwd=self.project,
            env=self.delivery_environment(subject) | {"PYTHONPATH": str(CHECKOUT)} | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def outputs(self, stack: str) -> dict[str, Any]:
        """The stack's outputs."""
        return json.loads(self.pulumi("stack", "output", "--json", "-s", stack).stdout)

    def aws(self, service: str) -> Any:
        """A boto3 client of the account."""
        return self.account.client(self.account.up(), service)


_MAIN = "ref:refs/heads/main"
"""The end of the subject of tokens for workflows of the main branch without an environment."""


@contextmanager
def _account(folder: Path) -> Iterator[Account]:
    account = Account.of_checkout().at(folder)
    try:
        yield account
    finally:
        account.down()


@contextmanager
def deployed_stacks(folder: Path, *others: str) -> Iterator[Platform]:
    """A separate account with the stack `account` and others, deployed as by `make up`."""
    with _account(folder) as account:
        platform = Platform(account, CHECKOUT)
        platform.prepare()
        platform.up("account")
        with ThreadPoolExecutor() as pool:
            list(pool.map(platform.up, others))
        yield platform


@pytest.fixture(scope="session")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """The whole platform in a separate account."""
    with deployed_stacks(tmp_path_factory.mktemp("deployed"), "staging", "production") as platform:
        yield platform


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """An account shared by the tests of a module, ready for a first deployment."""
    with _account(tmp_path_factory.mktemp("account")) as account:
        platform = Platform(account, CHECKOUT)
        platform.prepare()
        make_account_roles(platform.aws("iam"))
        yield account


@pytest.fixture(scope="module")
def platform(account: Account) -> Platform:
    """The committed program."""
    return Platform(account, CHECKOUT)


@pytest.fixture
def copy(account: Account, tmp_path: Path) -> Platform:
    """A copy of the program that a test can change."""
    return copied(account, tmp_path)


def copied(account: Account, folder: Path) -> Platform:
    """A copy of the program in `folder`, for the account."""
    for name in _PROGRAM:
        source, target = CHECKOUT / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    _share_environment(folder)
    return Platform(account, folder)


@pytest.fixture
def program(account: Account, tmp_path: Path) -> Callable[[str], Platform]:
    """Creates a small project with a stack `dev` from the text of its `__main__.py`."""

    def write(text: str) -> Platform:
        runtime = "{name: python, options: {toolchain: pip, virtualenv: .venv}}"
        (tmp_path / "Pulumi.yaml").write_text(f"name: small\nruntime: {runtime}\n")
        (tmp_path / "Pulumi.dev.yaml").write_text("config: {}\n")
        (tmp_path / "__main__.py").write_text(text)
        _share_environment(tmp_path)
        return Platform(replace(account, roles={}), tmp_path)

    return write


def _share_environment(folder: Path) -> None:
    if not (folder / ".venv").exists():
        os.symlink(CHECKOUT / ".venv", folder / ".venv")
