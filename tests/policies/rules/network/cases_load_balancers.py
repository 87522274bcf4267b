"""Test stacks for the rules about load balancers."""

import json
from typing import Any

from policies.engine.resource import Resource
from policies.rules.data.buckets import ENCRYPTION
from policies.rules.identity.resource_policies import BUCKET, BUCKET_POLICY
from policies.rules.network.load_balancers import (
    ACCESS_LOGS_CAN_BE_WRITTEN,
    BALANCERS,
    LOAD_BALANCERS_DROP_INVALID_HEADERS,
    LOAD_BALANCERS_KEEP_ACCESS_LOGS,
    LOAD_BALANCERS_REFUSE_DELETION,
)
from tests.policies.rules.cases import UNKNOWN, Case, Stack, a

BALANCER, OLD = BALANCERS
ELB = "logdelivery.elasticloadbalancing.amazonaws.com"
LOGS = a(BUCKET, "logs", props={"bucket": "logs"})


def balancer(type_: str = BALANCER, **props: Any) -> Stack:
    return (a(type_, props=props),)


def policy(service: str = ELB, **changed: Any) -> Resource:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "s3:PutObject",
        "Resource": "arn:aws:s3:::logs/AWSLogs/1/*",
    } | changed
    document = json.dumps({"Statement": [statement]})
    return a(BUCKET_POLICY, props={"bucket": "logs", "policy": document})


def encryption(algorithm: str) -> Resource:
    rule = {"applyServerSideEncryptionByDefault": {"sseAlgorithm": algorithm}}
    return a(ENCRYPTION, props={"bucket": "logs", "rules": [rule]})


def logged(*about: Resource, type_: str = BALANCER, bucket: str = "logs", **more: Any) -> Stack:
    """Returns a load balancer, its log bucket, and resources that configure the bucket."""
    logs = {"bucket": bucket, "enabled": True}
    return (LOGS, a(type_, props={"accessLogs": logs, **more}), *about)


def new(*about: Resource) -> Stack:
    """Returns the same with a bucket whose name AWS chooses."""
    bucket, logs = a(BUCKET, "logs"), {"bucket": UNKNOWN, "enabled": True}
    one = a(BALANCER, props={"accessLogs": logs}, uses={"accessLogs": (bucket.urn,)})
    return (bucket, one, *about)


CASES = (
    Case(
        LOAD_BALANCERS_REFUSE_DELETION,
        bad={
            "is not true: deleting it by mistake loses its DNS name.": balancer(),
            "not true: deleting it by mistake loses its DNS name.": balancer(
                OLD, enableDeletionProtection=False
            ),
        },
        good=(balancer(enableDeletionProtection=True),),
        unknown=(balancer(enableDeletionProtection=UNKNOWN),),
    ),
    Case(
        LOAD_BALANCERS_KEEP_ACCESS_LOGS,
        bad={
            "it writes no access logs.": balancer(),
            "writes no access logs.": balancer(OLD, accessLogs={"bucket": "logs"}),
            "no access logs.": balancer(accessLogs={"bucket": "logs", "enabled": False}),
            "it writes no access": balancer(loadBalancerType="network"),
        },
        good=(
            balancer(accessLogs={"bucket": UNKNOWN, "enabled": True}),
            balancer(loadBalancerType="gateway"),
        ),
        unknown=(balancer(accessLogs=UNKNOWN), balancer(loadBalancerType=UNKNOWN)),
    ),
    Case(
        LOAD_BALANCERS_DROP_INVALID_HEADERS,
        bad={
            "it forwards invalid HTTP headers.": balancer(),
            "forwards invalid HTTP headers.": balancer(OLD, dropInvalidHeaderFields=False),
            "invalid HTTP headers.": balancer(loadBalancerType="application"),
        },
        good=(balancer(dropInvalidHeaderFields=True), balancer(loadBalancerType="network")),
        unknown=(balancer(dropInvalidHeaderFields=UNKNOWN),),
    ),
    Case(
        ACCESS_LOGS_CAN_BE_WRITTEN,
        bad={
            "be delivered: the bucket's encryption is aws:kms and must be AES256.": logged(
                encryption("aws:kms"), policy()
            ),
            "is aws:kms:dsse": logged(encryption("aws:kms:dsse"), policy()),
            "allows logdelivery.elasticloadbalancing.amazonaws.com s3:PutObject.": logged(
                encryption("AES256")
            ),
            "access logs cannot be delivered: no bucket policy allows": logged(
                policy("delivery.logs.amazonaws.com")
            ),
            "no bucket policy allows logdelivery.elasticloadbalancing.amazonaws.com": logged(
                policy(Effect="Deny")
            ),
            "s3:PutObject.": logged(policy(Action="s3:GetObject")),
            "access logs cannot be delivered: no bucket policy": logged(
                policy(Resource="arn:aws:s3:::logs")
            ),
            "delivered: the bucket's encryption is aws:kms and must be AES256.": logged(
                encryption("aws:kms"), policy(), type_=OLD
            ),
            "access logs cannot be delivered: no bucket": new(),
        },
        good=(
            logged(encryption("AES256"), policy()),
            logged(policy(Action=["s3:Put*"])),
            logged(encryption("aws:kms"), bucket="elsewhere"),
            logged(encryption("aws:kms"), loadBalancerType="network"),
            (LOGS, encryption("aws:kms"), *balancer()),
            new(
                a(
                    BUCKET_POLICY,
                    props={"bucket": UNKNOWN, "policy": policy().props["policy"]},
                    uses={"bucket": (LOGS.urn,)},
                )
            ),
        ),
        unknown=(
            logged(encryption(UNKNOWN), policy()),
            logged(a(BUCKET_POLICY, props={"bucket": "logs", "policy": UNKNOWN})),
            logged(bucket=UNKNOWN),
        ),
    ),
)
