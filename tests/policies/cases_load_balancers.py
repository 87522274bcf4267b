"""Load balancers that violate, that do not, and that nobody knows yet."""

import json
from typing import Any

from policies.rules.buckets import ENCRYPTION
from policies.rules.load_balancers import (
    ACCESS_LOGS_CAN_BE_WRITTEN,
    BALANCERS,
    LOAD_BALANCERS_DROP_INVALID_HEADERS,
    LOAD_BALANCERS_KEEP_ACCESS_LOGS,
    LOAD_BALANCERS_REFUSE_DELETION,
)
from policies.rules.resource import Resource
from policies.rules.resource_policies import BUCKET, BUCKET_POLICY
from tests.policies.cases import UNKNOWN, Case, Stack, a

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
    """A load balancer whose logs go to a bucket, and what is said of the bucket."""
    logs = {"bucket": bucket, "enabled": True}
    return (LOGS, a(type_, props={"accessLogs": logs, **more}), *about)


def new(*about: Resource) -> Stack:
    """The same, where AWS chooses the bucket's name."""
    bucket, logs = a(BUCKET, "logs"), {"bucket": UNKNOWN, "enabled": True}
    one = a(BALANCER, props={"accessLogs": logs}, uses={"accessLogs": (bucket.urn,)})
    return (bucket, one, *about)


CASES = (
    Case(
        LOAD_BALANCERS_REFUSE_DELETION,
        bad={
            "can delete it": balancer(),
            "may delete load balancers": balancer(OLD, enableDeletionProtection=False),
        },
        good=(balancer(enableDeletionProtection=True),),
        unknown=(balancer(enableDeletionProtection=UNKNOWN),),
    ),
    Case(
        LOAD_BALANCERS_KEEP_ACCESS_LOGS,
        bad={
            "nobody can see": balancer(),
            "who asked": balancer(OLD, accessLogs={"bucket": "logs"}),
            "can see later": balancer(accessLogs={"bucket": "logs", "enabled": False}),
            "for what": balancer(loadBalancerType="network"),
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
            "hands headers on": balancer(),
            "no server may send": balancer(OLD, dropInvalidHeaderFields=False),
            "headers on": balancer(loadBalancerType="application"),
        },
        good=(balancer(dropInvalidHeaderFields=True), balancer(loadBalancerType="network")),
        unknown=(balancer(dropInvalidHeaderFields=UNKNOWN),),
    ),
    Case(
        ACCESS_LOGS_CAN_BE_WRITTEN,
        bad={
            "its encryption is aws:kms,": logged(encryption("aws:kms"), policy()),
            "is aws:kms:dsse": logged(encryption("aws:kms:dsse"), policy()),
            f"no policy lets {ELB} s3:PutObject": logged(encryption("AES256")),
            "no policy lets": logged(policy("delivery.logs.amazonaws.com")),
            f"lets {ELB}": logged(policy(Effect="Deny")),
            "s3:PutObject.": logged(policy(Action="s3:GetObject")),
            "lets logdelivery": logged(policy(Resource="arn:aws:s3:::logs")),
            "no access log arrives": logged(encryption("aws:kms"), policy(), type_=OLD),
            "no access log": new(),
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
