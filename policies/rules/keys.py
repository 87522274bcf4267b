"""Rules for keys, secrets, logs, and the disks of instances."""

from collections.abc import Iterator
from typing import Any

from pydantic import Field

from .data_retention import KeepingConfig, keeps_data
from .resource import Resource
from .resource_policies import KEY
from .rule import Context, Rule, RuleConfig

INSTANCE = "aws:ec2/instance:Instance"
LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
LOGS = "aws:cloudwatch/logGroup:LogGroup"
SECRET = "aws:secretsmanager/secret:Secret"  # noqa: S105

_LONGEST = 30
"""The days that KMS and Secrets Manager wait at most, and by default (their APIs)."""


class WaitingConfig(KeepingConfig):
    """How long something can be brought back after it was deleted."""

    days: int = Field(_LONGEST, ge=7, le=30, description="the least number of days to wait")


def _rotated(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    symmetric = (one.get("customerMasterKeySpec") or "SYMMETRIC_DEFAULT") == "SYMMETRIC_DEFAULT"
    if symmetric and one.get("enableKeyRotation") is not True:
        yield "it stays the same for ever: whoever once had it has all."


def _key_waits(one: Resource, context: Context[WaitingConfig]) -> Iterator[str]:
    yield from _waits(one.get("deletionWindowInDays"), context)


def _secret_waits(one: Resource, context: Context[WaitingConfig]) -> Iterator[str]:
    yield from _waits(one.get("recoveryWindowInDays"), context)


def _waits(found: Any, context: Context[WaitingConfig]) -> Iterator[str]:
    days = _LONGEST if found is None else int(found)
    if keeps_data(context) and days < context.config.days:
        yield f"once deleted it is gone after {days} days, with all that needs it."


def _kept_for_a_time(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if not one.get("retentionInDays"):
        yield "its logs are kept, and paid, for ever."


def _volumes(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if one.type == LAUNCH_TEMPLATE:
        disks = [each.get("ebs") for each in one.items("blockDeviceMappings")]
    else:
        disks = [one.get("rootBlockDevice") or {}, *one.items("ebsBlockDevices")]
    for disk in disks:
        if disk is not None and str(disk.get("encrypted")).lower() != "true":
            yield "a disk of its instances lies in clear."


KEYS_ARE_ROTATED = Rule(
    "kms-key-rotation",
    description="Keys get new material every year.",
    reason="What was encrypted yesterday must not all hang on a key of ten years ago.",
    remedy="Set enableKeyRotation to true.",
    source="AWS KMS Developer Guide, Rotate AWS KMS keys",
    example="enableKeyRotation: false",
    judges={KEY: ("enableKeyRotation", "customerMasterKeySpec")},
    check=_rotated,
    config=RuleConfig,
)

KEYS_WAIT_BEFORE_THEY_GO = Rule(
    "kms-deletion-window",
    description="A deleted key can be brought back for a month.",
    reason="With a key goes all that it encrypted; that is often noticed late.",
    remedy="Leave deletionWindowInDays out, or set it to 30.",
    source="AWS KMS Developer Guide, Delete an AWS KMS key",
    example="deletionWindowInDays: 7",
    judges={KEY: ("deletionWindowInDays",)},
    check=_key_waits,
    config=WaitingConfig,
)

SECRETS_CAN_BE_BROUGHT_BACK = Rule(
    "secret-recovery-window",
    description="A deleted secret can be brought back for a month.",
    reason="A service that nobody remembers may be the last that needs it.",
    remedy="Leave recoveryWindowInDays out, or set it to 30.",
    source="AWS Secrets Manager User Guide, Delete an AWS Secrets Manager secret",
    example="recoveryWindowInDays: 0",
    judges={SECRET: ("recoveryWindowInDays",)},
    check=_secret_waits,
    config=WaitingConfig,
)

LOGS_ARE_KEPT_FOR_A_TIME = Rule(
    "log-retention",
    description="Log groups say how long they keep their logs.",
    reason="Logs hold names and addresses of people, which are not to be kept without a reason.",
    remedy="Set retentionInDays.",
    source="Amazon CloudWatch Logs User Guide, Working with log groups and log streams",
    example="name: /vpc/staging  # and no retentionInDays",
    judges={LOGS: ("retentionInDays",)},
    check=_kept_for_a_time,
    config=RuleConfig,
)

VOLUMES_ARE_ENCRYPTED = Rule(
    "volume-encryption",
    description="The disks of instances are encrypted.",
    reason="Pods write customers' data to them, and a snapshot is easily shared.",
    remedy="Set encrypted to true on each disk.",
    source="Amazon EBS User Guide, Amazon EBS encryption",
    example="blockDeviceMappings: [{deviceName: /dev/xvda, ebs: {volumeSize: 80}}]",
    judges={
        LAUNCH_TEMPLATE: ("blockDeviceMappings.ebs.encrypted",),
        INSTANCE: ("rootBlockDevice.encrypted", "ebsBlockDevices.encrypted"),
    },
    check=_volumes,
    config=RuleConfig,
)

RULES = (
    KEYS_ARE_ROTATED,
    KEYS_WAIT_BEFORE_THEY_GO,
    SECRETS_CAN_BE_BROUGHT_BACK,
    LOGS_ARE_KEPT_FOR_A_TIME,
    VOLUMES_ARE_ENCRYPTED,
)
