"""Test stacks for the rules about load balancers."""

import json
from dataclasses import replace
from typing import Any

from policies.engine.resource import Resource
from policies.rules.data.buckets import ENCRYPTION
from policies.rules.identity.resource_policies import BUCKET, BUCKET_POLICY
from policies.rules.network.load_balancers import BALANCERS
from tests.policies.rules.cases import UNKNOWN, Case, Stack, a

BALANCER, OLD = BALANCERS
ELB = "logdelivery.elasticloadbalancing.amazonaws.com"
LOGS = a(BUCKET, "logs", bucket="logs")


def balancer(type_: str = BALANCER, **props: Any) -> Resource:
    return a(type_, **props)


def policy(service: str = ELB, **changed: Any) -> Resource:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "s3:PutObject",
        "Resource": "arn:aws:s3:::logs/AWSLogs/1/*",
    } | changed
    document = json.dumps({"Statement": [statement]})
    return a(BUCKET_POLICY, bucket="logs", policy=document)


def encryption(algorithm: str) -> Resource:
    rule = {"applyServerSideEncryptionByDefault": {"sseAlgorithm": algorithm}}
    return a(ENCRYPTION, bucket="logs", rules=[rule])


def logged(*about: Resource, type_: str = BALANCER, bucket: str = "logs", **more: Any) -> Stack:
    """Returns a load balancer, its log bucket, and resources that configure the bucket."""
    logs = {"bucket": bucket, "enabled": True}
    return (LOGS, a(type_, accessLogs=logs, **more), *about)


def new(*about: Resource) -> Stack:
    """Returns the same with a bucket whose name AWS chooses."""
    bucket, logs = a(BUCKET, "logs"), {"bucket": UNKNOWN, "enabled": True}
    one = a(BALANCER, accessLogs=logs, uses={"accessLogs": (bucket.urn,)})
    return (bucket, one, *about)


CASES = (
    Case(
        "load-balancer-deletion-protection",
        bad={"is not true": [balancer(), balancer(OLD, enableDeletionProtection=False)]},
        good=(balancer(enableDeletionProtection=True),),
        unknown=(balancer(enableDeletionProtection=UNKNOWN),),
    ),
    Case(
        "load-balancer-access-logs",
        bad={
            "it writes no access logs.": [
                balancer(),
                balancer(OLD, accessLogs={"bucket": "logs"}),
                balancer(accessLogs={"bucket": "logs", "enabled": False}),
                balancer(loadBalancerType="network"),
            ]
        },
        good=(
            balancer(accessLogs={"bucket": UNKNOWN, "enabled": True}),
            balancer(loadBalancerType="gateway"),
        ),
        unknown=(balancer(accessLogs=UNKNOWN), balancer(loadBalancerType=UNKNOWN)),
    ),
    Case(
        "load-balancer-drop-invalid-headers",
        bad={
            "it forwards invalid HTTP headers.": [
                balancer(),
                balancer(OLD, dropInvalidHeaderFields=False),
                balancer(loadBalancerType="application"),
            ]
        },
        good=(balancer(dropInvalidHeaderFields=True), balancer(loadBalancerType="network")),
        unknown=(balancer(dropInvalidHeaderFields=UNKNOWN),),
    ),
    Case(
        "access-log-bucket-policy",
        bad={
            "be delivered: the bucket's encryption is aws:kms and must be AES256.": [
                logged(encryption("aws:kms"), policy()),
                logged(encryption("aws:kms"), policy(), type_=OLD),
            ],
            "is aws:kms:dsse": logged(encryption("aws:kms:dsse"), policy()),
            "no bucket policy allows logdelivery.elasticloadbalancing.amazonaws.com": [
                logged(encryption("AES256")),
                logged(policy("delivery.logs.amazonaws.com")),
                logged(policy(Effect="Deny")),
                logged(policy(Action="s3:GetObject")),
                logged(policy(Resource="arn:aws:s3:::logs")),
                new(),
            ],
        },
        good=(
            logged(encryption("AES256"), policy()),
            logged(policy(Action=["s3:Put*"])),
            logged(encryption("aws:kms"), bucket="elsewhere"),
            logged(encryption("aws:kms"), loadBalancerType="network"),
            (LOGS, encryption("aws:kms"), balancer()),
            new(replace(policy(), uses={"bucket": (LOGS.urn,)})),
        ),
        unknown=(
            logged(encryption(UNKNOWN), policy()),
            logged(a(BUCKET_POLICY, bucket="logs", policy=UNKNOWN)),
            logged(bucket=UNKNOWN),
        ),
    ),
)
