"""Tests of comparisons with AWS while stacks are deployed, with states in the state bucket."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from delivery.aws import Clients
from delivery.drift import deployments, drift
from delivery.drift.deployments import StillDeployingError
from delivery.drift.drift import find_drift
from tests.environments import KEEPING

BUCKET = "cellscope-state-242905224710"
LOCK = ".pulumi/locks/organization/cellscope/staging/1.json"
PROJECT = Path(__file__).parents[3]


@pytest.fixture
def s3(aws: Clients) -> Any:
    """Returns a client of S3, in whose state bucket production is published."""
    client = aws("s3")
    place = {"LocationConstraint": "eu-west-1"}
    client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=place)
    client.put_object(Bucket=BUCKET, Key="published/production.json", Body=b"1")
    return client


@pytest.fixture
def compare(
    monkeypatch: pytest.MonkeyPatch, s3: Any, tmp_path: Path
) -> Callable[..., tuple[list[str], list[list[str]]]]:
    """Compares both environments; returns the lines, and the stacks of each comparison."""

    def run(during: Callable[[int], None]) -> tuple[list[str], list[list[str]]]:
        compared: list[list[str]] = []

        def one(stacks: list[str], *_: Any) -> None:
            compared.append([*stacks])
            during(len(compared))

        monkeypatch.setattr(drift, "_compare", one)
        monkeypatch.setattr(drift, "drift_in", lambda _: [])
        return list(find_drift(KEEPING, tmp_path, PROJECT, (s3, BUCKET))), compared

    return run


def test_a_stack_that_was_deployed_meanwhile_is_compared_again(
    compare: Callable[..., Any], s3: Any
) -> None:
    def deploy(number: int) -> None:
        if number == 1:
            s3.put_object(Bucket=BUCKET, Key="published/production.json", Body=b"2")

    lines, compared = compare(deploy)
    assert compared == [["staging", "production"], ["production"]]
    assert "production: was deployed meanwhile, and is compared again" in lines


def test_a_deployment_that_begins_during_the_comparison_is_awaited(
    compare: Callable[..., Any], s3: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def begin(number: int) -> None:
        if number == 1:
            s3.put_object(Bucket=BUCKET, Key=LOCK, Body=b"{}")

    def end(_: float) -> None:
        s3.delete_object(Bucket=BUCKET, Key=LOCK)
        s3.put_object(Bucket=BUCKET, Key="published/staging.json", Body=b"1")

    monkeypatch.setattr(deployments.time, "sleep", end)
    lines, compared = compare(begin)
    assert compared == [["staging", "production"], ["staging"]]
    assert "staging: waits for a deployment" in lines


def test_a_lock_that_stays_ends_the_comparison_with_the_remedy(
    compare: Callable[..., Any], s3: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    s3.put_object(Bucket=BUCKET, Key=LOCK, Body=b"{}")
    monkeypatch.setattr(deployments, "_PATIENCE_SECONDS", 0)
    with pytest.raises(StillDeployingError, match="python -m delivery deploy staging"):
        compare(lambda _: None)
