"""Defaults of a region: the encryption of new EBS volumes, and instance metadata options.

The id is the region for the first. It is the account's id for the second, which moto lacks.
"""

from simulator.plugins.aws.records import delete_record, read_record, write_record
from simulator.plugins.aws.resource import Aws, ResourceType
from simulator.plugins.aws.shapes import Props

_METADATA = "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults"

_NO_PREFERENCE = "no-preference"
"""EC2's values for options that an account does not set (EC2 API,
ModifyInstanceMetadataDefaults)."""


def _key(aws: Aws, account: str) -> str:
    return f"{account}/{aws.region}"


def _write_options(aws: Aws, account: str, old: Props, new: Props) -> None:
    write_record(_METADATA, _key(aws, account), {**new, "region": aws.region})


def _read_encryption(aws: Aws, region: str) -> Props:
    enabled = aws("ec2").get_ebs_encryption_by_default()["EbsEncryptionByDefault"]
    return {"enabled": enabled, "region": region}


def _write_encryption(aws: Aws, region: str, old: Props, new: Props) -> None:
    ec2 = aws("ec2")
    if new["enabled"]:
        ec2.enable_ebs_encryption_by_default()
    else:
        ec2.disable_ebs_encryption_by_default()


RESOURCE_TYPES = (
    ResourceType(
        token="aws:ebs/encryptionByDefault:EncryptionByDefault",
        create=lambda aws, inputs: aws.region,
        read=_read_encryption,
        update=_write_encryption,
        delete=lambda aws, region, state: aws("ec2").disable_ebs_encryption_by_default(),
        # Default of the Terraform AWS provider's aws_ebs_encryption_by_default.
        defaults={"enabled": True},
    ),
    ResourceType(
        token=_METADATA,
        create=lambda aws, inputs: aws.account_id,
        read=lambda aws, account: read_record(_METADATA, _key(aws, account)),
        update=_write_options,
        delete=lambda aws, account, state: delete_record(_METADATA, _key(aws, account)),
        # Defaults of the Terraform AWS provider's aws_ec2_instance_metadata_defaults.
        defaults={
            "httpEndpoint": _NO_PREFERENCE,
            "httpPutResponseHopLimit": -1,
            "httpTokens": _NO_PREFERENCE,
            "instanceMetadataTags": _NO_PREFERENCE,
        },
        recorded=True,
    ),
)
