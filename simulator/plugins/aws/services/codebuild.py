"""AWS CodeBuild: projects and their webhooks. A webhook's id is the name of its project."""

from typing import Any

from simulator.plugins.aws.calls import answered, request
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.shapes import Props, words
from simulator.plugins.aws.waiting import retried

_PROJECT = "aws:codebuild/project:Project"
_WEBHOOK = "aws:codebuild/webhook:Webhook"

_NAMES = {"buildTimeout": "timeoutInMinutes", "queuedTimeout": "queuedTimeoutInMinutes"}
"""Properties of a project that have another name in CodeBuild's API."""

_APART = ("projectVisibility", "resourceAccessRole", "tags")
"""Inputs that are not parameters, or have another form."""

_NO_ARTIFACTS = "NO_ARTIFACTS"
"""The type for which CodeBuild accepts no other setting of artifacts."""

_NOT_YET = [("InvalidInputException", "ot authorized to perform")]
"""The refusal of a new service role, which the official provider retries for two minutes.

https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/codebuild/project.go
"""


def _settings(aws: Aws, operation: str, inputs: Props) -> dict[str, Any]:
    given = {key: value for key, value in inputs.items() if key not in _APART}
    if given["artifacts"]["type"] == _NO_ARTIFACTS:
        given["artifacts"] = {"type": _NO_ARTIFACTS}
    return {
        **request(aws, "codebuild", operation, given, _NAMES),
        "tags": _tag_list(inputs.get("tags") or {}),
    }


def _tag_list(tags: Props) -> list[dict[str, str]]:
    """Tags as CodeBuild has them, with names in lower case."""
    return [{"key": key, "value": value} for key, value in tags.items()]


def _create(aws: Aws, inputs: Props) -> str:
    settings = _settings(aws, "CreateProject", inputs)
    made = retried(aws, 2, _NOT_YET, lambda: aws("codebuild").create_project(**settings))
    return made["project"]["arn"]


def _find(aws: Aws, name: str) -> Props | None:
    """Returns a project by its name or ARN."""
    found = aws("codebuild").batch_get_projects(names=[name])["projects"]
    return found[0] if found else None


def _read(aws: Aws, arn: str) -> Props | None:
    found = _find(aws, arn)
    if found is None:
        return None
    return {
        **answered(aws, _PROJECT, found, _NAMES),
        "badgeEnabled": found["badge"]["badgeEnabled"],
        "tags": {one["key"]: one["value"] for one in found.get("tags") or ()},
    }


def _update(aws: Aws, arn: str, old: Props, new: Props) -> None:
    if old:
        settings = _settings(aws, "UpdateProject", new)
        retried(aws, 2, _NOT_YET, lambda: aws("codebuild").update_project(**settings))


def _retag(aws: Aws, arn: str, dropped: list[str], kept: dict[str, str]) -> None:
    aws("codebuild").update_project(name=arn.rpartition("/")[2], tags=_tag_list(kept))


def _delete(aws: Aws, arn: str, state: Props) -> None:
    aws("codebuild").delete_project(name=state["name"])


def _filters(inputs: Props) -> list[Any]:
    """The filter groups as CodeBuild has them: lists, not objects with a list."""
    return [group["filters"] for group in inputs.get("filterGroups") or ()]


def _hook(aws: Aws, operation: str, inputs: Props) -> dict[str, Any]:
    return request(aws, "codebuild", operation, {**inputs, "filterGroups": _filters(inputs)})


def _create_webhook(aws: Aws, inputs: Props) -> str:
    aws("codebuild").create_webhook(**_hook(aws, "CreateWebhook", inputs))
    return inputs["projectName"]


def _read_webhook(aws: Aws, name: str) -> Props | None:
    webhook = (_find(aws, name) or {}).get("webhook")
    if webhook is None:
        return None
    groups = [{"filters": group} for group in webhook.get("filterGroups", ())]
    return {**answered(aws, _WEBHOOK, {**webhook, "filterGroups": groups}), "projectName": name}


def _update_webhook(aws: Aws, name: str, old: Props, new: Props) -> None:
    if old:
        given = {key: value for key, value in new.items() if key != "manualCreation"}
        aws("codebuild").update_webhook(**_hook(aws, "UpdateWebhook", given))


RESOURCE_TYPES = (
    ResourceType(
        token=_PROJECT,
        name="name",
        create=_create,
        read=unless_gone(_read),
        update=_update,
        retag=_retag,
        delete=_delete,
        # Defaults of the Terraform AWS provider's aws_codebuild_project.
        defaults={
            "badgeEnabled": False,
            "buildTimeout": 60,
            "projectVisibility": "PRIVATE",
            "queuedTimeout": 480,
        },
        # moto does not know who may see a project's builds.
        unreadable=words("projectVisibility resourceAccessRole"),
    ),
    ResourceType(
        token=_WEBHOOK,
        create=_create_webhook,
        read=unless_gone(_read_webhook),
        update=_update_webhook,
        delete=lambda aws, name, state: aws("codebuild").delete_webhook(projectName=name),
        unordered=words("filterGroups"),
        # Only creation takes it.
        unreadable=words("manualCreation"),
    ),
)
