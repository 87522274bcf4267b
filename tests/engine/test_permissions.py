"""Each permission that a role uses is needed: without it, a run fails and names it."""

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from tests.engine.conftest import Platform, deployed_stacks
from tests.github_tokens import github_session

DEPLOY, PREVIEW = "cellscope-deploy", "cellscope-preview"

SEED = 20
"""Selects the permissions to remove; another seed selects others."""

SAMPLE = 3
"""The number of permissions to remove from each role; each costs a run."""


def used(platform: Platform, role: str) -> set[str]:
    """The actions that the account has allowed to a role so far."""
    url = f"{platform.account.up().url}/simulated-account/actions"
    found: dict[str, list[str]] = requests.get(url, timeout=10).json()
    return set(found.get(f"arn:aws:iam::{platform.account.account_id}:role/{role}", ()))


@contextmanager
def without(platform: Platform, role: str, action: str) -> Iterator[None]:
    """Remove a permission from a role while the block runs."""
    iam = platform.aws("iam")
    statement = {"Effect": "Deny", "Action": action, "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.put_role_policy(RoleName=role, PolicyName="without", PolicyDocument=document)
    try:
        yield
    finally:
        iam.delete_role_policy(RoleName=role, PolicyName="without")


@contextmanager
def as_previewer(platform: Platform) -> Iterator[None]:
    """Run commands with the session of a pull request's workflow."""
    session = github_session(platform.aws("sts"), PREVIEW, "pull_request")
    environment = platform.account.environment(platform.account.up()) | session
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        yield


def sampled(actions: set[str]) -> list[str]:
    """A sample of actions, which the seed determines."""
    return random.Random(SEED).sample(sorted(actions), SAMPLE)


def life(platform: Platform) -> str:
    """Deploy the stack `development`, refresh and destroy it; returns the output of all.

    Ends with the first command that fails.
    """
    output = ""
    for command in (("up", "--skip-preview"), ("refresh", "--skip-preview"), ("destroy",)):
        done = platform.pulumi(*command, "-s", "development", "--yes")
        output += done.stdout
        if done.returncode:
            return output
    return output


def test_a_deployment_needs_each_permission_that_its_role_uses(platform: Platform) -> None:
    before = used(platform, DEPLOY)
    assert "error" not in life(platform)
    for action in sampled(used(platform, DEPLOY) - before):
        with without(platform, DEPLOY, action):
            failed = life(platform)
        assert f"is not authorized to perform: {action}" in failed
        # The next run completes what the failed one has left.
        assert "error" not in life(platform)


def test_a_preview_needs_each_permission_that_its_role_uses(tmp_path: Path) -> None:
    # A separate account, because other tests change what is deployed.
    with deployed_stacks(tmp_path, "staging") as deployed, as_previewer(deployed):
        done = deployed.pulumi("preview", "-s", "staging")
        assert done.returncode == 0, done.stdout[-3000:]
        for action in sampled(used(deployed, PREVIEW)):
            with without(deployed, PREVIEW, action):
                failed = deployed.pulumi("preview", "-s", "staging")
            assert failed.returncode != 0
            assert f"is not authorized to perform: {action}" in failed.stdout
