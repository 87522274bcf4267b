"""The default instance metadata options of a region, which moto lacks: stored as records.

The id is the account's id.
"""

from simulator.plugins.aws.records import delete_record, read_record, write_record
from simulator.plugins.aws.resource import Aws, ResourceType
from simulator.plugins.aws.shapes import Props

_DEFAULTS = "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults"

_NO_PREFERENCE = "no-preference"
"""EC2's values for options that an account does not set (EC2 API,
ModifyInstanceMetadataDefaults)."""


def _key(aws: Aws, account: str) -> str:
    return f"{account}/{aws.region}"


def _write(aws: Aws, account: str, old: Props, new: Props) -> None:
    write_record(_DEFAULTS, _key(aws, account), {**new, "region": aws.region})


RESOURCE_TYPES = (
    ResourceType(
        token=_DEFAULTS,
        create=lambda aws, inputs: aws.account_id,
        read=lambda aws, account: read_record(_DEFAULTS, _key(aws, account)),
        update=_write,
        delete=lambda aws, account, state: delete_record(_DEFAULTS, _key(aws, account)),
        create_only=frozenset({"region"}),
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
