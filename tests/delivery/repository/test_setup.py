"""Tests of `github --check`, `--apply` and `--ids` against an API that answers like GitHub's."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from delivery.__main__ import main
from delivery.repository import desired
from settings import GitHubIds
from tests.delivery.github_api import OWNER, GitHub

Lines = Callable[..., list[str]]

SET_UP: dict[str, Any] = {}
"""The state of a repository after the first `--apply`, which is the same for each test."""

RULES = "ruleset cellscope-main: rules"


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[[int, str], list[str]]:
    """Returns a function that runs `github` with an option, and returns the printed lines."""

    def run(code: int, option: str) -> list[str]:
        assert main(["github", option]) == code, capsys.readouterr().err
        printed = capsys.readouterr()
        return [*printed.out.splitlines(), *printed.err.splitlines()]

    return run


@pytest.fixture
def ready(hub: GitHub, said: Lines) -> GitHub:
    """Returns a repository that is set up."""
    if not SET_UP:
        said(0, "--apply")
        hub.writes.clear()
        SET_UP.update(vars(hub))
    vars(hub).update(copy.deepcopy(SET_UP))
    return hub


def test_everything_that_a_new_repository_lacks_is_listed_and_then_set(
    hub: GitHub, said: Lines
) -> None:
    listed = said(1, "--check")[:-1]
    assert hub.writes == []
    assert {line.partition(":")[0] for line in listed} == {
        *("merge settings", "workflow permissions", "team platform-admins", "CODEOWNERS"),
        *("environment staging", "environment sandbox", "environment production"),
        "ruleset cellscope-main",
    }
    assert all(" Remedy: " in line for line in listed)
    applied = said(0, "--apply")
    # GitHub accepts the team in CODEOWNERS as soon as it has write access.
    assert len(applied) == len(listed) - 1 + 1
    assert said(0, "--check") == [f"{OWNER}/iac is set up as this program needs it"]


def test_production_is_deployed_from_main_and_reviewed_by_the_team(ready: GitHub) -> None:
    production = ready.environments["production"]
    assert production["reviewers"] == [{"type": "Team", "id": 42}]
    assert production["prevent_self_review"]
    assert not production["can_admins_bypass"]
    for name in ("staging", "sandbox", "production"):
        assert [(one["name"], one["type"]) for one in ready.branches[name]] == [("main", "branch")]


def test_main_needs_the_reviews_and_checks_of_github_actions(ready: GitHub) -> None:
    (made,) = ready.rulesets.values()
    rules = {rule["type"]: rule.get("parameters") for rule in made["rules"]}
    assert rules["deletion"] is rules["non_fast_forward"] is None
    assert rules["pull_request"]["require_code_owner_review"]
    assert rules["required_status_checks"]["required_status_checks"] == [
        {"context": name, "integration_id": 15368} for name in desired.REQUIRED_CHECKS
    ]


def test_setting_up_a_repository_again_writes_nothing(ready: GitHub, said: Lines) -> None:
    assert said(0, "--apply") == [f"{OWNER}/iac is set up as this program needs it"]
    assert ready.writes == []


def _rule(hub: GitHub, kind: str) -> dict[str, Any]:
    (made,) = (one for one in hub.rulesets.values() if one["name"] == "cellscope-main")
    (rule,) = (rule for rule in made["rules"] if rule["type"] == kind)
    return rule["parameters"]


def _without_rule(hub: GitHub, kind: str) -> None:
    (made,) = hub.rulesets.values()
    made["rules"] = [rule for rule in made["rules"] if rule["type"] != kind]


def _first_ruleset(hub: GitHub) -> dict[str, Any]:
    return next(iter(hub.rulesets.values()))


BREAKS: dict[str, Callable[[GitHub], Any]] = {
    **{
        f"merge settings: {key}": lambda hub, key=key, value=value: hub.repository.update(
            {key: not value if isinstance(value, bool) else "COMMIT_MESSAGES"}
        )
        for key, value in desired.MERGES.items()
    },
    "workflow permissions: default_workflow_permissions": lambda hub: (
        hub.workflow_permissions.update(default_workflow_permissions="write")
    ),
    "workflow permissions: can_approve_pull_request_reviews": lambda hub: (
        hub.workflow_permissions.update(can_approve_pull_request_reviews=True)
    ),
    "team platform-admins: permission": lambda hub: hub.team_access.update(
        {"platform-admins": "pull"}
    ),
    "environment staging: branches": lambda hub: hub.branches["staging"].append(
        {"id": 9, "name": "release/*", "type": "branch"}
    ),
    "environment sandbox: deployment_branch_policy": lambda hub: hub.put_environment(
        {"deployment_branch_policy": None}, "sandbox"
    ),
    "environment production: reviewers": lambda hub: hub.environments["production"].update(
        reviewers=[{"type": "User", "id": 7}]
    ),
    "environment production: prevent_self_review": lambda hub: hub.environments[
        "production"
    ].update(prevent_self_review=False),
    "environment production: can_admins_bypass": lambda hub: hub.environments["production"].update(
        can_admins_bypass=True
    ),
    "environment production: does not exist": lambda hub: hub.environments.pop("production"),
    "ruleset cellscope-main: does not exist": lambda hub: hub.rulesets.clear(),
    "ruleset cellscope-main: enforcement": lambda hub: _first_ruleset(hub).update(
        enforcement="evaluate"
    ),
    "ruleset cellscope-main: bypass_actors": lambda hub: _first_ruleset(hub).update(
        bypass_actors=[{"actor_id": 5, "actor_type": "RepositoryRole", "bypass_mode": "always"}]
    ),
    "ruleset cellscope-main: conditions.ref_name.include": lambda hub: _first_ruleset(hub)[
        "conditions"
    ]["ref_name"].update(include=["refs/heads/trunk"]),
    f"{RULES}.deletion": lambda hub: _without_rule(hub, "deletion"),
    f"{RULES}.non_fast_forward": lambda hub: _without_rule(hub, "non_fast_forward"),
    f"{RULES}.pull_request is missing": lambda hub: _without_rule(hub, "pull_request"),
    **{
        f"{RULES}.pull_request.{key}": lambda hub, key=key: _rule(hub, "pull_request").update(
            {key: None}
        )
        for key in desired.RULESET["rules"]["pull_request"]
    },
    f"{RULES}.required_status_checks.strict": lambda hub: _rule(
        hub, "required_status_checks"
    ).update(strict_required_status_checks_policy=False),
    **{
        f"{RULES}.required_status_checks.required_status_checks.{name}": lambda hub, n=name: _rule(
            hub, "required_status_checks"
        ).update(required_status_checks=[{"context": n}])
        for name in desired.REQUIRED_CHECKS
    },
    "OIDC subject: use_default": lambda hub: hub.subject.update(
        use_default=False, include_claim_keys=["actor"]
    ),
    "variable RUNNER: exists": lambda hub: hub.variables.update(RUNNER="ours"),
}


@pytest.mark.parametrize("line", BREAKS)
def test_each_field_is_checked_and_set_again(ready: GitHub, said: Lines, line: str) -> None:
    BREAKS[line](ready)
    assert any(one.startswith(line) for one in said(1, "--check"))
    assert any(one.startswith(line) for one in said(0, "--apply"))
    said(0, "--check")


def test_a_label_of_own_runners_becomes_the_variable(
    ready: GitHub, said: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desired, "runner_label", lambda _: "our-runners")
    said(1, "--check")
    said(0, "--apply")
    assert ready.variables == {"RUNNER": "our-runners"}
    ready.variables["RUNNER"] = "theirs"
    said(0, "--apply")
    assert ready.variables == {"RUNNER": "our-runners"}


def test_what_others_have_set_up_is_kept(ready: GitHub, said: Lines) -> None:
    ready.put_ruleset(
        {"name": "tags", "target": "tag", "enforcement": "active", "bypass_actors": [], "rules": []}
    )
    ready.put_environment({"wait_timer": 5}, "docs")
    ready.environments["staging"]["wait_timer"] = 30
    ready.environments["staging"]["reviewers"] = [{"type": "User", "id": 7}]
    (made, tags) = ready.rulesets.values()
    made["rules"] += [{"type": "required_signatures"}]
    checks = _rule(ready, "required_status_checks")["required_status_checks"]
    checks.append({"context": "licences"})
    kept = copy.deepcopy([tags, ready.environments["docs"], ready.variables])
    said(0, "--check")

    ready.branches["staging"].clear()
    made["enforcement"] = "disabled"
    said(0, "--apply")
    assert [ready.rulesets[tags["id"]], ready.environments["docs"], ready.variables] == kept
    assert ready.environments["staging"]["wait_timer"] == 30
    assert ready.environments["staging"]["reviewers"] == [{"type": "User", "id": 7}]
    assert {"type": "required_signatures"} in ready.rulesets[made["id"]]["rules"]
    again = _rule(ready, "required_status_checks")["required_status_checks"]
    assert {"context": "licences"} in again


def test_subjects_that_no_role_trusts_need_a_person(ready: GitHub, said: Lines) -> None:
    # GitHub may issue subjects with ids although `use_immutable_subject` is false.
    ready.subject["sub_claim_prefix"] = f"repo:{OWNER}@123456/iac@456789"
    for option in ("--check", "--apply"):
        line = next(one for one in said(1, option) if one.startswith("OIDC subject"))
        assert f"is repo:{OWNER}@123456/iac@456789, should be repo:{OWNER}/iac" in line
        assert "github --ids" in line


def test_a_changed_subject_keeps_its_format(ready: GitHub, said: Lines) -> None:
    ready.subject.update(use_default=False, use_immutable_subject=True)
    said(0, "--apply")
    assert ready.subject["use_immutable_subject"]


def test_the_ids_are_printed_as_lines_of_the_stack_file(hub: GitHub, said: Lines) -> None:
    lines = said(0, "--ids")
    assert "    # pipeline does not exist, or the token cannot see it" in lines
    repositories = {"iac": "456789", "api": "11", "ui": "12", "worker": "13"}
    ids = {"organization": "123456", "repositories": repositories}
    assert yaml.safe_load("\n".join(lines)) == {"cellscope:githubIds": ids}
    assert GitHubIds.model_validate(ids)
    assert hub.writes == []


@pytest.mark.parametrize(
    ("status", "remedy"),
    [(401, "GITHUB_TOKEN"), (403, "an admin"), (404, "Pulumi.account.yaml"), (422, "paid plan")],
)
def test_a_refusal_is_one_message_with_a_remedy(
    hub: GitHub, said: Lines, status: int, remedy: str
) -> None:
    hub.status = status
    # PyGithub may log a line about retries before.
    *_, line = said(2, "--check")
    assert line.startswith(f"delivery: GitHub refused a request for {OWNER}/iac: {status}")
    assert remedy in line


def test_only_an_admin_can_check_a_repository(hub: GitHub, said: Lines) -> None:
    hub.repository["permissions"]["admin"] = False
    (line,) = said(2, "--check")
    assert f"is not an admin of {OWNER}/iac" in line
    del hub.repository["permissions"]
    assert said(2, "--check") == [line]


def test_a_missing_team_is_named(hub: GitHub, said: Lines) -> None:
    hub.teams.clear()
    assert "has no team platform-admins" in said(2, "--apply")[-1]


def test_a_missing_token_is_named(
    hub: GitHub, said: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_TOKEN")
    (line,) = said(2, "--check")
    assert "GITHUB_TOKEN must be set" in line
