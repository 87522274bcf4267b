"""Existing resources are imported without differences to the program's inputs."""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from pulumi.runtime.proto import provider_pb2

from simulator.plugins.aws.servicer import AwsProvider
from simulator.plugins.aws.shapes import Props
from simulator.plugins.aws.values import to_struct
from tests.engine.conftest import Platform
from tests.simulator.plugins.life import Context, Life
from tests.simulator.samples.sample import policy

BUCKET = "kept-by-hand"
DEFAULT_TAGS = {"project": "small", "stack": "account"}
TAGS = {"owner": "platform"}
TAG_SET = [{"Key": key, "Value": value} for key, value in {**DEFAULT_TAGS, **TAGS}.items()]
BLOCK = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
POLICY = policy(f"arn:aws:s3:::{BUCKET}/*", "s3:GetObject")
KEY_POLICY = policy("*", "kms:*", "Allow")
DIFF = provider_pb2.DiffResponse
PROGRAM = f"""
import pulumi
import pulumi_aws as aws

tags = {TAGS}
provider = aws.Provider("it", default_tags={{"tags": {DEFAULT_TAGS}}})


def adopt(id_: str) -> pulumi.ResourceOptions:
    return pulumi.ResourceOptions(provider=provider, import_=id_)


aws.s3.Bucket("it", bucket="{BUCKET}", tags=tags, opts=adopt("{BUCKET}"))
aws.kms.Key(
    "it",
    description="secrets",
    policy='{KEY_POLICY}',
    enable_key_rotation=True,
    tags=tags,
    opts=adopt("KEY"),
)
aws.kms.Alias("it", name="alias/by-hand", target_key_id="KEY", opts=adopt("alias/by-hand"))
"""


@pytest.fixture
def provider(aws_environment: None) -> AwsProvider:
    """A provider with default tags."""
    provider = AwsProvider("0.0.0")
    args = {"region": "eu-west-1", "defaultTags": json.dumps({"tags": DEFAULT_TAGS})}
    provider.Configure(provider_pb2.ConfigureRequest(args=to_struct(args)), Context())
    return provider


@pytest.fixture
def bucket(aws_environment: None) -> Iterator[Any]:
    """S3 calls for a bucket that was created manually."""
    s3 = boto3.client("s3", region_name="eu-west-1")
    where = {"LocationConstraint": "eu-west-1"}
    # Its name is taken for a tenth of a second after another test deleted it.
    while True:
        try:
            s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=where)
            break
        except ClientError:
            time.sleep(0.03)
    s3.put_bucket_tagging(Bucket=BUCKET, Tagging={"TagSet": TAG_SET})
    yield lambda call, **settings: getattr(s3, call)(Bucket=BUCKET, **settings)
    s3.delete_bucket(Bucket=BUCKET)


@pytest.fixture
def key(aws_environment: None) -> Iterator[str]:
    """The id of a key that was created manually, with the alias `alias/by-hand`."""
    kms = boto3.client("kms", region_name="eu-west-1")
    tags = [{"TagKey": tag["Key"], "TagValue": tag["Value"]} for tag in TAG_SET]
    made = kms.create_key(Description="secrets", Policy=KEY_POLICY, Tags=tags)
    key: str = made["KeyMetadata"]["KeyId"]
    kms.enable_key_rotation(KeyId=key)
    kms.create_alias(AliasName="alias/by-hand", TargetKeyId=key)
    yield key
    kms.delete_alias(AliasName="alias/by-hand")
    kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)


def differences(provider: AwsProvider, token: str, id_: str, inputs: Props) -> list[str]:
    """The inputs in which an existing resource differs from the program, as with `import_=`."""
    life = Life(provider, token)
    life.id = id_
    assert life.refresh()
    found = life.diff(inputs)
    assert (found.changes == DIFF.DIFF_NONE) == (not found.diffs)
    return sorted(found.diffs)


def test_imported_bucket_has_no_difference(provider: AwsProvider, bucket: Any) -> None:
    inputs = {"bucket": BUCKET, "tags": TAGS}
    assert differences(provider, "aws:s3/bucket:Bucket", BUCKET, inputs) == []


def test_force_destroy_of_imported_bucket_is_a_difference(
    provider: AwsProvider, bucket: Any
) -> None:
    inputs = {"bucket": BUCKET, "tags": TAGS, "forceDestroy": True}
    assert differences(provider, "aws:s3/bucket:Bucket", BUCKET, inputs) == ["forceDestroy"]


def test_imported_bucket_versioning_has_no_difference(provider: AwsProvider, bucket: Any) -> None:
    bucket("put_bucket_versioning", VersioningConfiguration={"Status": "Enabled"})
    inputs = {"versioningConfiguration": {"status": "Enabled"}}
    assert of_bucket(provider, "BucketVersioning", inputs) == []


def test_imported_bucket_encryption_has_no_difference(provider: AwsProvider, bucket: Any) -> None:
    by_default = {"SSEAlgorithm": "aws:kms"}
    rule = {"ApplyServerSideEncryptionByDefault": by_default, "BucketKeyEnabled": True}
    bucket("put_bucket_encryption", ServerSideEncryptionConfiguration={"Rules": [rule]})
    declared = {
        "applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms"},
        "bucketKeyEnabled": True,
    }
    kind = "BucketServerSideEncryptionConfiguration"
    assert of_bucket(provider, kind, {"rules": [declared]}) == []
    unlike = {"rules": [declared | {"bucketKeyEnabled": False}]}
    assert of_bucket(provider, kind, unlike) == ["rules"]


def test_imported_public_access_block_has_no_difference(provider: AwsProvider, bucket: Any) -> None:
    bucket("put_public_access_block", PublicAccessBlockConfiguration=dict.fromkeys(BLOCK, True))
    inputs = {f"{name[0].lower()}{name[1:]}": True for name in BLOCK}
    assert of_bucket(provider, "BucketPublicAccessBlock", inputs) == []


def test_imported_bucket_ownership_has_no_difference(provider: AwsProvider, bucket: Any) -> None:
    rules = [{"ObjectOwnership": "BucketOwnerEnforced"}]
    bucket("put_bucket_ownership_controls", OwnershipControls={"Rules": rules})
    inputs = {"rule": {"objectOwnership": "BucketOwnerEnforced"}}
    assert of_bucket(provider, "BucketOwnershipControls", inputs) == []


def test_imported_bucket_policy_with_other_whitespace_has_no_difference(
    provider: AwsProvider, bucket: Any
) -> None:
    bucket("put_bucket_policy", Policy=json.dumps(json.loads(POLICY), indent=2))
    assert of_bucket(provider, "BucketPolicy", {"policy": POLICY}) == []


@pytest.mark.parametrize(
    ("filter_", "declared"),
    [
        ({"Prefix": ""}, {"prefix": ""}),
        ({"Tag": {"Key": "k", "Value": "v"}}, {"tag": {"key": "k", "value": "v"}}),
    ],
)
def test_imported_bucket_lifecycle_has_no_difference(
    provider: AwsProvider, bucket: Any, filter_: Props, declared: Props
) -> None:
    rule = {
        "ID": "old",
        "Status": "Enabled",
        "Filter": filter_,
        "NoncurrentVersionExpiration": {"NoncurrentDays": 90},
    }
    bucket("put_bucket_lifecycle_configuration", LifecycleConfiguration={"Rules": [rule]})
    inputs = {
        "id": "old",
        "status": "Enabled",
        "filter": declared,
        "noncurrentVersionExpiration": {"noncurrentDays": 90},
    }
    assert of_bucket(provider, "BucketLifecycleConfiguration", {"rules": [inputs]}) == []


def test_a_default_that_the_program_declares_is_no_difference(provider: AwsProvider) -> None:
    sqs = boto3.client("sqs", region_name="eu-west-1")
    queue = sqs.create_queue(QueueName="by-hand")["QueueUrl"]
    inputs = {"name": "by-hand", "delaySeconds": 0, "receiveWaitTimeSeconds": 20}
    found = differences(provider, "aws:sqs/queue:Queue", queue, inputs)
    assert "receiveWaitTimeSeconds" in found
    assert "delaySeconds" not in found
    sqs.delete_queue(QueueUrl=queue)


def test_imported_key_has_no_difference(provider: AwsProvider, key: str) -> None:
    inputs = {
        "description": "secrets",
        "policy": KEY_POLICY,
        "enableKeyRotation": True,
        "tags": TAGS,
    }
    assert differences(provider, "aws:kms/key:Key", key, inputs) == []
    unlike = inputs | {"description": "others", "enableKeyRotation": False}
    assert differences(provider, "aws:kms/key:Key", key, unlike) == [
        "description",
        "enableKeyRotation",
    ]


def test_imported_alias_has_no_difference(provider: AwsProvider, key: str) -> None:
    inputs = {"name": "alias/by-hand", "targetKeyId": key}
    assert differences(provider, "aws:kms/alias:Alias", "alias/by-hand", inputs) == []


def test_engine_imports_existing_resources_and_then_changes_nothing(
    program: Callable[[str], Platform], bucket: Any, key: str
) -> None:
    platform = program(PROGRAM.replace("KEY", key))
    assert platform.up("dev").count("imported") >= 3
    again = platform.pulumi("preview", "-s", "dev", "--expect-no-changes")
    assert again.returncode == 0, again.stdout


def of_bucket(provider: AwsProvider, kind: str, inputs: Props) -> list[str]:
    """The differences in a setting of the bucket."""
    token = f"aws:s3/{kind[0].lower()}{kind[1:]}:{kind}"
    return differences(provider, token, BUCKET, {"bucket": BUCKET, **inputs})
