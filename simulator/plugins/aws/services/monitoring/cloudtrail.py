"""AWS CloudTrail: trails. A trail's id is its ARN."""

from simulator.plugins.aws.calls import answered, changed, send
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.shapes import Props, tag_map, words

_TRAIL = "aws:cloudtrail/trail:Trail"

_NAMES = {
    "arn": "TrailARN",
    "cloudWatchLogsGroupArn": "CloudWatchLogsLogGroupArn",
    "enableLogFileValidation": "EnableLogFileValidation",
}
_ANSWERED = {**_NAMES, "enableLogFileValidation": "LogFileValidationEnabled"}
"""Properties of a trail that have another name in CloudTrail's requests and responses."""

_APART = ("advancedEventSelectors", "enableLogging", "eventSelectors", "insightSelectors", "tags")
"""Inputs that need separate API calls."""

_SELECTORS = words("advancedEventSelectors eventSelectors insightSelectors")


def _create(aws: Aws, inputs: Props) -> str:
    settings = {key: inputs[key] for key in inputs if key not in _APART}
    trail = send(aws, "cloudtrail", "CreateTrail", settings, _NAMES)
    return trail["TrailARN"]


def _read(aws: Aws, arn: str) -> Props:
    client = aws("cloudtrail")
    found = client.get_trail(Name=arn)["Trail"]
    tags = client.list_tags(ResourceIdList=[arn])["ResourceTagList"]
    return {
        **answered(aws, _TRAIL, found, _ANSWERED),
        "enableLogging": client.get_trail_status(Name=arn)["IsLogging"],
        "tags": tag_map(tags[0]["TagsList"]) if tags else {},
    }


def _update(aws: Aws, arn: str, old: Props, new: Props) -> None:
    client = aws("cloudtrail")
    settings = {key: new[key] for key in new if key not in (*_APART, "name")}
    if old and changed(old, new, *settings):
        send(aws, "cloudtrail", "UpdateTrail", settings, _NAMES, Name=arn)
    if changed(old, new, "enableLogging"):
        (client.start_logging if new["enableLogging"] else client.stop_logging)(Name=arn)
    for name in _SELECTORS:
        if new.get(name):
            raise LookupError(f"the simulated account does not support {name} of trails; remove it")


def _tag(aws: Aws, arn: str, dropped: list[str], kept: dict[str, str]) -> None:
    client = aws("cloudtrail")
    if dropped:
        client.remove_tags(ResourceId=arn, TagsList=[{"Key": key} for key in dropped])
    client.add_tags(
        ResourceId=arn, TagsList=[{"Key": key, "Value": value} for key, value in kept.items()]
    )


RESOURCE_TYPES = (
    ResourceType(
        token=_TRAIL,
        name="name",
        create=_create,
        read=unless_gone(_read),
        update=_update,
        retag=_tag,
        # moto accepts the ARN of a trail in every call but this.
        delete=lambda aws, arn, state: aws("cloudtrail").delete_trail(Name=arn.rpartition("/")[2]),
        # Defaults of the Terraform AWS provider's aws_cloudtrail.
        defaults={
            "enableLogFileValidation": False,
            "enableLogging": True,
            "includeGlobalServiceEvents": True,
            "isMultiRegionTrail": False,
            "isOrganizationTrail": False,
        },
    ),
)
