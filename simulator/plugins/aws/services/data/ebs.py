"""Amazon EBS: the default encryption of new volumes in a region. The id is the region."""

from simulator.plugins.aws.resource import Aws, ResourceType
from simulator.plugins.aws.shapes import Props


def _read(aws: Aws, region: str) -> Props:
    enabled = aws("ec2").get_ebs_encryption_by_default()["EbsEncryptionByDefault"]
    return {"enabled": enabled, "region": region}


def _write(aws: Aws, region: str, old: Props, new: Props) -> None:
    ec2 = aws("ec2")
    if new["enabled"]:
        ec2.enable_ebs_encryption_by_default()
    else:
        ec2.disable_ebs_encryption_by_default()


RESOURCE_TYPES = (
    ResourceType(
        token="aws:ebs/encryptionByDefault:EncryptionByDefault",
        create=lambda aws, inputs: aws.region,
        read=_read,
        update=_write,
        delete=lambda aws, region, state: aws("ec2").disable_ebs_encryption_by_default(),
        create_only=frozenset({"region"}),
        # Default of the Terraform AWS provider's aws_ebs_encryption_by_default.
        defaults={"enabled": True},
    ),
)
