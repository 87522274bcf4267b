"""Test stacks for the rules about buckets."""

import json
from typing import Any

from policies.engine.resource import Resource
from policies.rules.data.buckets import BLOCK, ENCRYPTION, LIFECYCLE, VERSIONING
from policies.rules.identity.resource_policies import BUCKET, BUCKET_POLICY
from tests.policies.rules.cases import UNKNOWN, Case, Stack, a

ONE = a(BUCKET, bucket="data")


def with_(type_: str, **props: Any) -> tuple[Resource, ...]:
    """Returns a bucket and a separate resource that configures it."""
    return (ONE, a(type_, bucket="data", **props))


def encryption(algorithm: str) -> tuple[Resource, ...]:
    rule = {"applyServerSideEncryptionByDefault": {"sseAlgorithm": algorithm}}
    return with_(ENCRYPTION, rules=[rule])


def _written_by(service: str) -> Resource:
    """Returns a bucket policy that allows a service to write to the bucket."""
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "s3:PutObject"}
    policy = json.dumps({"Statement": [{**statement, "Resource": "arn:aws:s3:::data/*"}]})
    return a(BUCKET_POLICY, bucket="data", policy=policy)


def block(**changed: Any) -> Stack:
    names = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    return with_(BLOCK, **(dict.fromkeys(names, True) | changed))


def versioning(status: str) -> Stack:
    return with_(VERSIONING, versioningConfiguration={"status": status})


def lifecycle(**rule: Any) -> Stack:
    return with_(LIFECYCLE, rules=[{"id": "one", "status": "Enabled", **rule}])


def new(type_: str, **props: Any) -> tuple[Resource, Resource]:
    """Returns a bucket whose name AWS chooses, and a resource that configures it."""
    bucket = a(BUCKET)
    return bucket, a(type_, uses={"bucket": (bucket.urn,)}, bucket=UNKNOWN, **props)


ALL_GO = {"expiration": {"days": 5}, "filter": {"prefix": ""}}

CASES = (
    Case(
        "bucket-encryption",
        bad={
            "is AES256 (S3-managed keys): ": [ONE, (ONE, a(ENCRYPTION, bucket="other"))],
            "encryption is AES256: reading it requires no permission on a KMS key.": [
                encryption("AES256"),
                (*encryption("AES256"), _written_by("cloudtrail.amazonaws.com")),
            ],
        },
        good=(
            encryption("aws:kms"),
            encryption("aws:kms:dsse"),
            (*encryption("AES256"), _written_by("logdelivery.elasticloadbalancing.amazonaws.com")),
            new(
                ENCRYPTION,
                rules=[{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms"}}],
            ),
        ),
        unknown=(encryption(UNKNOWN), with_(ENCRYPTION, rules=UNKNOWN)),
    ),
    Case(
        "bucket-public-access-block",
        bad={
            "it has no public access block, so a policy or an ACL can make it public.": ONE,
            "public access block does not set blockPublicPolicy.": block(blockPublicPolicy=False),
            "Acls, ignorePublicAcls": block(blockPublicAcls=None, ignorePublicAcls=False),
            "access block does not set restrictPublicBuckets.": block(restrictPublicBuckets=None),
        },
        good=(block(),),
        unknown=(block(blockPublicPolicy=UNKNOWN),),
    ),
    Case(
        "bucket-versioning",
        bad={
            "versioning is off: overwritten or deleted objects cannot be restored.": [
                ONE,
                lifecycle(status="Disabled", **ALL_GO),
                lifecycle(expiration={"days": 5}, filter={"prefix": "tmp/"}),
                lifecycle(expiration={"days": 5}, filter={"tag": {"key": "a"}}),
                lifecycle(noncurrentVersionExpiration={"noncurrentDays": 5}),
            ],
            "is Suspended": versioning("Suspended"),
        },
        good=(versioning("Enabled"), lifecycle(**ALL_GO), lifecycle(expiration={"days": 5})),
        unknown=(versioning(UNKNOWN),),
    ),
    Case(
        "bucket-versioning",
        bad={"is off": ONE},
        config={"disposable_stacks": ["sandbox"]},
        stack="development",
    ),
    Case(
        "bucket-lifecycle",
        bad={"it has no enabled lifecycle rule": [ONE, lifecycle(status="Disabled")]},
        good=(lifecycle(),),
        unknown=(lifecycle(status=UNKNOWN),),
    ),
)
