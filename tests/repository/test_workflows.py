"""Tests of the GitHub workflows: commands, permissions, triggers and names."""

import re
import shlex
import subprocess
import tomllib
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import yaml

from delivery.__main__ import main, parse
from delivery.sandboxes.sandbox_commands import ID_VARIABLE, create, remove, remove_expired, show
from delivery.sandboxes.sandboxes import ENVIRONMENT
from delivery.stack_files import CHECKOUT, ENVIRONMENTS
from estate.account.account import role_arn, state_bucket_name
from estate.account.account_roles import account_roles
from settings import STACKS, AccountSettings
from tests.settings.test_settings import committed

GITHUB = CHECKOUT / ".github"
FILES = {file.name: file for file in sorted((GITHUB / "workflows").glob("*.yaml"))}
ACTION = GITHUB / "actions" / "delivery" / "action.yaml"

ALLOWED_ACTIONS = {
    *("actions/cache", "actions/checkout", "actions/setup-go", "actions/setup-python"),
    *("actions/upload-artifact", "aws-actions/configure-aws-credentials", "pulumi/actions"),
    "marocchino/sticky-pull-request-comment",
}
"""The reviewed third-party actions."""

MAIN = {"branches": ["main"]}
ANYTHING = mock.ANY
STARTS: dict[str, dict[str, Any]] = {
    "check.yaml": {"pull_request": None, "push": MAIN},
    "deploy-infra.yaml": {"workflow_dispatch": None},
    "deploy.yaml": {"push": MAIN},
    "drift.yaml": {"schedule": ANYTHING, "workflow_dispatch": None},
    "fork.yaml": {"pull_request_target": {"types": ["opened"]}},
    "preview.yaml": {"pull_request": {"types": ["opened", "reopened", "synchronize", "edited"]}},
    "sandbox.yaml": {"workflow_dispatch": ANYTHING},
}
"""The triggers of each workflow; deploy-stack.yaml is only called by others."""

DEPLOYING = ("deploy.yaml", "deploy-stack.yaml", "deploy-infra.yaml", "sandbox.yaml")

READS = {"contents": "read"}
TAKES_ROLE = READS | {"id-token": "write"}
RIGHTS = {
    ("check.yaml", "check"): READS,
    ("deploy-infra.yaml", "deploy"): TAKES_ROLE,
    ("deploy-stack.yaml", "deploy"): TAKES_ROLE,
    ("deploy.yaml", "production"): TAKES_ROLE,
    ("deploy.yaml", "staging"): TAKES_ROLE,
    ("drift.yaml", "drift"): TAKES_ROLE | {"issues": "write"},
    ("fork.yaml", "comment"): {"pull-requests": "write"},
    ("preview.yaml", "preview"): TAKES_ROLE | {"pull-requests": "write"},
    ("sandbox.yaml", "sandbox"): TAKES_ROLE,
}
"""The exact permissions of each job."""


def loaded(name: str) -> dict[Any, Any]:
    return yaml.safe_load(FILES[name].read_text())


def jobs(name: str) -> dict[str, dict[str, Any]]:
    return loaded(name)["jobs"]


def triggers(name: str) -> dict[str, Any]:
    # YAML 1.1 parses the key `on` as true.
    return loaded(name)[True]


STEPS = [
    (name, step) for name in FILES for job in jobs(name).values() for step in job.get("steps", [])
] + [("action.yaml", step) for step in yaml.safe_load(ACTION.read_text())["runs"]["steps"]]
RUNS = [(name, step["run"]) for name, step in STEPS if "run" in step]
CALL = re.compile(
    r'make (?P<target>[\w./]+)|\.venv/bin/python -m delivery (?P<words>[\w./"$ -]+)( > [\w./]+)?'
)
"""Exactly one command: no `;`, `&`, `|`, backtick, bracket or second line."""


FILLED = {"$STACK": "staging", "$DAYS": "14"}
"""Example values of variables that GitHub sets."""


def filled(text: str) -> str:
    for variable, value in FILLED.items():
        text = text.replace(variable, value)
    return text


def commands(name: str) -> list[tuple[str, Namespace]]:
    """Returns the delivery commands of a workflow, in order, with staging as the stack."""
    called = [CALL.fullmatch(text.strip()) for file, text in RUNS if file == name]
    texts = [filled(found["words"]) for found in called if found]
    return [(words[0], parse(words)) for words in map(shlex.split, texts)]


def test_the_workflows_have_exactly_these_triggers() -> None:
    assert set(FILES) == {*STARTS, "deploy-stack.yaml"}
    assert {name: triggers(name) for name in STARTS} == STARTS
    assert set(triggers("deploy-stack.yaml")) == {"workflow_call"}


@pytest.mark.parametrize(
    "command",
    [
        ("actionlint", "-shellcheck=", "-pyflakes="),
        ("zizmor", "--offline", "--persona=auditor", ".github"),
    ],
)
def test_workflow_linters_report_nothing(command: tuple[str, ...]) -> None:
    folders = (CHECKOUT / ".venv" / "bin", CHECKOUT / ".tools" / "bin")
    program = next(folder / command[0] for folder in folders if (folder / command[0]).exists())
    found = subprocess.run(
        [program, *command[1:]], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize(("name", "text"), RUNS)
def test_a_step_only_calls_a_command_that_a_person_can_run(name: str, text: str) -> None:
    called = CALL.fullmatch(text.strip())
    assert called, text
    if called["target"]:
        assert f"\n{called['target']}:" in (CHECKOUT / "Makefile").read_text()
    else:
        assert parse(shlex.split(filled(called["words"]))).run


@pytest.mark.parametrize("name", FILES)
def test_every_variable_of_a_step_is_set(name: str) -> None:
    for job in jobs(name).values():
        for step in job.get("steps", []):
            known = {*job.get("env", {}), *step.get("env", {}), "GITHUB_STEP_SUMMARY"}
            assert set(re.findall(r"\$(\w+)", step.get("run", ""))) <= known


def test_only_reviewed_third_party_actions_are_used_and_each_is_pinned_to_a_commit() -> None:
    lines = re.findall(r"uses: (?!\./)(.+)$", _all_text(), re.MULTILINE)
    assert lines
    assert {line.partition("@")[0] for line in lines} == ALLOWED_ACTIONS
    assert all(re.fullmatch(r"\S+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line) for line in lines)


def test_each_job_has_only_the_permissions_it_needs() -> None:
    assert all(loaded(name)["permissions"] == {} for name in FILES)
    found = {(name, key): job["permissions"] for name in FILES for key, job in jobs(name).items()}
    assert found == RIGHTS
    assert all("uses" in job or job["timeout-minutes"] for n in FILES for job in jobs(n).values())


def test_code_of_a_fork_has_no_access_to_secrets_or_tokens() -> None:
    # Neither `secrets.NAME`, nor `secrets['NAME']`, nor `secrets: inherit`.
    assert not re.search(r"\bsecrets\b *[.\[:]", _all_text())
    (preview,) = jobs("preview.yaml").values()
    assert preview["if"] == "github.event.pull_request.head.repo.full_name == github.repository"
    (fork,) = jobs("fork.yaml").values()
    assert fork["if"] == "github.event.pull_request.head.repo.full_name != github.repository"
    (step,) = fork["steps"]
    assert step["uses"].partition("@")[0] == "marocchino/sticky-pull-request-comment"
    assert "${{" not in step["with"]["message"]


def test_deployments_of_a_stack_are_queued_and_never_cancelled() -> None:
    for name in (*DEPLOYING, "drift.yaml"):
        groups = [job["concurrency"] for job in jobs(name).values() if "concurrency" in job]
        for group in (loaded(name)["concurrency"], *groups):
            assert group["cancel-in-progress"] is False
            # By default a new run cancels a waiting one.
            assert group["queue"] == "max"
    group = loaded("deploy-stack.yaml")["concurrency"]["group"]
    assert group.replace("${{ inputs.stack }}", "staging") == "stack-staging"
    assert loaded("sandbox.yaml")["concurrency"]["group"] == "stack-staging"


def test_runs_for_both_environments_wait_for_deployments_in_one_order() -> None:
    for name in ("deploy-infra.yaml", "drift.yaml"):
        (job,) = jobs(name).values()
        taken = [loaded(name)["concurrency"]["group"], job["concurrency"]["group"]]
        assert taken == ["stack-production", "stack-staging"]


def test_production_follows_staging_in_its_protected_environment() -> None:
    deploy = jobs("deploy.yaml")
    assert deploy["production"]["needs"] == "staging"
    assert tuple(job["with"]["stack"] for job in deploy.values()) == ENVIRONMENTS
    assert [name for name, _ in commands("deploy-stack.yaml")] == ["deploy", "health"]


def test_deploy_infra_runs_without_as_admin_and_writes_a_summary() -> None:
    called = commands("deploy-infra.yaml")
    assert [name for name, _ in called] == ["check-admin", "deploy-all"]
    _, arguments = called[1]
    assert arguments.as_admin is False
    assert arguments.summary == Path("$GITHUB_STEP_SUMMARY")


def test_a_pull_request_is_previewed_without_secrets_reported_and_checked(tmp_path: Path) -> None:
    called = commands("preview.yaml")
    names = [name for name, _ in called]
    assert names == ["preview", "pull-request-description", "report", "report", "gate"]
    preview, _, first, second, gate = (arguments for _, arguments in called)
    assert preview.stacks == ["account", "staging", "production"]
    assert set(preview.stacks) <= set(STACKS)
    # The preview role decrypts nothing (docs/decisions/0022).
    assert preview.published
    folder: Path = preview.into
    description = f"{folder}/description.txt"
    assert any(text.endswith(f"pull-request-description > {description}") for _, text in RUNS)
    assert {made.previews for made in (first, second, gate)} == {folder}
    assert {made.acknowledged for made in (first, second, gate)} == {description}
    assert second.artifact_url == "$ARTIFACT_URL"
    assert second.summary == Path("$GITHUB_STEP_SUMMARY")
    assert main(["report", "--into", str(tmp_path)]) == 0
    written = {str(folder / file.name) for file in tmp_path.iterdir()}
    paths = [step["with"]["path"] for n, step in STEPS if n == "preview.yaml" and _publishes(step)]
    assert {line for path in paths for line in path.split()} == written


def test_drift_of_all_environments_is_reported_in_the_summary_and_the_issue() -> None:
    called = commands("drift.yaml")
    assert [name for name, _ in called] == ["drift", "report", "drift-issue"]
    drift, made, issue = (arguments for _, arguments in called)
    assert tuple(drift.stacks) == ENVIRONMENTS
    assert drift.into == made.drift == issue.drift
    assert made.summary == Path("$GITHUB_STEP_SUMMARY")


def test_sandboxes_are_created_and_removed_manually_and_only_beside_staging() -> None:
    called = commands("sandbox.yaml")
    runs = [arguments.run for _, arguments in called]
    assert runs == [one.run for one in (create, remove, remove_expired, show)]
    (job,) = jobs("sandbox.yaml").values()
    assert job["environment"] == ENVIRONMENT
    assert all("production" not in str(step) for step in job["steps"])


def test_the_id_of_a_sandbox_is_only_passed_in_the_environment() -> None:
    text = FILES["sandbox.yaml"].read_text()
    (inputs,) = (trigger["inputs"] for trigger in triggers("sandbox.yaml").values())
    # GitHub refuses values other than the options.
    assert {key for key, one in inputs.items() if one["type"] != "choice"} == {"id"}
    assert {line.strip() for line in text.splitlines() if "inputs.id" in line} == {
        f"{ID_VARIABLE}: ${{{{ inputs.id }}}}"
    }
    assert f"${ID_VARIABLE}" not in text
    taken = [arguments for _, arguments in commands("sandbox.yaml") if "id" in arguments]
    assert [arguments.id for arguments in taken] == [None, None]


def test_roles_bucket_and_region_match_the_program() -> None:
    account = _account()
    roles = {name: role_arn(name, account) for name in ("cellscope-preview", account.deploy_role)}
    taken = {(name, step["with"]["role"]) for name, step in STEPS if "role" in step.get("with", {})}
    assert taken == {
        ("preview.yaml", roles["cellscope-preview"]),
        ("deploy-stack.yaml", roles[account.deploy_role]),
        ("deploy-infra.yaml", roles[account.deploy_role]),
        ("drift.yaml", roles[account.deploy_role]),
        ("sandbox.yaml", roles[account.deploy_role]),
    }
    backend = f"s3://{state_bucket_name(account)}?region={account.region}&awssdk=v2"
    assert set(re.findall(r"s3://\S+", _all_text())) == {backend}
    assert set(re.findall(r"aws-region: (\S+)", _all_text())) == {account.region}


def test_a_role_trusts_the_environment_of_the_job_that_assumes_it() -> None:
    (infra,), (drift,), (stack,), (preview,) = (
        jobs(name).values()
        for name in ("deploy-infra.yaml", "drift.yaml", "deploy-stack.yaml", "preview.yaml")
    )
    # A job that may change both environments uses the one with reviewers.
    assert infra["environment"] == "production"
    assert drift["environment"] == "staging"
    assert stack["environment"] == "${{ inputs.stack }}"
    assert "environment" not in preview
    subjects = {role.name: role.subjects for role in account_roles(_account())}
    trusted = {name: {subject.split(":", 2)[2] for subject in subjects[name]} for name in subjects}
    assert trusted[_account().deploy_role] == {f"environment:{stack}" for stack in ENVIRONMENTS}
    assert trusted["cellscope-preview"] == {"pull_request"}


def test_workflows_use_the_pinned_versions() -> None:
    pinned = re.search(
        r"pulumi/pkg/v3 v([\d.]+)", (CHECKOUT / "tools" / "pulumi" / "go.mod").read_text()
    )
    assert pinned is not None
    assert f"pulumi-version: {pinned.group(1)}\n" in ACTION.read_text()
    wanted = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]["requires-python"]
    for version in re.findall(r'python-version: "3\.(\d+)"', _all_text()):
        assert int(version) >= int(wanted.rpartition(".")[2])


def _account() -> AccountSettings:
    account = committed("account")
    assert isinstance(account, AccountSettings)
    return account


def _publishes(step: Mapping[str, Any]) -> bool:
    """Returns whether a step publishes a file."""
    return step.get("uses", "").startswith(("actions/upload-artifact@", "marocchino/"))


def _all_text() -> str:
    files: list[Path] = [*FILES.values(), ACTION]
    return "".join(file.read_text() for file in files)
