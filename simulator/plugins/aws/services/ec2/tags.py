"""Tags of any EC2 resource, and single tags of resources that the program did not create.

A single tag's id is `resource,key`, as in the official provider.
"""

from simulator.plugins.aws.resource import Aws, ResourceType
from simulator.plugins.aws.services.ec2.calls import where
from simulator.plugins.aws.shapes import Props, tag_list


def retag(aws: Aws, id_: str, dropped: list[str], kept: dict[str, str]) -> None:
    """Remove tags from an EC2 resource and set others."""
    if dropped:
        aws("ec2").delete_tags(Resources=[id_], Tags=[{"Key": key} for key in dropped])
    if kept:
        aws("ec2").create_tags(Resources=[id_], Tags=tag_list(kept))


def tags_of(aws: Aws, id_: str) -> dict[str, str]:
    """The tags of an EC2 resource."""
    answer = aws("ec2").describe_tags(Filters=where({"resource-id": id_}))
    return {tag["Key"]: tag["Value"] for tag in answer["Tags"]}


def _read_tag(aws: Aws, id_: str) -> Props | None:
    resource, _, key = id_.partition(",")
    value = tags_of(aws, resource).get(key)
    found = {"key": key, "region": aws.region, "resourceId": resource, "value": value}
    return None if value is None else found


def _write_tag(aws: Aws, id_: str, old: Props, new: Props) -> None:
    retag(aws, new["resourceId"], [], {new["key"]: new["value"]})


RESOURCE_TYPES = (
    ResourceType(
        token="aws:ec2/tag:Tag",
        create=lambda aws, inputs: f"{inputs['resourceId']},{inputs['key']}",
        read=_read_tag,
        update=_write_tag,
        delete=lambda aws, id_, state: retag(aws, state["resourceId"], [state["key"]], {}),
    ),
)
