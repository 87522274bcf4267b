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
from delivery.commands.check_tip import ROLLBACK_VARIABLE
from delivery.commands.deploy import ACKNOWLEDGEMENTS_VARIABLE
from delivery.deployment.record import result_file
from delivery.sandboxes.sandbox_commands import ID_VARIABLE, create, remove, remove_expired, show
from delivery.stack_files import CHECKOUT, ENVIRONMENTS
from estate.account.account import state_bucket_name
from settings import STACKS, AccountSettings
from tests.checkout import tracked
from tests.settings.test_settings import committed
from tools.install.catalog import PULUMI

GITHUB = CHECKOUT / ".github"
FILES = {file.name: file for file in tracked(".github/workflows/*.yaml")}
ACTION = GITHUB / "actions" / "delivery" / "action.yaml"

ALLOWED_ACTIONS = {
    *("actions/cache", "actions/checkout", "actions/setup-go", "actions/setup-python"),
    *("actions/download-artifact", "actions/upload-artifact"),
    *("aws-actions/configure-aws-credentials", "pulumi/actions"),
    "marocchino/sticky-pull-request-comment",
}
"""The reviewed third-party actions."""

MAIN = {"branches": ["main"]}
ANYTHING = mock.ANY
STARTS: dict[str, dict[str, Any]] = {
    "check.yaml": {"pull_request": None, "push": MAIN},
    "deploy-infra.yaml": {"workflow_dispatch": None},
    "deploy.yaml": {"push": MAIN, "workflow_call": None, "workflow_dispatch": ANYTHING},
    "drift.yaml": {"schedule": ANYTHING, "workflow_dispatch": None},
    "fork.yaml": {"pull_request_target": {"types": ["opened"]}},
    "preview.yaml": {"pull_request": {"types": ["opened", "reopened", "synchronize", "edited"]}},
    "sandbox.yaml": {"workflow_dispatch": ANYTHING},
}
"""The triggers of each workflow; deploy-stack.yaml is only called by others."""

READS = {"contents": "read"}
TAKES_ROLE = READS | {"id-token": "write"}
DEPLOYS = TAKES_ROLE | {"pull-requests": "write"}
RIGHTS = {
    ("check.yaml", "check"): READS,
    ("deploy-infra.yaml", "check"): TAKES_ROLE,
    ("deploy.yaml", "account"): TAKES_ROLE,
    ("deploy-infra.yaml", "environments"): DEPLOYS,
    ("deploy-stack.yaml", "deploy"): DEPLOYS,
    ("deploy-stack.yaml", "health"): TAKES_ROLE,
    ("deploy.yaml", "plan-production"): TAKES_ROLE | {"pull-requests": "read"},
    ("deploy.yaml", "production"): DEPLOYS,
    ("deploy.yaml", "staging"): DEPLOYS,
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
JOBS = {(name, key): job for name in FILES for key, job in jobs(name).items()}
SETUPS = [
    (key, step["with"])
    for key, job in JOBS.items()
    for step in job.get("steps", [])
    if step.get("uses", "").endswith(f"/{ACTION.parent.relative_to(CHECKOUT)}")
]
"""What each job passes to the action that sets up delivery."""
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
    texts = [filled(found["words"]) for found in called if found and found["words"]]
    return [(words[0], parse(words)) for words in map(shlex.split, texts)]


def test_the_workflows_have_exactly_these_triggers() -> None:
    assert set(FILES) == {*STARTS, "deploy-stack.yaml"}
    assert {name: triggers(name) for name in STARTS} == STARTS
    assert set(triggers("deploy-stack.yaml")) == {"workflow_call"}


@pytest.mark.parametrize(
    "command",
    [
        ("actionlint", "-shellcheck=", "-pyflakes=", *FILES.values()),
        ("zizmor", "--offline", "--persona=auditor", *tracked(".github/*.y*ml")),
    ],
)
def test_workflow_linters_report_nothing(command: tuple[str | Path, ...]) -> None:
    folders = (CHECKOUT / ".venv" / "bin", CHECKOUT / ".tools" / "bin")
    program = next(folder / command[0] for folder in folders if (folder / command[0]).exists())
    found = subprocess.run(
        [program, *command[1:]],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
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
    assume, *others = [
        step for step in preview["steps"] if "run" in step or "role" in step.get("with", {})
    ]
    # In a fork this step fails, so that no later one runs.
    assert assume["uses"] == "./judge/.github/actions/delivery"
    assert all(step.get("if") is None for step in others)
    (fork,) = jobs("fork.yaml").values()
    assert fork["if"] == "github.event.pull_request.head.repo.full_name != github.repository"
    (step,) = fork["steps"]
    assert step["uses"].partition("@")[0] == "marocchino/sticky-pull-request-comment"
    assert "${{" not in step["with"]["message"]


def test_deployments_of_a_stack_are_queued_and_never_cancelled() -> None:
    for name in ("deploy-stack.yaml", "sandbox.yaml"):
        groups = [job["concurrency"] for job in jobs(name).values() if "concurrency" in job]
        for group in (loaded(name)["concurrency"], *groups):
            assert group["cancel-in-progress"] is False
            # By default a new run cancels a waiting one.
            assert group["queue"] == "max"
    group = loaded("deploy-stack.yaml")["concurrency"]["group"]
    assert group.replace("${{ inputs.stack }}", "staging") == "stack-staging"
    assert loaded("sandbox.yaml")["concurrency"]["group"] == "stack-staging"


def test_a_run_that_waits_for_reviewers_holds_no_group_of_the_next_run() -> None:
    # Only production waits for reviewers, in the group of its own stack.
    assert loaded("deploy.yaml")["concurrency"]["group"] == "deploy-${{ github.run_id }}"
    for name in ("deploy.yaml", "deploy-infra.yaml"):
        assert all("concurrency" not in job for job in jobs(name).values())


def test_drift_does_not_wait_for_the_reviewers_of_production() -> None:
    (job,) = jobs("drift.yaml").values()
    assert loaded("drift.yaml")["concurrency"]["group"] == "drift"
    assert "concurrency" not in job


def test_reviewers_see_the_plan_of_production_before_they_approve_it() -> None:
    deploy = jobs("deploy.yaml")
    assert [*deploy] == ["account", "staging", "plan-production", "production"]
    assert deploy["plan-production"]["needs"] == "staging"
    assert deploy["production"]["needs"] == "plan-production"
    assert (
        deploy["staging"]["with"]["stack"],
        deploy["production"]["with"]["stack"],
    ) == ENVIRONMENTS
    # The plan itself waits for no reviewer.
    assert "environment" not in deploy["plan-production"]
    _, (_, counting), (_, plan) = commands("deploy.yaml")
    assert plan.acknowledged == str(counting.into)
    assert (plan.stack, plan.summary) == ("production", Path("$GITHUB_STEP_SUMMARY"))
    (kept,) = (step["with"] for name, step in STEPS if name == "deploy.yaml" and _publishes(step))
    assert kept["path"] == str(plan.into / "steps.txt")
    assert kept["if-no-files-found"] == "error"


def test_production_deploys_only_the_steps_that_its_reviewers_have_seen() -> None:
    deploy = jobs("deploy.yaml")
    assert deploy["production"]["with"]["planned"] is True
    assert "planned" not in deploy["staging"]["with"]
    steps = {step["name"]: step for step in jobs("deploy-stack.yaml")["deploy"]["steps"]}
    shown = steps["Download the plan that the reviewers have seen"]
    assert shown["with"]["name"].replace("${{ inputs.stack }}", "production") == "plan-production"
    first, second = (one for name, one in commands("deploy-stack.yaml") if name == "deploy")
    assert first.planned == Path(shown["with"]["path"]) / "steps.txt"
    assert second.planned is None
    with_plan = steps["Deploy the steps that the reviewers have seen"]
    assert shown["if"] == with_plan["if"] == "inputs.planned"
    assert steps["Deploy"]["if"] == "${{ !inputs.planned }}"


def test_each_deployment_writes_a_summary_and_a_comment_and_is_checked() -> None:
    called = commands("deploy-stack.yaml")
    names = ["acknowledgements", "deploy", "deploy", "deployment-comment", "health"]
    assert [name for name, _ in called] == names
    counting, first, second, comment, _ = (arguments for _, arguments in called)
    assert first.acknowledged == second.acknowledged == str(counting.into)
    assert first.into == second.into == comment.results
    assert first.summary == second.summary == Path("$GITHUB_STEP_SUMMARY")
    step = jobs("deploy-stack.yaml")["deploy"]["steps"][-1]
    assert step["if"] == f"always() && hashFiles('{result_file(comment.results)}') != ''"
    assert jobs("deploy-stack.yaml")["health"]["needs"] == "deploy"


def test_a_run_for_an_outdated_commit_stops_before_it_asks_for_credentials() -> None:
    steps = yaml.safe_load(ACTION.read_text())["runs"]["steps"]
    calls = [step.get("run", step.get("uses", "")).partition("@")[0] for step in steps]
    check = calls.index(".venv/bin/python -m delivery check-tip")
    assert check < calls.index("aws-actions/configure-aws-credentials")
    assert steps[check]["if"] == "inputs.only-tip == 'true'"
    checked = {key for key, step in SETUPS if step.get("only-tip") == "true"}
    assert checked == {
        ("deploy-stack.yaml", "deploy"),
        ("deploy.yaml", "account"),
        ("deploy.yaml", "plan-production"),
        ("deploy-infra.yaml", "check"),
    }


def test_only_an_explicit_rollback_deploys_another_commit() -> None:
    asked = triggers("deploy.yaml")["workflow_dispatch"]["inputs"]["rollback-to"]
    assert (asked["required"], "default" in asked) == (False, False)
    rollback = "${{ inputs.rollback-to }}"
    for name, key in (("deploy-stack.yaml", "deploy"), ("deploy.yaml", "plan-production")):
        assert jobs(name)[key]["env"][ROLLBACK_VARIABLE] == rollback
        checkout, *_ = jobs(name)[key]["steps"]
        assert checkout["with"]["ref"] == rollback
        wanted = jobs(name)[key]["env"][ACKNOWLEDGEMENTS_VARIABLE]
        assert wanted == "${{ inputs.acknowledgements }}"
    for key in ("staging", "production"):
        assert jobs("deploy.yaml")[key]["with"]["rollback-to"] == rollback


def test_the_account_is_checked_before_a_deployment_but_not_before_a_rollback() -> None:
    account = jobs("deploy.yaml")["account"]
    assert account["env"] == {ROLLBACK_VARIABLE: "${{ inputs.rollback-to }}"}
    (check,) = (step for step in account["steps"] if "run" in step)
    assert "-m delivery check-account" in check["run"]
    # A skipped job would skip the jobs that need it, so only the step is skipped.
    assert (check["if"], "if" in account) == ("${{ !inputs.rollback-to }}", False)
    assert jobs("deploy.yaml")["staging"]["needs"] == "account"


def test_deploy_infra_is_started_by_admins_only() -> None:
    assert [name for name, _ in commands("deploy-infra.yaml")] == ["check-admin"]
    _, environments = jobs("deploy-infra.yaml").values()
    assert environments["needs"] == "check"
    assert environments["uses"] == "./.github/workflows/deploy.yaml"


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
    written = {f"results/{file.name}" for file in tmp_path.iterdir()}
    paths = [step["with"]["path"] for n, step in STEPS if n == "preview.yaml" and _publishes(step)]
    assert {line for path in paths for line in path.split()} == written


def test_the_base_of_a_pull_request_judges_it() -> None:
    change, judge, setup, *others = jobs("preview.yaml")["preview"]["steps"]
    assert (change["with"]["path"], judge["with"]["path"]) == ("change", "judge")
    assert "ref" not in change["with"]
    assert judge["with"]["ref"] == "${{ github.event.pull_request.base.sha }}"
    assert setup["uses"] == "./judge/.github/actions/delivery"
    assert setup["with"]["folder"] == "judge"
    run = {step["run"]: step["working-directory"] for step in others if "run" in step}
    assert run.pop("make .venv/ready") == "change"
    assert {*run.values()} == {"judge"}
    preview = commands("preview.yaml")[0][1]
    # Seen from the folder of the judge, in which every command runs.
    assert (preview.project, preview.into) == (Path("../change"), Path("../results"))


def test_drift_of_all_stacks_is_reported_in_the_summary_and_the_issue() -> None:
    called = commands("drift.yaml")
    assert [name for name, _ in called] == ["drift", "report", "unmanaged", "drift-issue"]
    drift, made, unmanaged, issue = (arguments for _, arguments in called)
    assert drift.stacks == ["account", *ENVIRONMENTS]
    # The role that reads decrypts nothing.
    assert drift.published
    assert unmanaged.published
    assert drift.into == made.drift == unmanaged.into == issue.drift
    assert made.summary == unmanaged.summary == Path("$GITHUB_STEP_SUMMARY")


def test_sandboxes_are_created_and_removed_manually_and_only_beside_staging() -> None:
    called = commands("sandbox.yaml")
    runs = [arguments.run for _, arguments in called]
    assert runs == [one.run for one in (create, remove, remove_expired, show)]
    (job,) = jobs("sandbox.yaml").values()
    assert job["environment"] == "sandbox"
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


def test_each_job_takes_the_role_of_its_task_where_it_can_reach_what_it_needs() -> None:
    assert {key: setup["role"].rpartition("/")[2] for key, setup in SETUPS} == {
        ("preview.yaml", "preview"): "cellscope-preview",
        ("deploy-stack.yaml", "deploy"): "cellscope-deploy-${{ inputs.stack }}",
        ("deploy-stack.yaml", "health"): "cellscope-read",
        ("deploy.yaml", "plan-production"): "cellscope-read",
        ("deploy-infra.yaml", "check"): "cellscope-read",
        ("deploy.yaml", "account"): "cellscope-read",
        ("drift.yaml", "drift"): "cellscope-read",
        ("sandbox.yaml", "sandbox"): "cellscope-deploy-sandbox",
    }
    assert {name: job["environment"] for name, job in JOBS.items() if "environment" in job} == {
        ("deploy-stack.yaml", "deploy"): "${{ inputs.stack }}",
        ("sandbox.yaml", "sandbox"): "sandbox",
    }
    hosted = {name: job["runs-on"] for name, job in JOBS.items() if "runs-on" in job}
    in_aws = {name: on for name, on in hosted.items() if on != "ubuntu-24.04"}
    for on in in_aws.values():
        assert on.startswith("${{ vars.RUNNER || format('codebuild-cellscope-")
        assert on.endswith(", github.run_id, github.run_attempt) }}")
    assert {name: re.findall(r"'codebuild-([^']*)'", on)[0] for name, on in in_aws.items()} == {
        ("deploy-stack.yaml", "deploy"): "cellscope-deploy-{0}-{1}-{2}",
        ("deploy-stack.yaml", "health"): "cellscope-read-{0}-{1}",
        ("drift.yaml", "drift"): "cellscope-read-{0}-{1}",
        ("sandbox.yaml", "sandbox"): "cellscope-deploy-sandbox-{0}-{1}",
    }


def test_account_bucket_and_region_match_the_program() -> None:
    account = _account()
    for _, setup in SETUPS:
        assert setup["role"].startswith(f"arn:aws:iam::{account.account_id}:role/")
    backend = f"s3://{state_bucket_name(account)}?region={account.region}&awssdk=v2"
    assert set(re.findall(r"s3://\S+", _all_text())) == {backend}
    assert set(re.findall(r"aws-region: (\S+)", _all_text())) == {account.region}


def test_a_session_lasts_as_long_as_its_job_and_as_long_as_its_role_allows() -> None:
    default = yaml.safe_load(ACTION.read_text())["inputs"]["session-seconds"]["default"]
    for key, setup in SETUPS:
        seconds = int(setup.get("session-seconds", default))
        # Deploy roles allow four hours, other roles one hour (estate/account/account_roles.py).
        assert seconds <= (4 if "cellscope-deploy-" in setup["role"] else 1) * 3600
        assert JOBS[key]["timeout-minutes"] * 60 <= seconds
    stack = dict(SETUPS)["deploy-stack.yaml", "deploy"]
    assert stack["session-seconds"] == "14400"


def test_one_version_of_the_pulumi_cli_is_built_installed_and_required() -> None:
    pinned = PULUMI.version.removeprefix("v")
    assert re.findall(r"pulumi-version: (\S+)", _all_text()) == [pinned]
    project = yaml.safe_load((CHECKOUT / "Pulumi.yaml").read_text())
    assert project["requiredPulumiVersion"] == f">={pinned}"


def test_workflows_use_a_supported_python() -> None:
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
