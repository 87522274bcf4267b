"""Test stacks for the rules about resource-based policies."""

import json
from typing import Any

from policies.engine.resource import Resource
from policies.rules.identity.resource_policies import (
    BUCKET,
    BUCKET_POLICY,
    KEY,
    QUEUE,
    QUEUE_POLICY,
    TOPIC,
    TOPIC_POLICY,
)
from tests.policies.rules.cases import UNKNOWN, Case, Stack, a

ARN = "arn:aws:s3:::data"
ALL = [ARN, f"{ARN}/*"]
IN_CLEAR = {"Bool": {"aws:SecureTransport": "false"}}


def document(**statement: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Sid": "It", **statement}]})


def for_everyone(type_: str = BUCKET_POLICY, principal: Any = "*", **more: Any) -> Resource:
    text = document(Effect="Allow", Principal=principal, Action="s3:GetObject", **more)
    return a(type_, policy=text)


def denial(action: str, resource: Any, **changed: Any) -> str:
    statement = {"Effect": "Deny", "Principal": "*", "Condition": IN_CLEAR, **changed}
    return document(Action=action, Resource=resource, **statement)


def bucket(policy: str) -> Stack:
    one = a(BUCKET, bucket="data")
    return (one, a(BUCKET_POLICY, bucket="data", policy=policy))


def queue(policy: str, **uses: Any) -> Stack:
    one = a(QUEUE, id="https://one")
    return (one, a(QUEUE_POLICY, queueUrl="https://one", policy=policy, **uses))


def topic(policy: str) -> Stack:
    one = a(TOPIC, arn="arn:one")
    return (one, a(TOPIC_POLICY, arn="arn:one", policy=policy))


CASES = (
    Case(
        "no-public-resource-policy",
        bad={
            "statement It allows everyone s3:GetObject.": [
                for_everyone(),
                for_everyone(principal={"AWS": "*"}),
                for_everyone(KEY, {"AWS": ["arn:aws:iam::1:root", "*"]}),
                for_everyone(Condition={"StringLike": {"aws:PrincipalArn": "*"}}),
                for_everyone(Condition={"StringEquals": {"s3:prefix": "public/"}}),
                for_everyone(Condition={"StringEqualsIfExists": {"aws:SourceAccount": "1"}}),
            ]
        },
        good=(
            for_everyone(principal={"AWS": "arn:aws:iam::1:root"}),
            for_everyone(principal={"Service": "sns.amazonaws.com"}),
            for_everyone(Condition={"StringEquals": {"aws:PrincipalOrgID": "o-1"}}),
            for_everyone(Condition={"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:1:it"}}),
            for_everyone(Condition={"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}),
            a(BUCKET_POLICY, policy=denial("s3:*", ALL)),
            a(QUEUE),
        ),
        unknown=(a(BUCKET_POLICY, policy=UNKNOWN),),
    ),
    Case(
        "no-public-acls",
        bad={
            "public-read": a(BUCKET, acl="public-read"),
            "authenticated-read": a("aws:s3/bucketAcl:BucketAcl", acl="authenticated-read"),
        },
        good=(a(BUCKET), a(BUCKET, acl="private")),
        unknown=(a(BUCKET, acl=UNKNOWN),),
    ),
    Case(
        "bucket-tls-only",
        bad={
            "no policy denies requests without TLS.": [
                a(BUCKET, bucket="data"),
                bucket(denial("s3:*", f"{ARN}/*")),
                bucket(denial("s3:*", ARN)),
                bucket(denial("s3:GetObject", ALL)),
                bucket(denial("s3:*", ALL, Effect="Allow")),
                bucket(denial("s3:*", ALL, Principal={"AWS": "arn:aws:iam::1:root"})),
                bucket(denial("s3:*", ALL, Condition={"Bool": {"aws:SecureTransport": "true"}})),
                bucket(
                    denial("s3:*", ALL, Condition=IN_CLEAR | {"StringEquals": {"aws:userid": "1"}})
                ),
            ]
        },
        good=(
            bucket(denial("s3:*", ALL)),
            bucket(denial("s3:*", "*")),
            bucket(denial("*", ALL, Condition={"Bool": {"aws:SecureTransport": False}})),
        ),
        unknown=(bucket(UNKNOWN),),
    ),
    Case(
        "queue-tls-only",
        bad={"without TLS": [a(QUEUE), queue(denial("sqs:SendMessage", "arn:one"))]},
        good=(queue(denial("sqs:*", "arn:one")),),
        unknown=(queue(UNKNOWN),),
    ),
    Case(
        "topic-tls-only",
        bad={"without TLS": [a(TOPIC), topic(denial("sns:Subscribe", "arn:one"))]},
        good=(topic(denial("sns:Publish", "arn:one")), topic(denial("sns:*", "arn:one"))),
        unknown=(topic(UNKNOWN),),
    ),
)
