"""Amazon S3: buckets and the settings of a bucket or an account."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.schema import schema_of
from simulator.plugins.aws.shapes import Props, properties, tag_list, tag_map, to_aws, words
from simulator.plugins.aws.waiting import retried

_CLASSIC_REGION = "us-east-1"
"""The only region for which CreateBucket takes no location constraint (S3 API reference)."""

_NOT_YET = [("OperationAborted", "")]
"""The refusal of CreateBucket that the official provider retries for 20 minutes.

https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/s3/bucket.go
"""


def _create_bucket(aws: Aws, inputs: Props) -> str:
    where = {"CreateBucketConfiguration": {"LocationConstraint": aws.region}}
    lock = {"ObjectLockEnabledForBucket": True} if inputs.get("objectLockEnabled") else {}
    place = {} if aws.region == _CLASSIC_REGION else where
    create = aws("s3").create_bucket
    retried(aws, 20, _NOT_YET, lambda: create(Bucket=inputs["bucket"], **lock, **place))
    return inputs["bucket"]


def _read_bucket(aws: Aws, bucket: str) -> Props:
    s3 = aws("s3")
    s3.head_bucket(Bucket=bucket)
    tags = unless_gone(lambda aws, bucket: aws("s3").get_bucket_tagging(Bucket=bucket))(aws, bucket)
    region = s3.get_bucket_location(Bucket=bucket)["LocationConstraint"] or _CLASSIC_REGION
    return {
        "arn": f"arn:aws:s3:::{bucket}",
        "bucket": bucket,
        "bucketDomainName": f"{bucket}.s3.amazonaws.com",
        "bucketRegionalDomainName": f"{bucket}.s3.{region}.amazonaws.com",
        "region": region,
        "tags": tag_map(tags["TagSet"]) if tags else {},
    }


def _tag_bucket(aws: Aws, bucket: str, dropped: list[str], kept: dict[str, str]) -> None:
    aws("s3").put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": tag_list(kept)})


def _delete_bucket(aws: Aws, bucket: str, state: Props) -> None:
    s3 = aws("s3")
    if state.get("forceDestroy"):
        for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
            for version in [*page.get("Versions", []), *page.get("DeleteMarkers", [])]:
                s3.delete_object(Bucket=bucket, Key=version["Key"], VersionId=version["VersionId"])
    s3.delete_bucket(Bucket=bucket)


def _setting(
    kind: str,
    put: str,
    get: str,
    delete: str = "",
    body: str | None = None,
    parse: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None,
) -> ResourceType:
    """A setting of a bucket that S3 puts, gets and deletes as a whole.

    `body` is the parameter that holds it; without one, the properties are the parameters. `delete`
    is for settings that have no API call for deletion.
    """
    token = f"aws:s3/{kind[0].lower()}{kind[1:]}:{kind}"

    def write(aws: Aws, bucket: str, old: Props, new: Props) -> None:
        s3 = aws("s3")
        shape = s3.meta.service_model.operation_model(
            s3.meta.method_to_api_mapping[put]
        ).input_shape
        settings = {key: new[key] for key in new if key not in ("bucket", "region")}
        request = to_aws(shape.members[body] if body else shape, settings)
        getattr(s3, put)(Bucket=bucket, **({body: request} if body else request))

    def read(aws: Aws, bucket: str) -> Props:
        answer = getattr(aws("s3"), get)(Bucket=bucket)
        answer = answer.get(body, answer) if body else answer
        found = properties(schema_of(token).inputs, parse(answer) if parse else answer)
        return {**found, "bucket": bucket, "region": aws.region}

    return ResourceType(
        token=token,
        create=lambda aws, inputs: inputs["bucket"],
        read=unless_gone(read),
        update=write,
        delete=lambda aws, bucket, state: getattr(aws("s3"), delete)(Bucket=bucket),
    )


def _suspend_versioning(aws: Aws, bucket: str, state: Props) -> None:
    aws("s3").put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Suspended"})


def _remove_default_retention(aws: Aws, bucket: str, state: Props) -> None:
    aws("s3").put_object_lock_configuration(
        Bucket=bucket, ObjectLockConfiguration={"ObjectLockEnabled": "Enabled"}
    )


def _put_account_block(aws: Aws, account: str, old: Props, new: Props) -> None:
    s3control = aws("s3control")
    shape = s3control.meta.service_model.operation_model("PutPublicAccessBlock").input_shape
    block = {key: value for key, value in new.items() if key != "accountId"}
    member = "PublicAccessBlockConfiguration"
    s3control.put_public_access_block(
        AccountId=account, **{member: to_aws(shape.members[member], block)}
    )


def _read_account_block(aws: Aws, account: str) -> Props:
    answer = aws("s3control").get_public_access_block(AccountId=account)
    kinds = schema_of("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock").inputs
    return {"accountId": account, **properties(kinds, answer["PublicAccessBlockConfiguration"])}


RESOURCE_TYPES = (
    ResourceType(
        token="aws:s3/bucket:Bucket",
        name="bucket",
        create=_create_bucket,
        read=unless_gone(_read_bucket),
        retag=_tag_bucket,
        delete=_delete_bucket,
        defaults={"forceDestroy": False},
        # S3 does not allow changes of the second.
        unreadable=words("forceDestroy objectLockEnabled"),
    ),
    replace(
        _setting(
            "BucketObjectLockConfiguration",
            "put_object_lock_configuration",
            "get_object_lock_configuration",
            body="ObjectLockConfiguration",
        ),
        # A bucket with object lock keeps it; deleting removes only the default retention.
        delete=_remove_default_retention,
        # Default of the Terraform AWS provider's aws_s3_bucket_object_lock_configuration.
        defaults={"objectLockEnabled": "Enabled"},
    ),
    replace(
        _setting(
            "BucketVersioning",
            "put_bucket_versioning",
            "get_bucket_versioning",
            parse=lambda answer: {"VersioningConfiguration": {"Status": "Disabled", **answer}},
        ),
        # Versioning cannot be removed from a bucket, only suspended (S3 guide, "Versioning").
        delete=_suspend_versioning,
    ),
    _setting(
        "BucketServerSideEncryptionConfiguration",
        "put_bucket_encryption",
        "get_bucket_encryption",
        "delete_bucket_encryption",
        "ServerSideEncryptionConfiguration",
        # Optional and computed in the Terraform AWS provider since 6.40
        # (hashicorp/terraform-provider-aws#47359): no difference if the program omits it.
        parse=lambda answer: {
            "Rules": [
                {name: rule[name] for name in rule if name != "BlockedEncryptionTypes"}
                for rule in answer["Rules"]
            ]
        },
    ),
    _setting(
        "BucketPublicAccessBlock",
        "put_public_access_block",
        "get_public_access_block",
        "delete_public_access_block",
        "PublicAccessBlockConfiguration",
    ),
    _setting(
        "BucketOwnershipControls",
        "put_bucket_ownership_controls",
        "get_bucket_ownership_controls",
        "delete_bucket_ownership_controls",
        "OwnershipControls",
    ),
    _setting("BucketPolicy", "put_bucket_policy", "get_bucket_policy", "delete_bucket_policy"),
    _setting(
        "BucketLifecycleConfiguration",
        "put_bucket_lifecycle_configuration",
        "get_bucket_lifecycle_configuration",
        "delete_bucket_lifecycle",
        "LifecycleConfiguration",
        # S3 also returns the minimum object size for transitions, even if it was not given.
        parse=lambda answer: {"Rules": answer["Rules"]},
    ),
    _setting(
        "BucketCorsConfiguration",
        "put_bucket_cors",
        "get_bucket_cors",
        "delete_bucket_cors",
        "CORSConfiguration",
    ),
    ResourceType(
        token="aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
        create=lambda aws, inputs: inputs.get("accountId") or aws.account_id,
        read=unless_gone(_read_account_block),
        update=_put_account_block,
        delete=lambda aws, account, state: aws("s3control").delete_public_access_block(
            AccountId=account
        ),
    ),
)
