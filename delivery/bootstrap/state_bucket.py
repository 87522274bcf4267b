"""The state bucket, as parts that the bootstrap creates with calls of S3."""

import json
from collections.abc import Iterator
from typing import Any

import jmespath

from components.account.account_policies import state_bucket_policy
from delivery.bootstrap.part import Part, tag_list
from estate.account.account import STATE_BUCKET, state_bucket_name
from estate.ownership import default_tags, ownership_tags
from settings import AccountSettings

_CLASSIC_REGION = "us-east-1"
"""The only region without location constraint.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
"""

_PRIVATE = {
    "BlockPublicAcls": True,
    "IgnorePublicAcls": True,
    "BlockPublicPolicy": True,
    "RestrictPublicBuckets": True,
}
_RULES = (
    "ServerSideEncryptionConfiguration.Rules[].{"
    "ApplyServerSideEncryptionByDefault: ApplyServerSideEncryptionByDefault,"
    " BucketKeyEnabled: BucketKeyEnabled}"
)
"""The encryption rules without what S3 adds, such as the blocked encryption types."""

_ENCRYPTED = [
    {
        "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"},
        "BucketKeyEnabled": True,
    }
]


def bucket_parts(settings: AccountSettings, s3: Any) -> Iterator[Part]:
    """Yields the bucket, then its settings; `s3` is a boto3 client of the account."""
    name = state_bucket_name(settings)
    here = {"Bucket": name}

    def create() -> None:
        where = {"CreateBucketConfiguration": {"LocationConstraint": settings.region}}
        s3.create_bucket(**here, **({} if settings.region == _CLASSIC_REGION else where))

    def part(what: str, read: str, path: str, wanted: Any, write: str, **parameters: Any) -> Part:
        return Part(
            f"{what} of {name}",
            lambda: jmespath.search(path, getattr(s3, read)(**here)),
            wanted,
            lambda: getattr(s3, write)(**here, **parameters),
        )

    yield Part(f"bucket {name}", lambda: bool(s3.head_bucket(**here)), True, create)
    yield part(
        "public access block",
        "get_public_access_block",
        "PublicAccessBlockConfiguration",
        _PRIVATE,
        "put_public_access_block",
        PublicAccessBlockConfiguration=_PRIVATE,
    )
    ownership = [{"ObjectOwnership": "BucketOwnerEnforced"}]
    yield part(
        "ownership",
        "get_bucket_ownership_controls",
        "OwnershipControls.Rules",
        ownership,
        "put_bucket_ownership_controls",
        OwnershipControls={"Rules": ownership},
    )
    yield part(
        "encryption",
        "get_bucket_encryption",
        _RULES,
        _ENCRYPTED,
        "put_bucket_encryption",
        ServerSideEncryptionConfiguration={"Rules": _ENCRYPTED},
    )
    yield part(
        "versioning",
        "get_bucket_versioning",
        "Status",
        "Enabled",
        "put_bucket_versioning",
        VersioningConfiguration={"Status": "Enabled"},
    )
    rules = [_expiration_rule()]
    yield part(
        "lifecycle",
        "get_bucket_lifecycle_configuration",
        "Rules",
        rules,
        "put_bucket_lifecycle_configuration",
        LifecycleConfiguration={"Rules": rules},
    )
    policy = state_bucket_policy(f"arn:aws:s3:::{name}")
    yield Part(
        f"policy of {name}",
        lambda: json.loads(s3.get_bucket_policy(**here)["Policy"]),
        policy,
        lambda: s3.put_bucket_policy(**here, Policy=json.dumps(policy)),
    )
    tags = {
        **default_tags(settings),
        **ownership_tags(STATE_BUCKET.owner, STATE_BUCKET.data),
    }
    yield Part(
        f"tags of {name}",
        lambda: {one["Key"]: one["Value"] for one in s3.get_bucket_tagging(**here)["TagSet"]},
        tags,
        lambda: s3.put_bucket_tagging(**here, Tagging={"TagSet": tag_list(tags)}),
    )


def _expiration_rule() -> dict[str, Any]:
    days = STATE_BUCKET.noncurrent_days
    return {
        "ID": f"delete-old-versions-after-{days}-days",
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "NoncurrentVersionExpiration": {"NoncurrentDays": days},
    }
