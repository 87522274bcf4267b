"""Types of S3, DynamoDB and ElastiCache."""

from collections.abc import Mapping
from typing import Any

from simulator.moto_patches.cloudformation.account_calls import AccountCalls
from simulator.moto_patches.cloudformation.resource_type import (
    Operation,
    Props,
    ResourceType,
    call,
)

_CORS_NAMES = {"ExposedHeaders": "ExposeHeaders", "Id": "ID", "MaxAge": "MaxAgeSeconds"}
_OF_BUCKETS = (
    "CorsConfiguration",
    "LifecycleConfiguration",
    "PublicAccessBlockConfiguration",
    "Tags",
    "VersioningConfiguration",
)


def _create_bucket(calls: AccountCalls, properties: Props) -> Props:
    place = {"LocationConstraint": calls.region}
    given = {"Bucket": properties["BucketName"], "CreateBucketConfiguration": place}
    return calls.call("s3", "create_bucket", given)


def _settle_bucket(calls: AccountCalls, bucket: str, properties: Props, before: Props) -> None:
    if removed := sorted(before.keys() - properties.keys()):
        raise LookupError(f"the simulated account does not remove {removed} of a bucket")
    changed = {name: one for name, one in properties.items() if before.get(name) != one}
    for name, operation, parameter in (
        ("PublicAccessBlockConfiguration", "put_public_access_block", ""),
        ("VersioningConfiguration", "put_bucket_versioning", ""),
        ("CorsConfiguration", "put_bucket_cors", "CORSConfiguration"),
    ):
        if name in changed:
            given = {"Bucket": bucket, parameter or name: changed[name]}
            call(calls, "s3", operation, given, _CORS_NAMES)
    if "LifecycleConfiguration" in changed:
        rules = [_rule(one) for one in changed["LifecycleConfiguration"]["Rules"]]
        given = {"Bucket": bucket, "LifecycleConfiguration": {"Rules": rules}}
        call(calls, "s3", "put_bucket_lifecycle_configuration", given)
    if "Tags" in changed:
        calls.call(
            "s3", "put_bucket_tagging", {"Bucket": bucket, "Tagging": {"TagSet": changed["Tags"]}}
        )


def _rule(rule: Props) -> Props:
    """A lifecycle rule in S3's form.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-rule.html
    """
    found: dict[str, Any] = {"ID": rule["Id"], "Status": rule["Status"], "Filter": {"Prefix": ""}}
    if tags := rule.get("TagFilters"):
        found["Filter"] = {"Tag": tags[0]} if len(tags) == 1 else {"And": {"Tags": tags}}
    if days := rule.get("ExpirationInDays"):
        found["Expiration"] = {"Days": days}
    if noncurrent := rule.get("NoncurrentVersionExpiration"):
        found["NoncurrentVersionExpiration"] = noncurrent
    return found


DATA: Mapping[str, ResourceType] = {
    "AWS::DynamoDB::Table": ResourceType(
        service="dynamodb",
        create="create_table",
        id="TableName",
        name="TableName",
        read=Operation("describe_table", {"TableName": "Id"}),
        ready="Table.TableStatus == 'ACTIVE'",
        attributes={"Arn": "Table.TableArn"},
        delete=Operation("delete_table", {"TableName": "Id"}),
    ),
    "AWS::ElastiCache::ReplicationGroup": ResourceType(
        service="elasticache",
        create="create_replication_group",
        id="ReplicationGroupId",
        name="ReplicationGroupId",
        read=Operation("describe_replication_groups", {"ReplicationGroupId": "Id"}),
        ready="ReplicationGroups[0].Status == 'available'",
        attributes={
            "PrimaryEndPoint.Address": "ReplicationGroups[0].NodeGroups[0].PrimaryEndpoint.Address"
        },
        delete=Operation("delete_replication_group", {"ReplicationGroupId": "Id"}),
    ),
    "AWS::ElastiCache::SubnetGroup": ResourceType(
        service="elasticache",
        create="create_cache_subnet_group",
        id="CacheSubnetGroupName",
        name="CacheSubnetGroupName",
        names={"Description": "CacheSubnetGroupDescription"},
        delete=Operation("delete_cache_subnet_group", {"CacheSubnetGroupName": "Id"}),
    ),
    "AWS::S3::Bucket": ResourceType(
        service="s3",
        create=_create_bucket,
        id="BucketName",
        name="BucketName",
        own=_OF_BUCKETS,
        settle=_settle_bucket,
        attributes={"Arn": "join('', ['arn:aws:s3:::', Id])"},
        delete=Operation("delete_bucket", {"Bucket": "Id"}),
    ),
}
