"""CodeBuild's projects can be changed, and have one webhook each."""

import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from simulator.account.account import Account

QUEUED = {"type": "EVENT", "pattern": "WORKFLOW_JOB_QUEUED"}
NAMED = {"type": "WORKFLOW_NAME", "pattern": "^deploy$"}


def settings(role: str) -> dict[str, Any]:
    return {
        "source": {"type": "GITHUB", "location": "https://github.com/example/iac.git"},
        "artifacts": {"type": "NO_ARTIFACTS"},
        "environment": {
            "type": "LINUX_CONTAINER",
            "image": "aws/codebuild/standard:8.0",
            "computeType": "BUILD_GENERAL1_SMALL",
        },
        "serviceRole": role,
        "timeoutInMinutes": 60,
        "concurrentBuildLimit": 2,
    }


@pytest.fixture
def codebuild(account: Account) -> Any:
    return account.client(account.up(), "codebuild")


@pytest.fixture
def stopped(clock: Callable[[str], Any]) -> None:
    """The clock of the account is stopped, so a new role is not seen."""
    clock("stopped")


@pytest.fixture
def role(account: Account) -> str:
    """The ARN of a new role."""
    made = account.client(account.up(), "iam").create_role(
        RoleName=f"builder-{uuid.uuid4().hex[:8]}", AssumeRolePolicyDocument="{}"
    )
    return made["Role"]["Arn"]


@pytest.fixture
def project(codebuild: Any, role: str) -> str:
    time.sleep(0.06)  # until services see the role
    name = f"project-{uuid.uuid4().hex[:8]}"
    codebuild.create_project(name=name, **settings(role))
    return name


def refused(code: str, words: str) -> Any:
    return pytest.raises(ClientError, match=rf"\({code}\).*{words}")


def found(codebuild: Any, project: str) -> dict[str, Any]:
    (one,) = codebuild.batch_get_projects(names=[project])["projects"]
    return one


def test_a_project_keeps_what_an_update_does_not_name(codebuild: Any, project: str) -> None:
    codebuild.update_project(name=project, timeoutInMinutes=90, tags=[{"key": "a", "value": "1"}])
    changed = found(codebuild, project)
    assert (changed["timeoutInMinutes"], changed["concurrentBuildLimit"]) == (90, 2)
    assert changed["tags"] == [{"key": "a", "value": "1"}]


def test_a_project_has_one_webhook_until_it_is_deleted(codebuild: Any, project: str) -> None:
    codebuild.create_webhook(projectName=project, filterGroups=[[QUEUED]])
    with refused("ResourceAlreadyExistsException", "already exists"):
        codebuild.create_webhook(projectName=project, filterGroups=[[QUEUED]])
    codebuild.update_webhook(projectName=project, filterGroups=[[QUEUED, NAMED]])
    assert found(codebuild, project)["webhook"]["filterGroups"] == [[QUEUED, NAMED]]
    codebuild.delete_webhook(projectName=project)
    assert "webhook" not in found(codebuild, project)
    with refused("ResourceNotFoundException", "does not exist"):
        codebuild.delete_webhook(projectName=project)


def test_a_webhook_needs_a_project_and_an_event(codebuild: Any, project: str) -> None:
    with refused("ResourceNotFoundException", "cannot be found"):
        codebuild.create_webhook(projectName="missing", filterGroups=[[QUEUED]])
    with refused("InvalidInputException", "EVENT"):
        codebuild.create_webhook(projectName=project, filterGroups=[[NAMED]])


def test_a_project_is_refused_until_codebuild_sees_its_role(
    codebuild: Any, stopped: None, role: str
) -> None:
    with refused("InvalidInputException", "not authorized to perform: sts:AssumeRole"):
        codebuild.create_project(name="early", **settings(role))
