"""GitHub's workflows: they only call commands, may do little, and name what exists."""

import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from delivery.__main__ import main
from delivery.stack_files import CHECKOUT
from estate.account import STATE_BUCKET, role_arn, state_bucket_name
from settings import STACKS, AccountSettings
from tests.unit.test_settings import committed

GITHUB = CHECKOUT / ".github"
FILES = {file.name: file for file in sorted((GITHUB / "workflows").glob("*.yaml"))}
ACTION = GITHUB / "actions" / "delivery" / "action.yaml"

PINNED = {
    "actions/cache": "27d5ce7f107fe9357f9df03efb73ab90386fccae",
    "actions/checkout": "3d3c42e5aac5ba805825da76410c181273ba90b1",
    "actions/setup-go": "b7ad1dad31e06c5925ef5d2fc7ad053ef454303e",
    "actions/setup-python": "5fda3b95a4ea91299a34e894583c3862153e4b97",
    "actions/upload-artifact": "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f",
    "aws-actions/configure-aws-credentials": "e6de054238d6b7531b4efff3b6587d9aade6a06c",
    "marocchino/sticky-pull-request-comment": "5770ad5eb8f42dd2c4f34da00c94c5381e49af88",
    "pulumi/actions": "8e5e406f4007fca908480587cb9893c07090f58d",
}
"""The only actions of others, by the whole commits that were read."""


def loaded(name: str) -> dict[Any, Any]:
    return yaml.safe_load(FILES[name].read_text())


def jobs(name: str) -> dict[str, dict[str, Any]]:
    return loaded(name)["jobs"]


def triggers(name: str) -> dict[str, Any]:
    # YAML 1.1 reads the key `on` as true.
    return loaded(name)[True]


STEPS = [
    (name, step) for name in FILES for job in jobs(name).values() for step in job.get("steps", [])
] + [("action.yaml", step) for step in yaml.safe_load(ACTION.read_text())["runs"]["steps"]]
RUNS = [(name, step["run"]) for name, step in STEPS if "run" in step]


def test_all_workflows_are_there() -> None:
    assert set(FILES) == {
        "check.yaml",
        "deploy-infra.yaml",
        "deploy-stack.yaml",
        "deploy.yaml",
        "drift.yaml",
        "fork.yaml",
        "preview.yaml",
    }


@pytest.mark.parametrize("command", [("actionlint", "-shellcheck=", "-pyflakes="), ("zizmor",)])
def test_linters_of_workflows_find_nothing(command: tuple[str, ...]) -> None:
    options = ("--offline", "--persona=auditor", ".github") if command == ("zizmor",) else ()
    folders = (CHECKOUT / ".venv" / "bin", CHECKOUT / ".tools" / "bin")
    program = next(folder / command[0] for folder in folders if (folder / command[0]).exists())
    found = subprocess.run(
        [program, *command[1:], *options], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize(("name", "text"), RUNS)
def test_a_step_only_calls_a_command_that_a_person_can_run(name: str, text: str) -> None:
    assert "${{" not in text
    assert "\n" not in text.strip()
    called = re.fullmatch(r"make [\w./]+|\.venv/bin/python -m delivery ([a-z-]+) ?.*", text.strip())
    assert called, text
    if called.group(1):
        with pytest.raises(SystemExit) as ended:
            main([called.group(1), "--help"])
        assert ended.value.code == 0


def test_actions_of_others_are_pinned_to_the_commits_that_were_read() -> None:
    used = [step["uses"] for _, step in STEPS if "uses" in step]
    for one in used:
        if not one.startswith("./"):
            action, _, commit = one.partition("@")
            assert PINNED[action] == commit
    versions = re.findall(r"uses: \S+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", _all_text(), re.MULTILINE)
    assert len(versions) == len([one for one in used if not one.startswith("./")])


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_allowed_but_what_a_job_needs(name: str) -> None:
    assert loaded(name)["permissions"] == {}
    for job in jobs(name).values():
        assert set(job["permissions"].values()) <= {"read", "write"}
        assert job["permissions"].get("contents", "read") == "read"
        assert "uses" in job or job["timeout-minutes"]


def test_no_code_of_a_fork_meets_a_secret_or_a_token() -> None:
    assert "secrets." not in _all_text()
    (preview,) = jobs("preview.yaml").values()
    assert preview["if"] == "github.event.pull_request.head.repo.full_name == github.repository"
    (fork,) = jobs("fork.yaml").values()
    assert set(triggers("fork.yaml")) == {"pull_request_target"}
    assert "!=" in fork["if"]
    assert [step["uses"].partition("@")[0] for step in fork["steps"]] == [
        "marocchino/sticky-pull-request-comment"
    ]
    others = [name for name in FILES if "pull_request_target" in triggers(name)]
    assert others == ["fork.yaml"]


def test_a_deployment_is_never_broken_off_and_is_alone_with_its_stack() -> None:
    for name in ("deploy.yaml", "deploy-stack.yaml", "deploy-infra.yaml", "drift.yaml"):
        assert loaded(name)["concurrency"]["cancel-in-progress"] is False
    (infra,) = jobs("deploy-infra.yaml").values()
    held = {loaded("deploy-infra.yaml")["concurrency"]["group"], infra["concurrency"]["group"]}
    group = loaded("deploy-stack.yaml")["concurrency"]["group"]
    stacks = ("staging", "production")
    assert held == {group.replace("${{ inputs.stack }}", stack) for stack in stacks}


def test_production_follows_staging_in_its_protected_environment() -> None:
    deploy = jobs("deploy.yaml")
    assert deploy["production"]["needs"] == "staging"
    assert [job["with"]["stack"] for job in deploy.values()] == ["staging", "production"]
    (job,) = jobs("deploy-stack.yaml").values()
    assert job["environment"] == "${{ inputs.stack }}"
    commands = [step["run"].split()[3] for step in job["steps"] if "run" in step]
    assert commands == ["deploy", "health"]


def test_roles_and_bucket_are_those_of_the_estate() -> None:
    account = committed("account")
    assert isinstance(account, AccountSettings)
    roles = {name: role_arn(name, account) for name in ("cellscope-preview", account.deploy_role)}
    taken = {(name, step["with"]["role"]) for name, step in STEPS if "role" in step.get("with", {})}
    assert taken == {
        ("preview.yaml", roles["cellscope-preview"]),
        ("deploy-stack.yaml", roles[account.deploy_role]),
        ("deploy-infra.yaml", roles[account.deploy_role]),
        ("drift.yaml", roles[account.deploy_role]),
    }
    buckets = set(re.findall(rf"s3://({STATE_BUCKET.name}[\w-]+)", _all_text()))
    assert buckets == {state_bucket_name(account)}


def test_every_stack_that_is_previewed_exists() -> None:
    (words,) = (text for name, text in RUNS if name == "preview.yaml" and " preview " in text)
    stacks = words.split(" preview ")[1].split(" --")[0].split()
    assert stacks == ["account", "staging", "production"]
    assert set(stacks) <= set(STACKS)


def test_machines_run_the_versions_that_are_pinned_here() -> None:
    pinned = re.search(r"pulumi/pkg/v3 v([\d.]+)", (CHECKOUT / "tools" / "go.mod").read_text())
    assert pinned is not None
    assert f"pulumi-version: {pinned.group(1)}\n" in ACTION.read_text()
    wanted = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]["requires-python"]
    for version in re.findall(r'python-version: "3\.(\d+)"', _all_text()):
        assert int(version) >= int(wanted.rpartition(".")[2])


def _all_text() -> str:
    files: list[Path] = [*FILES.values(), ACTION]
    return "".join(file.read_text() for file in files)
