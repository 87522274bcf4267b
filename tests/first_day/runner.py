"""A machine of the first day: it runs shell lines with the credentials that its user has."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from simulator.account.account import CHECKOUT, Account
from simulator.engine import NO_CHECKPOINTS, Engine
from tests.delivery.github_api import NAME, OWNER
from tests.first_day.github import Hub, git
from tests.first_day.workflows import Context, Job, Workflows
from tests.github_tokens import github_session

PULL = 7
"""The number of the pull request."""

_CREDENTIALS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
_INSTALLING = "make .venv/ready"
"""The line that installs packages; the checkouts use the packages of this one instead."""

_KEPT_BY_GITHUB = ("actions/setup-python", "pulumi/actions")
"""Actions whose programs are on PATH already."""


class StepFailedError(Exception):
    """A line failed; the message has its output."""


@dataclass
class Machines:
    """The machines of people and of GitHub's runners; `ran` are the executed lines of workflows."""

    account: Account
    hub: Hub
    folder: Path
    ran: set[str] = field(default_factory=set[str])
    artifacts: dict[str, Path] = field(default_factory=dict[str, Path])
    summaries: list[str] = field(default_factory=list[str])
    projects: set[str] = field(default_factory=set[str])
    """The CodeBuild projects that hosted jobs."""

    def __post_init__(self) -> None:
        engine = Engine(self.account, self.account.up(), CHECKOUT)
        engine.prepare()
        kept = engine.environment()
        for name in ("PULUMI_CONFIG_PASSPHRASE", "PULUMI_BACKEND_URL", "GITHUB_TOKEN"):
            kept.pop(name, None)
        self._administrator = kept | NO_CHECKPOINTS | {"GITHUB_API_URL": self.hub.url}
        self._nobody = {
            key: value for key, value in self._administrator.items() if key not in _CREDENTIALS
        }

    def shell(self, line: str, folder: Path, environment: Mapping[str, str]) -> str:
        """Runs a line in Bash as GitHub does; raises StepFailedError with its output."""
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", _reachable(line)],
            cwd=folder,
            env={key: _reachable(value) for key, value in environment.items()},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            raise StepFailedError(f"$ {line}\n{done.stdout}")
        return done.stdout

    def administrator(self, line: str, folder: Path, **environment: str) -> str:
        """Runs a line on the machine of the account's administrator."""
        return self.shell(line, folder, self._administrator | environment)

    def workflow(self, name: str, event: Mapping[str, Any], **inputs: Any) -> None:
        """Runs all jobs of a workflow; raises StepFailedError if one fails."""
        checkout = self.folder / "read"
        self._clone(checkout, self._commit(event))
        for number, job in enumerate(Workflows(checkout).jobs(name, inputs)):
            self._job(job, event, self.folder / f"{name}-{number}")

    def _job(self, job: Job, event: Mapping[str, Any], workspace: Path) -> None:
        shutil.rmtree(workspace, ignore_errors=True)
        workspace.mkdir()
        github = {"event": event, "token": "t", "repository": f"{OWNER}/{NAME}"}
        github |= {"run_id": "1", "run_attempt": "1"}
        values = {"github": github, "inputs": job.inputs, "vars": self.hub.variables, "steps": {}}
        context = Context(values, workspace)
        if not context.holds(job.body.get("if")):
            return
        runs_on = context.filled(job.body["runs-on"])
        if runs_on.startswith("codebuild-"):
            self.projects.add(runs_on.removeprefix("codebuild-").removesuffix("-1-1"))
        files = {name: self.folder / f"{name}-{workspace.name}" for name in ("event", "summary")}
        files["event"].write_text(json.dumps(event))
        files["summary"].write_text("")
        environment = self._nobody | {
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_PATH": str(files["event"]),
            "GITHUB_REPOSITORY": f"{OWNER}/{NAME}",
            "GITHUB_RUN_ID": "1",
            "GITHUB_SHA": self._commit(event),
            "GITHUB_STEP_SUMMARY": str(files["summary"]),
            "GITHUB_TRIGGERING_ACTOR": "ada",
        }
        running = _Running(self, job, event, context, environment)
        running.steps(job.body["steps"], job.workflow, context, job.body.get("env") or {})
        self.summaries.append(files["summary"].read_text())
        if running.error:
            raise running.error

    def _commit(self, event: Mapping[str, Any]) -> str:
        pull = event.get("pull_request")
        return pull["head"]["sha"] if pull else self.hub.tip

    def _clone(self, folder: Path, commit: str) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        git(self.folder, "clone", "-q", "--no-checkout", str(self.hub.origin), str(folder))
        git(folder, "checkout", "-q", commit)
        (folder / ".venv").symlink_to(CHECKOUT / ".venv")


@dataclass
class _Running:
    """A job while it runs; after a failure, only steps with `always()` run."""

    machines: Machines
    job: Job
    event: Mapping[str, Any]
    context: Context
    environment: dict[str, str]
    error: StepFailedError | None = None

    def steps(
        self, steps: list[Any], file: str, context: Context, variables: Mapping[str, Any]
    ) -> None:
        """Runs the steps of a job, or of a composite action with a context of its own."""
        for step in steps:
            context.failed = self.error is not None
            if not context.holds(step.get("if")):
                continue
            given = {key: context.filled(one) for key, one in (step.get("with") or {}).items()}
            more = {**variables, **(step.get("env") or {})}
            environment = self.environment | {key: context.filled(one) for key, one in more.items()}
            try:
                if line := step.get("run"):
                    self._run(line, file, context, step, environment)
                else:
                    self._use(step, given, context, environment)
            except StepFailedError as error:
                self.error = self.error or StepFailedError(f"{self.job.title}: {error}")

    def _run(
        self, line: str, file: str, context: Context, step: Any, environment: Mapping[str, str]
    ) -> None:
        self.machines.ran.add(f"{file}: {line}")
        if line == _INSTALLING:
            return
        folder = self.context.workspace / context.filled(step.get("working-directory", "."))
        self.machines.shell(context.filled(line), folder, environment)

    def _use(
        self, step: Any, given: Mapping[str, str], context: Context, environment: Mapping[str, str]
    ) -> None:
        name, workspace, machines = step["uses"].partition("@")[0], context.workspace, self.machines
        match name:
            case "actions/checkout":
                machines._clone(
                    workspace / given.get("path", "."),
                    given.get("ref") or machines._commit(self.event),
                )
            case "aws-actions/configure-aws-credentials":
                self.environment |= self._session(given)
            case "actions/upload-artifact":
                machines.artifacts[given["name"]] = workspace
                outputs = {"artifact-url": f"https://github.com/{given['name']}"}
                context.values["steps"][step.get("id", "")] = {"outputs": outputs}
            case "actions/download-artifact":
                source = machines.artifacts[given["name"]] / "results"
                shutil.copytree(source, workspace / given["path"])
            case "marocchino/sticky-pull-request-comment":
                text = (workspace / given["path"]).read_text()
                number = self.event["pull_request"]["number"]
                machines.hub.comments.setdefault(number, {})[given["header"]] = text
            case _ if name.startswith("./"):
                file = workspace / name / "action.yaml"
                action = yaml.safe_load(file.read_text())
                defaults = {key: one.get("default", "") for key, one in action["inputs"].items()}
                inner = Context(self.context.values | {"inputs": defaults | given}, workspace)
                job = self.job.body.get("env") or {}
                self.steps(action["runs"]["steps"], file.name, inner, job)
            case _ if name not in _KEPT_BY_GITHUB:
                raise StepFailedError(f"the first day knows no action {name}")
            case _:
                pass

    def _session(self, given: Mapping[str, str]) -> Mapping[str, str]:
        environment = self.job.body.get("environment")
        if environment:
            subject = f"environment:{self.context.filled(environment)}"
        else:
            subject = "pull_request" if "pull_request" in self.event else "ref:refs/heads/main"
        machines = self.machines
        sts = machines.account.client(machines.account.up(), "sts")
        role, seconds = given["role-to-assume"], int(given["role-duration-seconds"])
        ref = f"refs/pull/{PULL}/merge" if "pull_request" in self.event else "refs/heads/main"
        file = f"{OWNER}/{NAME}/.github/workflows/{self.job.workflow}@{ref}"
        claims = {"ref": ref, "job_workflow_ref": file}
        session = github_session(sts, subject, role.rpartition("/")[2], seconds, **claims)
        return {**session, "AWS_REGION": given["aws-region"]}


def _reachable(text: str) -> str:
    """Returns a text in which the URL of the state's bucket works without DNS for buckets."""
    return text.replace("awssdk=v2", "awssdk=v2&s3ForcePathStyle=true")
