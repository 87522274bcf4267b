"""AWS KMS: customer managed keys (the id is the key id) and aliases (the id is the name)."""

from botocore.exceptions import ClientError

from simulator.plugins.aws.calls import changed
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.shapes import Props, tag_map, words

_WAITING_FOR_DELETION = ("PendingDeletion", "PendingReplicaDeletion")
_DELETION_WINDOW_DAYS = 30
"""KMS's default waiting period (KMS API, ScheduleKeyDeletion)."""

_DEFAULTS: Props = {"Description": "", "KeyUsage": "ENCRYPT_DECRYPT", "MultiRegion": False}
"""Defaults of a key (KMS API, CreateKey), which moto omits."""


def _create_key(aws: Aws, inputs: Props) -> str:
    policy = {"Policy": inputs["policy"]} if inputs.get("policy") else {}
    # Tagged on creation: if the deployment is killed here, the tags identify the key.
    return aws("kms").create_key(
        Description=inputs.get("description", ""),
        KeyUsage=inputs["keyUsage"],
        KeySpec=inputs["customerMasterKeySpec"],
        MultiRegion=inputs.get("multiRegion", False),
        Tags=_tag_list(inputs.get("tags") or {}),
        **policy,
    )["KeyMetadata"]["KeyId"]


def _read_key(aws: Aws, key: str) -> Props | None:
    kms = aws("kms")
    metadata = {**_DEFAULTS, **kms.describe_key(KeyId=key)["KeyMetadata"]}
    if metadata["KeyState"] in _WAITING_FOR_DELETION:
        return None
    tags = kms.list_resource_tags(KeyId=key)["Tags"]
    return {
        "arn": metadata["Arn"],
        "customerMasterKeySpec": metadata["KeySpec"],
        "description": metadata["Description"],
        "enableKeyRotation": kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"],
        "isEnabled": metadata["Enabled"],
        "keyId": metadata["KeyId"],
        "keyUsage": metadata["KeyUsage"],
        "multiRegion": metadata["MultiRegion"],
        "policy": kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"],
        "region": aws.region,
        "tags": tag_map(tags),
    }


def _update_key(aws: Aws, key: str, old: Props, new: Props) -> None:
    kms = aws("kms")
    if changed(old, new, "enableKeyRotation"):
        (kms.enable_key_rotation if new.get("enableKeyRotation") else kms.disable_key_rotation)(
            KeyId=key
        )
    if changed(old, new, "isEnabled"):
        (kms.enable_key if new.get("isEnabled", True) else kms.disable_key)(KeyId=key)
    if old and changed(old, new, "description"):
        kms.update_key_description(KeyId=key, Description=new.get("description", ""))
    if old and changed(old, new, "policy"):
        kms.put_key_policy(KeyId=key, PolicyName="default", Policy=new["policy"])


def _tag_key(aws: Aws, key: str, dropped: list[str], kept: dict[str, str]) -> None:
    if dropped:
        aws("kms").untag_resource(KeyId=key, TagKeys=dropped)
    aws("kms").tag_resource(KeyId=key, Tags=_tag_list(kept))


def _tag_list(tags: Props) -> list[dict[str, str]]:
    return [{"TagKey": name, "TagValue": value} for name, value in tags.items()]


def _delete_key(aws: Aws, key: str, state: Props) -> None:
    days = state.get("deletionWindowInDays") or _DELETION_WINDOW_DAYS
    aws("kms").schedule_key_deletion(KeyId=key, PendingWindowInDays=days)


def _create_alias(aws: Aws, inputs: Props) -> str:
    aws("kms").create_alias(AliasName=inputs["name"], TargetKeyId=inputs["targetKeyId"])
    return inputs["name"]


def find_alias(aws: Aws, name: str) -> Props | None:
    """The entry of an alias such as `alias/one` in ListAliases, or None if it does not exist."""
    for page in aws("kms").get_paginator("list_aliases").paginate():
        for alias in page["Aliases"]:
            if alias["AliasName"] == name:
                return alias
    return None


def _read_alias(aws: Aws, name: str) -> Props | None:
    alias = find_alias(aws, name)
    if alias is None or not alias.get("TargetKeyId"):
        return None
    key = aws("kms").describe_key(KeyId=alias["TargetKeyId"])["KeyMetadata"]
    return {
        "arn": alias["AliasArn"],
        "name": name,
        "region": aws.region,
        "targetKeyArn": key["Arn"],
        "targetKeyId": alias["TargetKeyId"],
    }


def _update_alias(aws: Aws, name: str, old: Props, new: Props) -> None:
    if old and changed(old, new, "targetKeyId"):
        aws("kms").update_alias(AliasName=name, TargetKeyId=new["targetKeyId"])


def key(aws: Aws, arguments: Props) -> Props:
    """A key as the provider's function getKey describes it."""
    try:
        found = aws("kms").describe_key(KeyId=arguments["keyId"])["KeyMetadata"]
    except ClientError as error:
        raise LookupError(f"reading KMS Key ({arguments['keyId']}): {error}") from error
    deletion = found.get("DeletionDate")
    return {
        **arguments,
        "arn": found["Arn"],
        "deletionDate": deletion.isoformat() if deletion else "",
        "description": found.get("Description", ""),
        "enabled": found["Enabled"],
        "id": found["KeyId"],
        "keyState": found["KeyState"],
    }


RESOURCE_TYPES = (
    ResourceType(
        token="aws:kms/key:Key",
        create=_create_key,
        read=unless_gone(_read_key),
        update=_update_key,
        retag=_tag_key,
        delete=_delete_key,
        # Defaults of the Terraform AWS provider's aws_kms_key.
        defaults={
            "customerMasterKeySpec": "SYMMETRIC_DEFAULT",
            "isEnabled": True,
            "keyUsage": "ENCRYPT_DECRYPT",
        },
        unreadable=words(
            "bypassPolicyLockoutSafetyCheck deletionWindowInDays rotationPeriodInDays"
        ),
    ),
    ResourceType(
        token="aws:kms/alias:Alias",
        name="name",
        create=_create_alias,
        read=unless_gone(_read_alias),
        update=_update_alias,
        delete=lambda aws, name, state: aws("kms").delete_alias(AliasName=name),
    ),
)
