"""Test stacks for the rules about resource-based policies."""

import json
from typing import Any

from policies.rules.identity.resource_policies import (
    BUCKET,
    BUCKET_POLICY,
    BUCKETS_TAKE_TLS_ONLY,
    KEY,
    NO_POLICY_FOR_EVERYBODY,
    NO_PUBLIC_ACLS,
    QUEUE,
    QUEUE_POLICY,
    QUEUES_TAKE_TLS_ONLY,
    TOPIC,
    TOPIC_POLICY,
    TOPICS_TAKE_TLS_ONLY,
)
from tests.policies.rules.cases import UNKNOWN, Case, Stack, a

ARN = "arn:aws:s3:::data"
ALL = [ARN, f"{ARN}/*"]
IN_CLEAR = {"Bool": {"aws:SecureTransport": "false"}}


def document(**statement: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Sid": "It", **statement}]})


def for_everyone(type_: str = BUCKET_POLICY, principal: Any = "*", **more: Any) -> Stack:
    text = document(Effect="Allow", Principal=principal, Action="s3:GetObject", **more)
    return (a(type_, props={"policy": text}),)


def denial(action: str, resource: Any, **changed: Any) -> str:
    statement = {"Effect": "Deny", "Principal": "*", "Condition": IN_CLEAR, **changed}
    return document(Action=action, Resource=resource, **statement)


def bucket(policy: str) -> Stack:
    one = a(BUCKET, props={"bucket": "data"})
    return (one, a(BUCKET_POLICY, props={"bucket": "data", "policy": policy}))


def queue(policy: str, **uses: Any) -> Stack:
    one = a(QUEUE, props={"id": "https://one"})
    return (one, a(QUEUE_POLICY, props={"queueUrl": "https://one", "policy": policy}, **uses))


def topic(policy: str) -> Stack:
    one = a(TOPIC, props={"arn": "arn:one"})
    return (one, a(TOPIC_POLICY, props={"arn": "arn:one", "policy": policy}))


CASES = (
    Case(
        NO_POLICY_FOR_EVERYBODY,
        bad={
            "statement It allows everyone s3:GetObject.": for_everyone(),
            "statement It": for_everyone(principal={"AWS": "*"}),
            "It allows everyone s3:GetObject.": for_everyone(
                KEY, {"AWS": ["arn:aws:iam::1:root", "*"]}
            ),
            "allows everyone s3:GetObject.": for_everyone(
                Condition={"StringLike": {"aws:PrincipalArn": "*"}}
            ),
            "statement It allows everyone": for_everyone(
                Condition={"StringEquals": {"s3:prefix": "public/"}}
            ),
            "It allows": for_everyone(
                Condition={"StringEqualsIfExists": {"aws:SourceAccount": "1"}}
            ),
        },
        good=(
            for_everyone(principal={"AWS": "arn:aws:iam::1:root"}),
            for_everyone(principal={"Service": "sns.amazonaws.com"}),
            for_everyone(Condition={"StringEquals": {"aws:PrincipalOrgID": "o-1"}}),
            for_everyone(Condition={"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:1:it"}}),
            for_everyone(Condition={"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}),
            (a(BUCKET_POLICY, props={"policy": denial("s3:*", ALL)}),),
            (a(QUEUE),),
        ),
        unknown=((a(BUCKET_POLICY, props={"policy": UNKNOWN}),),),
    ),
    Case(
        NO_PUBLIC_ACLS,
        bad={
            "public-read": (a(BUCKET, props={"acl": "public-read"}),),
            "authenticated-read": (
                a("aws:s3/bucketAcl:BucketAcl", props={"acl": "authenticated-read"}),
            ),
        },
        good=((a(BUCKET),), (a(BUCKET, props={"acl": "private"}),)),
        unknown=((a(BUCKET, props={"acl": UNKNOWN}),),),
    ),
    Case(
        BUCKETS_TAKE_TLS_ONLY,
        bad={
            "without TLS": (a(BUCKET, props={"bucket": "data"}),),
            "no policy denies requests without TLS.": bucket(denial("s3:*", f"{ARN}/*")),
            "policy denies requests without TLS.": bucket(denial("s3:*", ARN)),
            "denies requests without TLS.": bucket(denial("s3:GetObject", ALL)),
            "no policy denies": bucket(denial("s3:*", ALL, Effect="Allow")),
            "no policy": bucket(denial("s3:*", ALL, Principal={"AWS": "arn:aws:iam::1:root"})),
            "requests without TLS.": bucket(
                denial("s3:*", ALL, Condition={"Bool": {"aws:SecureTransport": "true"}})
            ),
            "no policy denies requests without": bucket(
                denial("s3:*", ALL, Condition=IN_CLEAR | {"StringEquals": {"aws:userid": "1"}})
            ),
        },
        good=(
            bucket(denial("s3:*", ALL)),
            bucket(denial("s3:*", "*")),
            bucket(denial("*", ALL, Condition={"Bool": {"aws:SecureTransport": False}})),
        ),
        unknown=(bucket(UNKNOWN),),
    ),
    Case(
        QUEUES_TAKE_TLS_ONLY,
        bad={"without TLS": (a(QUEUE),), "TLS": queue(denial("sqs:SendMessage", "arn:one"))},
        good=(queue(denial("sqs:*", "arn:one")),),
        unknown=(queue(UNKNOWN),),
    ),
    Case(
        TOPICS_TAKE_TLS_ONLY,
        bad={"without TLS": (a(TOPIC),), "TLS": topic(denial("sns:Subscribe", "arn:one"))},
        good=(topic(denial("sns:Publish", "arn:one")), topic(denial("sns:*", "arn:one"))),
        unknown=(topic(UNKNOWN),),
    ),
)
