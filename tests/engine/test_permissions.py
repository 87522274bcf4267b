"""The permissions of roles: which they need, and that they reach only their own environment."""

import json
import random
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import boto3
import pytest
import requests
from botocore.exceptions import ClientError

from delivery.aws import Clients
from delivery.kubectl import kubeconfig_of
from tests.engine.conftest import STATE_BUCKET, Platform
from tests.environments import KEEPING
from tests.github_tokens import github_session

DEPLOY, PREVIEW = "cellscope-deploy-staging", "cellscope-preview"
STAGING, READER = "environment:staging", "ref:refs/heads/main"

SEED = 20
"""Selects the permissions to remove; another seed selects others."""

SAMPLE = 2
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
def as_workflow(platform: Platform, subject: str) -> Iterator[None]:
    """Run commands with the session of a workflow, given by the end of its token's subject."""
    session = github_session(platform.aws("sts"), subject)
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
    with as_workflow(platform, STAGING):
        assert "error" not in life(platform)
        for action in sampled(used(platform, DEPLOY) - before):
            with without(platform, DEPLOY, action):
                failed = life(platform)
            assert f"is not authorized to perform: {action}" in failed
            # The next run completes what the failed one has left.
            assert "error" not in life(platform)


def test_a_preview_needs_each_permission_that_its_role_uses(deployed: Platform) -> None:
    with as_workflow(deployed, "pull_request"):
        done = deployed.pulumi("preview", "-s", "staging")
        assert done.returncode == 0, done.stdout[-3000:]
        for action in sampled(used(deployed, PREVIEW)):
            with without(deployed, PREVIEW, action):
                failed = deployed.pulumi("preview", "-s", "staging")
            assert failed.returncode != 0
            assert f"is not authorized to perform: {action}" in failed.stdout


def clients_of(platform: Platform, subject: str) -> Clients:
    """boto3 clients with the session of a workflow."""
    keys = github_session(platform.aws("sts"), subject)
    session = boto3.Session(*keys.values(), region_name="eu-west-1")
    url = platform.account.up().url
    return lambda service: session.client(service, endpoint_url=url)


def reached(platform: Platform, environment: str) -> dict[str, bool]:
    """Whether a session of staging's workflow may use the resources of an environment."""
    admin, aws = platform.aws, clients_of(platform, STAGING)
    state = {"Bucket": STATE_BUCKET, "Key": f".pulumi/stacks/cellscope/{environment}.json"}
    admin("s3").put_object(**state, Body=b"{}")
    context = {"stack": environment}
    secret = admin("kms").encrypt(
        KeyId="alias/iac-secret-key", Plaintext=b"secret", EncryptionContext=context
    )["CiphertextBlob"]
    alias = f"alias/biomage-{environment}-secrets"
    key = admin("kms").describe_key(KeyId=alias)["KeyMetadata"]["KeyId"]
    queue, cluster = f"queue-job-default-{environment}.fifo", f"biomage-{environment}"
    calls: dict[str, Callable[[], object]] = {
        "the secrets": lambda: aws("kms").decrypt(CiphertextBlob=secret, EncryptionContext=context),
        "the cluster's key": lambda: aws("kms").describe_key(KeyId=key),
        "the state": lambda: aws("s3").get_object(**state),
        "the queue": lambda: aws("sqs").get_queue_url(QueueName=queue),
        "the cluster": lambda: aws("eks").describe_cluster(name=cluster),
    }
    return {name: _is_allowed(call) for name, call in calls.items()}


def _is_allowed(call: Callable[[], object]) -> bool:
    try:
        call()
    except ClientError as error:
        if "AccessDenied" in error.response["Error"]["Code"]:
            return False
        raise
    return True


def kubectl_of(
    platform: Platform, subject: str, environment: str, *arguments: str
) -> subprocess.CompletedProcess[str]:
    """Run kubectl in an environment's cluster with the session of a workflow."""
    cluster = platform.aws("eks").describe_cluster(name=f"biomage-{environment}")["cluster"]
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.write(kubeconfig_of(cluster))
        file.flush()
        command = ("kubectl", "--kubeconfig", file.name, *arguments)
        return platform.run(*command, environment=platform.delivery_environment(subject))


def test_a_session_of_staging_reaches_nothing_of_production(deployed: Platform) -> None:
    assert set(reached(deployed, "staging").values()) == {True}
    assert set(reached(deployed, "production").values()) == {False}
    pods = ("get", "pods", "--all-namespaces")
    assert kubectl_of(deployed, STAGING, "staging", *pods).returncode == 0
    refused = kubectl_of(deployed, STAGING, "production", *pods)
    assert refused.returncode != 0
    assert "must be logged in" in refused.stderr


def test_a_session_of_staging_reads_no_data(deployed: Platform) -> None:
    sqs = clients_of(deployed, STAGING)("sqs")
    for environment in ("staging", "production"):
        name = f"queue-job-default-{environment}.fifo"
        url = deployed.aws("sqs").get_queue_url(QueueName=name)["QueueUrl"]
        with pytest.raises(ClientError, match="AccessDenied"):
            sqs.receive_message(QueueUrl=url)


@pytest.mark.parametrize("environment", KEEPING)
def test_the_read_role_reads_kubernetes_objects_and_changes_none(
    deployed: Platform, environment: str
) -> None:
    def can(*what: str) -> str:
        return kubectl_of(deployed, READER, environment, "auth", "can-i", *what).stdout.split()[0]

    assert can("list", "pods", "--all-namespaces") == can("get", "secrets") == "yes"
    assert can("create", "configmaps") == can("delete", "pods") == "no"
    assert can("patch", "clusterroles") == can("escalate", "clusterroles") == "no"
