"""Runs the steps of the adoption of staging, some killed and run again."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import yaml

from delivery.bootstrap.bootstrap import bootstrap
from settings import AccountSettings
from simulator.account.account import CHECKOUT, Account
from simulator.account.sessions import role_session
from tests.adoption.old_estate import Old, build
from tests.adoption.old_estate.aws_auth import as_caller
from tests.engine.conftest import Platform, copied
from tests.settings.test_settings import committed

Moments = Mapping[str, tuple[int, float]]
"""For the first run of a step such as `import staging`: how often it is killed, and within how many
seconds."""

_CHECKPOINTS = {"PULUMI_SKIP_CHECKPOINTS": "false"}

Keys = dict[str, str]
"""The environment variables of an IAM user's access key."""


@dataclass
class HandOver:
    """The adoption in a copy of the project, with the estate as it was; `killed` are the kills."""

    platform: Platform
    old: Old
    keys: Mapping[str, Keys]
    moments: dict[str, tuple[int, float]]
    seed: Random
    killed: list[str] = field(default_factory=list[str])

    @classmethod
    def begin(cls, account: Account, folder: Path, moments: Moments, seed: int) -> "HandOver":
        """Builds the old estate and the state bucket; each admin has an access key."""
        old = build(account, "staging")
        platform = copied(account, folder)
        settings = committed("account")
        assert isinstance(settings, AccountSettings)
        list(bootstrap(settings, platform.aws))
        iam = platform.aws("iam")
        keys = {name: _key(iam, name.rpartition("/")[2]) for name in old.people.admins}
        return cls(platform, old, keys, dict(moments), Random(seed))

    def adopt(self, step: str, stack: str, *options: str, role: str = "") -> str:
        """Returns the output of a step, which is first killed as planned, and must succeed.

        With `role`, its session has that role, else it is the administrator's.
        """
        words = ["adopt", *step.split(), "-s", stack, *options]
        times, seconds = self.moments.pop(f"{step} {stack}", (0, 0.0))
        for _ in range(times):
            moment = self.seed.uniform(0, seconds)
            if self._killed(words, role, moment):
                self.killed.append(f"{step} {stack} after {moment:.2f} s")
        done = self._run(words, role)
        assert done.returncode == 0, done.stdout + done.stderr
        self.ask_admins(step)
        return done.stdout

    def refused(self, step: str, stack: str, role: str = "") -> str:
        """Returns the message of a step that must be refused."""
        done = self._run(["adopt", *step.split(), "-s", stack], role)
        assert done.returncode == 1, done.stdout + done.stderr
        return done.stderr

    def deploy(self, stack: str, *acknowledged: str, role: str = "") -> str:
        """Deploys a stack as a person does, with the gate; it must succeed.

        `acknowledged` are the kinds of dangerous steps that the gate must ask for, such as
        `loosen`.
        """
        text, words = "", ["deploy", stack, "--acknowledged", "-"]
        if acknowledged:
            asked = self._run(words, role).stderr
            lines = [line for line in asked.splitlines() if line.startswith("Acknowledge: ")]
            assert {line.split()[1] for line in lines} == {*acknowledged}, asked
            text = "\n".join(lines)
        done = self._run(words, role, text)
        assert done.returncode == 0, done.stdout + done.stderr
        self.ask_admins(f"the deployment of {stack}")
        return done.stdout

    def delivery(self, *words: str) -> str:
        """Returns the output of another command of delivery, which must succeed."""
        done = self._run([*words], "")
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ask_admins(self, after: str) -> None:
        """Asks the cluster as each old admin, with kubectl, whether the admin may do everything."""
        cluster = self.platform.aws("eks").describe_cluster(name=self.old.cluster)["cluster"]

        def answer(keys: Keys) -> str:
            question = ("auth", "can-i", "*", "*", "--all-namespaces")
            return as_caller(self.platform.account, cluster, keys, *question).strip()

        with ThreadPoolExecutor() as pool:
            answers = dict(zip(self.keys, pool.map(answer, self.keys.values()), strict=True))
        assert set(answers.values()) == {"yes"}, (after, answers)

    def config(self, stack: str) -> dict[str, Any]:
        """The settings in a stack file."""
        return yaml.safe_load((self.platform.project / f"Pulumi.{stack}.yaml").read_text())[
            "config"
        ]

    def _killed(self, words: list[str], role: str, seconds: float) -> bool:
        process = subprocess.Popen(
            [sys.executable, "-m", "delivery", *words],
            cwd=self.platform.project,
            env=self._environment(role) | _CHECKPOINTS,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return True
        return False

    def _run(self, words: list[str], role: str, text: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "delivery", *words],
            cwd=self.platform.project,
            env=self._environment(role),
            input=text,
            capture_output=True,
            text=True,
            check=False,
        )

    def _environment(self, role: str) -> dict[str, str]:
        account, running = self.platform.account, self.platform.account.up()
        session = dict(role_session(account, running, role) or {}) if role else {}
        path = f"{CHECKOUT / 'simulator'}{os.pathsep}{os.environ['PATH']}"
        own = {"PATH": path, "PYTHONPATH": str(CHECKOUT)}
        return self.platform.engine.environment() | session | own


def _key(iam: Any, user: str) -> Keys:
    key = iam.create_access_key(UserName=user)["AccessKey"]
    return {
        "AWS_ACCESS_KEY_ID": key["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"],
        "AWS_SESSION_TOKEN": "",
    }
