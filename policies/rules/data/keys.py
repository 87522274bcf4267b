"""Rules for KMS keys, secrets, log groups and the volumes of instances."""

from collections.abc import Iterator
from typing import Any

from pydantic import Field

from policies.engine.resource import Resource
from policies.engine.rule import Context, Rule, RuleConfig
from policies.rules.data.data_retention import KeepingConfig, keeps_data
from policies.rules.identity.resource_policies import KEY

INSTANCE = "aws:ec2/instance:Instance"
LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
LOGS = "aws:cloudwatch/logGroup:LogGroup"
SECRET = "aws:secretsmanager/secret:Secret"  # noqa: S105

_LONGEST = 30
"""The maximum and default waiting period in days.

https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html
"""


class WaitingConfig(KeepingConfig):
    """The configuration of kms-deletion-window and secret-recovery-window."""

    days: int = Field(_LONGEST, ge=7, le=30, description="the minimum waiting period in days")


def _rotated(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    symmetric = (one.get("customerMasterKeySpec") or "SYMMETRIC_DEFAULT") == "SYMMETRIC_DEFAULT"
    if symmetric and one.get("enableKeyRotation") is not True:
        yield "enableKeyRotation is not true, so its key material never changes."


def _key_waits(one: Resource, context: Context[WaitingConfig]) -> Iterator[str]:
    yield from _waits(one.get("deletionWindowInDays"), context)


def _secret_waits(one: Resource, context: Context[WaitingConfig]) -> Iterator[str]:
    yield from _waits(one.get("recoveryWindowInDays"), context)


def _waits(found: Any, context: Context[WaitingConfig]) -> Iterator[str]:
    days = _LONGEST if found is None else int(found)
    if keeps_data(context) and days < context.config.days:
        yield (
            f"it can be restored for {days} days after deletion; the minimum is"
            f" {context.config.days}."
        )


def _kept_for_a_time(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if not one.get("retentionInDays"):
        yield "its logs are kept forever, at a cost."


def _volumes(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if one.type == LAUNCH_TEMPLATE:
        disks = [each.get("ebs") for each in one.items("blockDeviceMappings")]
    else:
        disks = [one.get("rootBlockDevice") or {}, *one.items("ebsBlockDevices")]
    for disk in disks:
        if disk is not None and str(disk.get("encrypted")).lower() != "true":
            yield "a volume of its instances is not encrypted."


RULES = (
    Rule(
        "kms-key-rotation",
        description="KMS keys are rotated every year.",
        reason="Rotation limits how much data is encrypted with the same key material.",
        remedy="Set enableKeyRotation to true.",
        source="AWS KMS Developer Guide, Rotate AWS KMS keys",
        example="enableKeyRotation: false",
        judges={KEY: ("enableKeyRotation", "customerMasterKeySpec")},
        check=_rotated,
        config=RuleConfig,
    ),
    Rule(
        "kms-deletion-window",
        description="A KMS key scheduled for deletion can be restored for 30 days.",
        reason="Data encrypted with a deleted key is lost, which is often noticed late.",
        remedy="Omit deletionWindowInDays, or set it to 30.",
        source="AWS KMS Developer Guide, Delete an AWS KMS key",
        example="deletionWindowInDays: 7",
        judges={KEY: ("deletionWindowInDays",)},
        check=_key_waits,
        config=WaitingConfig,
    ),
    Rule(
        "secret-recovery-window",
        description="A deleted secret can be restored for 30 days.",
        reason="A service may still need the secret without anyone knowing.",
        remedy="Omit recoveryWindowInDays, or set it to 30.",
        source="AWS Secrets Manager User Guide, Delete an AWS Secrets Manager secret",
        example="recoveryWindowInDays: 0",
        judges={SECRET: ("recoveryWindowInDays",)},
        check=_secret_waits,
        config=WaitingConfig,
    ),
    Rule(
        "log-retention",
        description="Log groups set a retention period.",
        reason="Logs contain personal data, such as names and IP addresses, which must not be kept"
        " indefinitely.",
        remedy="Set retentionInDays.",
        source="Amazon CloudWatch Logs User Guide, Working with log groups and log streams",
        example="name: /vpc/staging  # and no retentionInDays",
        judges={LOGS: ("retentionInDays",)},
        check=_kept_for_a_time,
        config=RuleConfig,
    ),
    Rule(
        "volume-encryption",
        description="The volumes of instances are encrypted.",
        reason="Pods write customer data to them, and a snapshot is easily shared by mistake.",
        remedy="Set encrypted to true for each volume.",
        source="Amazon EBS User Guide, Amazon EBS encryption",
        example="blockDeviceMappings: [{deviceName: /dev/xvda, ebs: {volumeSize: 80}}]",
        judges={
            LAUNCH_TEMPLATE: ("blockDeviceMappings.ebs.encrypted",),
            INSTANCE: ("rootBlockDevice.encrypted", "ebsBlockDevices.encrypted"),
        },
        check=_volumes,
        config=RuleConfig,
    ),
)
