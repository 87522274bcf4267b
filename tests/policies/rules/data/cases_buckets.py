"""Test stacks for the rules about buckets."""

import json
from typing import Any

from policies.engine.resource import Resource
from policies.rules.data.buckets import (
    BLOCK,
    BUCKETS_ARE_ENCRYPTED,
    BUCKETS_ARE_PRIVATE,
    BUCKETS_HAVE_A_LIFECYCLE,
    BUCKETS_KEEP_OLD_VERSIONS,
    ENCRYPTION,
    LIFECYCLE,
    VERSIONING,
)
from policies.rules.identity.resource_policies import BUCKET, BUCKET_POLICY
from tests.policies.rules.cases import UNKNOWN, Case, Stack, a

ONE = a(BUCKET, props={"bucket": "data"})


def with_(type_: str, **props: Any) -> Stack:
    """Returns a bucket and a separate resource that configures it."""
    return (ONE, a(type_, props={"bucket": "data", **props}))


def encryption(algorithm: str) -> Stack:
    rule = {"applyServerSideEncryptionByDefault": {"sseAlgorithm": algorithm}}
    return with_(ENCRYPTION, rules=[rule])


def _written_by(service: str) -> Resource:
    """Returns a bucket policy that allows a service to write to the bucket."""
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "s3:PutObject"}
    policy = json.dumps({"Statement": [{**statement, "Resource": "arn:aws:s3:::data/*"}]})
    return a(BUCKET_POLICY, props={"bucket": "data", "policy": policy})


def block(**changed: Any) -> Stack:
    names = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    return with_(BLOCK, **(dict.fromkeys(names, True) | changed))


def versioning(status: str) -> Stack:
    return with_(VERSIONING, versioningConfiguration={"status": status})


def lifecycle(**rule: Any) -> Stack:
    return with_(LIFECYCLE, rules=[{"id": "one", "status": "Enabled", **rule}])


def new(type_: str, **props: Any) -> tuple[Resource, Resource]:
    """Returns a bucket whose name AWS chooses, and a resource that configures it."""
    bucket = a(BUCKET, props={})
    return bucket, a(type_, uses={"bucket": (bucket.urn,)}, props={"bucket": UNKNOWN, **props})


ALL_GO = {"expiration": {"days": 5}, "filter": {"prefix": ""}}

CASES = (
    Case(
        BUCKETS_ARE_ENCRYPTED,
        bad={
            "its encryption is AES256 (S3-managed keys): reading it requires": (ONE,),
            "is AES256": encryption("AES256"),
            "encryption is AES256: reading it requires no permission on a KMS key.": (
                *encryption("AES256"),
                _written_by("cloudtrail.amazonaws.com"),
            ),
            "(S3-managed keys): reading it requires no permission on a KMS key.": (
                ONE,
                a(ENCRYPTION, props={"bucket": "other"}),
            ),
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
        BUCKETS_ARE_PRIVATE,
        bad={
            "it has no public access block, so a policy or an ACL can make it public.": (ONE,),
            "its public access block does not set blockPublicPolicy.": block(
                blockPublicPolicy=False
            ),
            "its public access block does not set blockPublicAcls, ignorePublicAcls.": block(
                blockPublicAcls=None, ignorePublicAcls=False
            ),
            "its public access block does not set restrictPublicBuckets.": block(
                restrictPublicBuckets=None
            ),
        },
        good=(block(),),
        unknown=(block(blockPublicPolicy=UNKNOWN),),
    ),
    Case(
        BUCKETS_KEEP_OLD_VERSIONS,
        bad={
            "is off": (ONE,),
            "is Suspended": versioning("Suspended"),
            "versioning is off": lifecycle(status="Disabled", **ALL_GO),
            "its versioning": lifecycle(expiration={"days": 5}, filter={"prefix": "tmp/"}),
            "its versioning is": lifecycle(expiration={"days": 5}, filter={"tag": {"key": "a"}}),
            "versioning is off: overwritten or deleted objects cannot be restored.": lifecycle(
                noncurrentVersionExpiration={"noncurrentDays": 5}
            ),
        },
        good=(versioning("Enabled"), lifecycle(**ALL_GO), lifecycle(expiration={"days": 5})),
        unknown=(versioning(UNKNOWN),),
    ),
    Case(
        BUCKETS_KEEP_OLD_VERSIONS,
        bad={"is off": (ONE,)},
        good=((a("aws:s3/other:Other"),),),
        unknown=(versioning(UNKNOWN),),
        config={"disposable_stacks": ["sandbox"]},
        stack="development",
    ),
    Case(
        BUCKETS_HAVE_A_LIFECYCLE,
        bad={
            "it has no enabled lifecycle rule, so its objects are never removed.": (ONE,),
            "has no enabled lifecycle rule, so its objects are never removed.": lifecycle(
                status="Disabled"
            ),
        },
        good=(lifecycle(),),
        unknown=(lifecycle(status=UNKNOWN),),
    ),
)
