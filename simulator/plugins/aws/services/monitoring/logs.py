"""Amazon CloudWatch Logs: log groups. A group's id is its name."""

from simulator.plugins.aws.calls import changed, tagging
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.shapes import Props, words

_FOREVER = 0
"""The official provider's value for logs that never expire; AWS has no retention policy for
them."""


def _create(aws: Aws, inputs: Props) -> str:
    key = {"kmsKeyId": inputs["kmsKeyId"]} if inputs.get("kmsKeyId") else {}
    aws("logs").create_log_group(logGroupName=inputs["name"], **key)
    return inputs["name"]


def _read(aws: Aws, name: str) -> Props | None:
    logs = aws("logs")
    for page in logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=name):
        for group in page["logGroups"]:
            if group["logGroupName"] == name:
                arn = group["logGroupArn"]
                return {
                    "arn": arn,
                    "name": name,
                    "region": aws.region,
                    "retentionInDays": group.get("retentionInDays", _FOREVER),
                    "tags": logs.list_tags_for_resource(resourceArn=arn)["tags"],
                }
    return None


def _update(aws: Aws, name: str, old: Props, new: Props) -> None:
    days = new["retentionInDays"]
    if not changed(old, new, "retentionInDays"):
        return
    if days != _FOREVER:
        aws("logs").put_retention_policy(logGroupName=name, retentionInDays=days)
    elif old:
        aws("logs").delete_retention_policy(logGroupName=name)


def _delete(aws: Aws, name: str, state: Props) -> None:
    if not state.get("skipDestroy"):
        aws("logs").delete_log_group(logGroupName=name)


RESOURCE_TYPES = (
    ResourceType(
        token="aws:cloudwatch/logGroup:LogGroup",
        name="name",
        create=_create,
        read=unless_gone(_read),
        update=_update,
        retag=tagging("logs", "resourceArn", arn="log-group:"),
        delete=_delete,
        # Defaults of the Terraform AWS provider's aws_cloudwatch_log_group.
        defaults={"retentionInDays": _FOREVER, "skipDestroy": False},
        # moto has neither log classes nor deletion protection, and cannot change a group's key
        # (AssociateKmsKey). `skipDestroy` is for the provider only.
        unreadable=words("deletionProtectionEnabled kmsKeyId logGroupClass skipDestroy"),
    ),
)
