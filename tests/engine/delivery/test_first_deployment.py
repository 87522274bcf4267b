"""The first deployment of a stack, with the bucket and the key of the account, and the next one."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from simulator.account.account import CHECKOUT, Account
from tests.engine.conftest import STATE_BUCKET, Platform, copied

STATE = f"s3://{STATE_BUCKET}?region=eu-west-1&awssdk=v2&s3ForcePathStyle=true"

PROGRAM = """
import pulumi
import settings
SETTINGS = settings.load()
from stacks.provider import aws_provider
provider = aws_provider(SETTINGS)
pulumi.export("token", pulumi.Output.secret("in clear"))
"""
"""A program that is quick to deploy and has a secret in its state."""


PROVIDER = "secretsprovider"


@pytest.fixture
def project(account: Account, tmp_path: Path) -> Platform:
    """A copy of the project with the small program."""
    platform = copied(account, tmp_path)
    (platform.project / "__main__.py").write_text(PROGRAM)
    platform.engine.prepare()
    return platform


def delivery(
    platform: Platform, *arguments: str, stack: str, exit_code: int = 0
) -> subprocess.CompletedProcess[str]:
    """Runs `python -m delivery` as the role that deploys a stack."""
    environment = platform.engine.environment(stack) | {
        "PULUMI_BACKEND_URL": STATE,
        "PYTHONPATH": str(CHECKOUT),
    }
    # The real account has no passphrase, and the CLI must not need one.
    del environment["PULUMI_CONFIG_PASSPHRASE"]
    done = subprocess.run(
        [sys.executable, "-m", "delivery", *arguments],
        cwd=platform.project,
        env=environment,
        input="",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == exit_code, done.stdout + done.stderr
    return done


def read(platform: Platform, key: str) -> Any:
    """Returns an object of the state bucket."""
    answer = platform.aws("s3").get_object(Bucket=STATE_BUCKET, Key=key)
    return json.loads(answer["Body"].read())


@pytest.mark.parametrize("stack", ["account", "staging"])
def test_stack_is_created_by_its_first_deployment_and_used_by_a_fresh_clone(
    project: Platform, stack: str, tmp_path: Path
) -> None:
    file = project.project / f"Pulumi.{stack}.yaml"
    committed = file.read_text()
    for _ in ("the first deployment", "one from a fresh clone"):
        file.write_text(committed)
        delivery(project, "deploy", stack, "--acknowledged", "-", stack=stack)
        state = read(project, f".pulumi/stacks/cellscope/{stack}.json")["checkpoint"]["latest"]
        key = state["secrets_providers"]["state"]["url"]
        assert key.endswith(f"region=eu-west-1&context_stack={stack}")
        assert yaml.safe_load(file.read_text())[PROVIDER] == key
    file.write_text(committed)
    drift = delivery(project, "drift", stack, "--into", str(tmp_path / "drift"), stack=stack)
    assert drift.stdout == f"{stack}: 0 resources have drifted\n"


def test_state_is_published_also_after_a_failed_deployment(project: Platform) -> None:
    failure = "if not pulumi.runtime.is_dry_run(): raise pulumi.RunError('no way')\n"
    (project.project / "__main__.py").write_text(PROGRAM + failure)
    deploy = ("deploy", "production", "--acknowledged", "-")
    done = delivery(project, *deploy, stack="production", exit_code=1)
    assert "production: the deployment failed" in done.stderr
    resources = read(project, "published/production.json")["deployment"]["resources"]
    assert "pulumi:providers:aws" in [one["type"] for one in resources]


UNSEEN = """
if not pulumi.runtime.is_dry_run():
    from pulumi_aws import sqs
    after = []
    for name in ("unseen", *(f"later-{number}" for number in range(9))):
        opts = pulumi.ResourceOptions(provider=provider, depends_on=after)
        encrypted = {"name": f"{name}-production", "sqs_managed_sse_enabled": True}
        after = [sqs.Queue(name, **encrypted, tags={"Owner": "iac"}, opts=opts)]
"""


def test_a_step_that_the_preview_does_not_contain_stops_the_deployment(project: Platform) -> None:
    (project.project / "__main__.py").write_text(PROGRAM + UNSEEN)
    deploy = ("deploy", "production", "--acknowledged", "-")
    done = delivery(project, *deploy, stack="production", exit_code=1)
    assert "does not contain:\n  create urn:pulumi:production::" in done.stderr, done.stdout
    assert "aws:sqs/queue:Queue::unseen\n" in done.stderr
    queues = project.aws("sqs").list_queues().get("QueueUrls", [])
    assert not [url for url in queues if url.endswith("/later-8-production")]
    state = read(project, ".pulumi/stacks/cellscope/production.json")["checkpoint"]["latest"]
    assert not state.get("pending_operations")
    names = [one["urn"].rpartition("::")[2] for one in state["resources"]]
    assert ("unseen" in names) == any(url.endswith("/unseen-production") for url in queues)
