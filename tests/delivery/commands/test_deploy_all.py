"""Tests of `deploy-all` and of the health checks."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from delivery.aws import Clients
from delivery.commands import deploy_all
from delivery.commands.deploy import DeployError
from delivery.commands.deploy_all import Step, checks, run_steps, steps
from delivery.commands.health import HealthError, health
from delivery.plan.change import Op
from delivery.stack_files import CHECKOUT
from settings import PlatformSettings
from tests.delivery.plans import change, plan
from tests.settings.test_settings import committed


def fails() -> Iterator[str]:
    yield "begun"
    raise DeployError("no way\nmore of it")


def test_steps_run_in_order_and_are_listed_in_the_summary(tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    chosen = [Step("one", lambda: ["a", "b"]), Step("two", lambda: ["c"])]
    assert list(run_steps(chosen, summary)) == ["=== one", "a", "b", "=== two", "c"]
    assert summary.read_text().splitlines()[-2:] == ["| one | done |", "| two | done |"]
    assert summary.read_text().startswith("before\n")


def test_no_step_runs_after_a_failed_step(tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    chosen = [Step("one", lambda: ["a"]), Step("two", fails), Step("three", lambda: ["never"])]
    with pytest.raises(DeployError):
        list(run_steps(chosen, summary))
    assert summary.read_text().splitlines()[-6:] == [
        *("| one | done |", "| two | failed |", "| three | not tried |"),
        *("", "    no way", "    more of it"),
    ]


def test_production_is_deployed_after_the_health_check_of_staging(
    aws: Clients, tmp_path: Path
) -> None:
    names = [step.name for step in steps(CHECKOUT, aws, "", tmp_path)]
    assert names == [
        "bootstrap",
        "account",
        "staging",
        "health of staging",
        "production",
        "health of production",
    ]


def test_a_missing_bootstrap_is_found_and_not_repaired_by_the_check(aws: Clients) -> None:
    bootstrap, account = checks(CHECKOUT, aws)
    assert (bootstrap.name, account.name) == ("bootstrap", "account")
    with pytest.raises(DeployError, match="An admin must run"):
        list(bootstrap.run())
    assert aws("s3").list_buckets()["Buckets"] == []


ROLE = "cellscope:account:AccountRole$aws:iam/role:Role::cellscope-deploy-staging"
GROUP = "cellscope:account:Account$cellscope:access:AccessGroup$aws:iam/policy:Policy::data"


@pytest.mark.parametrize(("resource", "passes"), [(ROLE, False), (GROUP, True)])
def test_a_deployment_waits_for_changes_of_the_account_but_not_for_rights_of_people(
    resource: str, passes: bool, aws: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    urn = f"urn:pulumi:account::cellscope::{resource}"
    changed = replace(change("aws:iam/role:Role", "any", Op.UPDATE, {}, {"policy": "new"}), urn=urn)
    made = plan(changed, stack="account")
    monkeypatch.setattr(deploy_all, "preview", lambda *_: [])
    monkeypatch.setattr(deploy_all, "plan_in", lambda *_: made)
    _, account = checks(CHECKOUT, aws)
    if passes:
        assert next(iter(account.run())) == "account: up to date"
    else:
        with pytest.raises(DeployError, match="Only an admin may change this stack"):
            list(account.run())


def test_all_failed_health_checks_are_reported_together(
    aws: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    settings = committed("staging")
    assert isinstance(settings, PlatformSettings)
    with pytest.raises(HealthError) as failure:
        list(health("staging", settings, aws))
    for part in (
        *("cluster biomage-staging: ", "Kubernetes API", "Fargate profile worker-default"),
        *("table samples-staging", "queue ", "cache biomage-redis-staging", "k8s-staging"),
    ):
        assert part in str(failure.value)
