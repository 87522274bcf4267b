"""Tests that CODEOWNERS and the settings of the GitHub repository match this checkout."""

import subprocess
from fnmatch import fnmatchcase
from typing import Any

import pytest
import yaml

from delivery.repository import desired
from delivery.stack_files import CHECKOUT
from settings import AccountSettings
from tests.checkout import tracked
from tests.settings.test_settings import committed

OWNED = (
    *(".github", "delivery", "policies", "iam", "tools"),
    *("estate/identity", "estate/account", "components/identity", "components/account"),
    *("settings/people.py", "Makefile", "Pulumi.yaml"),
    *("Pulumi.account.yaml", "Pulumi.staging.yaml", "Pulumi.production.yaml"),
    *("requirements.txt", "requirements-dev.txt", "requirements-setup.txt"),
)
"""What judges a change, grants rights, or runs with the rights of a deploy role."""

LINES = [
    line.split()
    for line in (CHECKOUT / ".github" / "CODEOWNERS").read_text().splitlines()
    if line and not line.startswith("#")
]
FILES = subprocess.check_output(["git", "ls-files"], cwd=CHECKOUT, text=True).splitlines()


def matches(pattern: str, file: str) -> bool:
    """Returns whether a pattern of CODEOWNERS that begins with `/` matches a file."""
    if pattern.endswith("/"):
        return f"/{file}".startswith(pattern)
    return pattern.count("/") == f"/{file}".count("/") and fnmatchcase(f"/{file}", pattern)


def team() -> str:
    account = committed("account")
    assert isinstance(account, AccountSettings)
    return f"@{account.github_organization}/{desired.TEAM}"


@pytest.mark.parametrize("path", OWNED)
def test_what_judges_or_grants_has_a_code_owner(path: str) -> None:
    files = [file for file in FILES if file == path or file.startswith(f"{path}/")]
    assert files
    for file in files:
        # The last matching line decides.
        owners = [owner for pattern, *owner in LINES if matches(pattern, file)]
        assert owners[-1:] == [[team()]], file


@pytest.mark.parametrize("pattern", [pattern for pattern, *_ in LINES])
def test_every_line_of_code_owners_names_an_existing_path_and_the_team(pattern: str) -> None:
    assert pattern.startswith("/")
    assert any(matches(pattern, file) for file in FILES)
    assert [owner for one, *owner in LINES if one == pattern] == [[team()]]


def workflow(name: str) -> dict[Any, Any]:
    return yaml.safe_load((CHECKOUT / ".github" / "workflows" / name).read_text())


REQUIRED = ("check.yaml", "preview.yaml")


def test_the_required_checks_are_the_jobs_for_pull_requests() -> None:
    names = [job["name"] for file in REQUIRED for job in workflow(file)["jobs"].values()]
    assert tuple(names) == desired.REQUIRED_CHECKS


@pytest.mark.parametrize("file", REQUIRED)
def test_every_pull_request_starts_the_required_checks(file: str) -> None:
    # YAML 1.1 parses the key `on` as true. A filter would leave the check pending.
    started = workflow(file)[True]["pull_request"] or {}
    assert set(started) <= {"types"}
    assert set(started.get("types", ("opened", "synchronize", "reopened"))) >= {
        *("opened", "synchronize", "reopened")
    }


@pytest.mark.parametrize(
    "file",
    ["check.yaml", "preview.yaml"],
)
def test_no_required_check_can_be_skipped(file: str) -> None:
    # GitHub counts a skipped job as successful.
    jobs = workflow(file)["jobs"].values()
    assert all(not {"if", "needs", "continue-on-error"} & set(job) for job in jobs)


def test_every_environment_of_a_workflow_is_protected() -> None:
    jobs = [
        job
        for file in tracked(".github/workflows/*.yaml")
        for job in workflow(file.name)["jobs"].values()
    ]
    used = {job["environment"] for job in jobs if "environment" in job} - {"${{ inputs.stack }}"}
    called = {job["with"]["stack"] for job in jobs if "stack" in job.get("with", {})}
    assert used | called <= set(desired.ENVIRONMENTS)
