"""IAM groups, their attached managed policies and their members.

A group's id is its name. An attachment's id is `group/policy ARN`. A membership's id is its name,
which IAM does not know, so a record stores the group of each membership.
"""

from simulator.plugins.aws.records import delete_record, read_record, write_record
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.services.iam.policies import attachment
from simulator.plugins.aws.shapes import Props, words

_MEMBERSHIP = "aws:iam/groupMembership:GroupMembership"


def _create_group(aws: Aws, inputs: Props) -> str:
    aws("iam").create_group(GroupName=inputs["name"], Path=inputs["path"])
    return inputs["name"]


def _read_group(aws: Aws, name: str) -> Props:
    group = aws("iam").get_group(GroupName=name)["Group"]
    return {"arn": group["Arn"], "name": name, "path": group["Path"], "uniqueId": group["GroupId"]}


def _rename_group(aws: Aws, name: str, old: Props, new: Props) -> None:
    if old and old["name"] == new["name"]:
        raise LookupError(f"the simulated account cannot move the group {name} without a new name")
    if old:
        aws("iam").update_group(GroupName=name, NewGroupName=new["name"], NewPath=new["path"])


def _create_membership(aws: Aws, inputs: Props) -> str:
    write_record(_MEMBERSHIP, inputs["name"], {"group": inputs["group"]})
    return inputs["name"]


def _read_membership(aws: Aws, name: str) -> Props | None:
    record = read_record(_MEMBERSHIP, name)
    return record and {**record, "name": name, "users": _members(aws, record["group"])}


def _write_membership(aws: Aws, name: str, old: Props, new: Props) -> None:
    group, wanted = new["group"], new["users"]
    members = _members(aws, group)
    for user in wanted:
        if user not in members:
            aws("iam").add_user_to_group(GroupName=group, UserName=user)
    _remove(aws, group, [user for user in members if user not in wanted])


def _delete_membership(aws: Aws, name: str, state: Props) -> None:
    members = _members(aws, state["group"])
    _remove(aws, state["group"], [user for user in members if user in state["users"]])
    delete_record(_MEMBERSHIP, name)


def _members(aws: Aws, group: str) -> list[str]:
    pages = aws("iam").get_paginator("get_group").paginate(GroupName=group)
    return [user["UserName"] for page in pages for user in page["Users"]]


def _remove(aws: Aws, group: str, users: list[str]) -> None:
    for user in users:
        aws("iam").remove_user_from_group(GroupName=group, UserName=user)


RESOURCE_TYPES = (
    ResourceType(
        token="aws:iam/group:Group",
        name="name",
        create=_create_group,
        read=unless_gone(_read_group),
        update=_rename_group,
        moved=lambda inputs: inputs["name"],
        delete=lambda aws, name, state: aws("iam").delete_group(GroupName=name),
        # Default of the Terraform AWS provider's aws_iam_group.
        defaults={"path": "/"},
    ),
    attachment("aws:iam/groupPolicyAttachment:GroupPolicyAttachment", "group"),
    ResourceType(
        token=_MEMBERSHIP,
        name="name",
        create=_create_membership,
        read=unless_gone(_read_membership),
        update=_write_membership,
        delete=_delete_membership,
        unordered=words("users"),
    ),
)
