"""Launch templates: an update creates a new version, and reads return the latest version."""

from typing import Any, cast

from botocore.model import ListShape, Shape, StructureShape

from simulator.plugins.aws.calls import answered, changed
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.schema import schema_of
from simulator.plugins.aws.services.ec2.calls import arn
from simulator.plugins.aws.services.ec2.tags import retag, tags_of
from simulator.plugins.aws.shapes import Props, to_aws, words

_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"

_NAMES = {
    "defaultVersion": "DefaultVersionNumber",
    "description": "VersionDescription",
    "latestVersion": "LatestVersionNumber",
    "name": "LaunchTemplateName",
    "securityGroupNames": "SecurityGroups",
    "securityGroups": "Groups",
    "vpcSecurityGroupIds": "SecurityGroupIds",
}
_OF_THE_TEMPLATE = (
    "defaultVersion",
    "description",
    "name",
    "namePrefix",
    "region",
    "tags",
    "updateDefaultVersion",
)
"""Inputs that are not part of a version's data."""


def _version(aws: Aws, inputs: Props) -> dict[str, Any]:
    """A version's data and description in the format of EC2."""
    create = aws("ec2").meta.service_model.operation_model("CreateLaunchTemplate")
    shape = create.input_shape.members["LaunchTemplateData"]
    data = {name: value for name, value in inputs.items() if name not in _OF_THE_TEMPLATE}
    return {
        "LaunchTemplateData": _truths(shape, to_aws(shape, data, _NAMES)),
        "VersionDescription": inputs.get("description") or "",
    }


def _truths(shape: Shape, value: Any) -> Any:
    """Convert booleans that Pulumi has as strings, which can be unset (`encrypted`)."""
    if isinstance(shape, StructureShape):
        members = cast(dict[str, Any], value)
        return {name: _truths(shape.members[name], item) for name, item in members.items()}
    if isinstance(shape, ListShape):
        return [_truths(shape.member, item) for item in value]
    return value == "true" if shape.type_name == "boolean" and isinstance(value, str) else value


def _create(aws: Aws, inputs: Props) -> str:
    made = aws("ec2").create_launch_template(
        LaunchTemplateName=inputs["name"], **_version(aws, inputs)
    )
    return made["LaunchTemplate"]["LaunchTemplateId"]


def _read(aws: Aws, template: str) -> Props | None:
    ec2 = aws("ec2")
    found = ec2.describe_launch_templates(LaunchTemplateIds=[template])["LaunchTemplates"]
    if not found:
        return None
    latest = ec2.describe_launch_template_versions(LaunchTemplateId=template, Versions=["$Latest"])[
        "LaunchTemplateVersions"
    ][0]
    return {
        **answered(aws, _TEMPLATE, {**latest["LaunchTemplateData"], **latest, **found[0]}, _NAMES),
        "arn": arn(aws, "launch-template", template, found[0]),
        # moto's description of a template lacks tags that were added later.
        "tags": tags_of(aws, template),
    }


def _update(aws: Aws, template: str, old: Props, new: Props) -> None:
    if not old:
        return
    ec2 = aws("ec2")
    if changed(old, new, *_data_inputs()):
        ec2.create_launch_template_version(LaunchTemplateId=template, **_version(aws, new))
    if new.get("updateDefaultVersion"):
        answer = ec2.describe_launch_templates(LaunchTemplateIds=[template])
        latest = answer["LaunchTemplates"][0]["LatestVersionNumber"]
        ec2.modify_launch_template(LaunchTemplateId=template, DefaultVersion=str(latest))
    elif new.get("defaultVersion") and changed(old, new, "defaultVersion"):
        ec2.modify_launch_template(
            LaunchTemplateId=template, DefaultVersion=str(new["defaultVersion"])
        )


def _data_inputs() -> set[str]:
    """The inputs that make up a version's data."""
    return {*schema_of(_TEMPLATE).inputs} - {*_OF_THE_TEMPLATE} | {"description"}


RESOURCE_TYPES = (
    ResourceType(
        token=_TEMPLATE,
        name="name",
        create=_create,
        read=unless_gone(_read),
        update=_update,
        retag=retag,
        delete=lambda aws, template, state: aws("ec2").delete_launch_template(
            LaunchTemplateId=template
        ),
        moving=words("defaultVersion latestVersion"),
        # Inputs for the provider, which EC2 does not know.
        unreadable=words("updateDefaultVersion"),
        unordered=words("securityGroupNames securityGroups vpcSecurityGroupIds"),
    ),
)
