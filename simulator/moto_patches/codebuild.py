"""Completes moto's CodeBuild: projects can be updated, and have webhooks.

A webhook starts no build, because GitHub does not know the account.
"""

from collections.abc import Mapping
from typing import Any

from moto.codebuild.exceptions import (
    InvalidInputException,
    ResourceAlreadyExistsException,
    ResourceNotFoundException,
)
from moto.codebuild.responses import CodeBuildResponse
from moto.core.responses import ActionResult, EmptyResult
from moto.core.utils import unix_time

from simulator.moto_patches.iam import is_visible

_MEMBERS = (
    *("artifacts", "autoRetryLimit", "cache", "concurrentBuildLimit", "description"),
    *("encryptionKey", "environment", "logsConfig", "queuedTimeoutInMinutes", "serviceRole"),
    *("source", "sourceVersion", "tags", "timeoutInMinutes", "vpcConfig"),
)
"""The members of a project that have the same name in a request.

https://docs.aws.amazon.com/codebuild/latest/APIReference/API_UpdateProject.html
"""

_WEBHOOK = ("branchFilter", "buildType", "filterGroups", "manualCreation")

_create_project = CodeBuildResponse.create_project


def _given(request: CodeBuildResponse, names: tuple[str, ...]) -> dict[str, Any]:
    values = {name: request._get_param(name) for name in names}
    return {name: value for name, value in values.items() if value is not None}


def _project(request: CodeBuildResponse, parameter: str) -> dict[str, Any]:
    name = request._get_param(parameter)
    found = request.codebuild_backend.codebuild_projects.get(name)
    if found is None:
        where = f"{request.region}:{request.current_account}"
        raise ResourceNotFoundException(
            f"Project cannot be found: arn:aws:codebuild:{where}:project/{name}"
        )
    return found.project_metadata


def _check_role(request: CodeBuildResponse) -> None:
    role = request._get_param("serviceRole")
    if role and role.startswith("arn:") and not is_visible(role):
        # https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/codebuild/project.go
        raise InvalidInputException(
            f"CodeBuild is not authorized to perform: sts:AssumeRole on {role}"
        )


def _create_complete(self: CodeBuildResponse) -> ActionResult:
    _check_role(self)
    answer = _create_project(self)
    _project(self, "name").update(_given(self, _MEMBERS))
    return answer


def _update(self: CodeBuildResponse) -> ActionResult:
    _check_role(self)
    project = _project(self, "name")
    project.update(_given(self, _MEMBERS), lastModifiedDate=unix_time())
    return ActionResult({"project": project})


def _create_webhook(self: CodeBuildResponse) -> ActionResult:
    project = _project(self, "projectName")
    if "webhook" in project:
        raise ResourceAlreadyExistsException(
            f"Webhook for project {project['name']} already exists"
        )
    project["webhook"] = _checked(_given(self, _WEBHOOK))
    return ActionResult({"webhook": project["webhook"]})


def _update_webhook(self: CodeBuildResponse) -> ActionResult:
    webhook = _webhook(self)
    webhook.update(_checked(_given(self, _WEBHOOK)))
    return ActionResult({"webhook": webhook})


def _delete_webhook(self: CodeBuildResponse) -> EmptyResult:
    _webhook(self)
    del _project(self, "projectName")["webhook"]
    return EmptyResult()


def _webhook(request: CodeBuildResponse) -> dict[str, Any]:
    project = _project(request, "projectName")
    if "webhook" not in project:
        raise ResourceNotFoundException(f"Webhook for project {project['name']} does not exist")
    return project["webhook"]


def _checked(webhook: Mapping[str, Any]) -> dict[str, Any]:
    """Refuses filter groups without an event.

    https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html
    """
    for group in webhook.get("filterGroups", ()):
        if not any(one["type"] == "EVENT" for one in group):
            # The code is CodeBuild's; its own message is not known.
            raise InvalidInputException("A filter group must have a filter of type EVENT")
    return dict(webhook)


def install() -> None:
    """Patch moto in this process."""
    calls = {
        "create_project": _create_complete,
        "create_webhook": _create_webhook,
        "delete_webhook": _delete_webhook,
        "update_project": _update,
        "update_webhook": _update_webhook,
    }
    for name, call in calls.items():
        setattr(CodeBuildResponse, name, call)
