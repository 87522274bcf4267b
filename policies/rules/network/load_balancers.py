"""Rules for load balancers and the buckets of their access logs."""

from collections.abc import Iterator
from dataclasses import replace

from iam.documents import Statement, statements_of
from policies.engine.resource import Others, Resource
from policies.engine.rule import Context, Rule, RuleConfig
from policies.rules.data.buckets import ENCRYPTION
from policies.rules.data.data_retention import KeepingConfig, requires_until_retired
from policies.rules.identity.resource_policies import BUCKET, BUCKET_POLICY

BALANCERS = ("aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer")
"""The resource type and its deprecated alias."""

_APPLICATION, _GATEWAY = "application", "gateway"
_DELIVERY = "logdelivery.elasticloadbalancing.amazonaws.com"
_GUIDE = "Elastic Load Balancing, Application Load Balancers"
_HUB = "AWS Security Hub User Guide"
_NAMES = ("id", "bucket")
_WRITE = "s3:PutObject"


def _kind(one: Resource) -> str:
    # Application is the default (Terraform AWS provider, aws_lb).
    return one.get("loadBalancerType") or _APPLICATION


def _logs(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    # Gateway Load Balancers have no access logs (Elastic Load Balancing, Gateway Load Balancers).
    if _kind(one) != _GATEWAY and one.get("accessLogs.enabled") is not True:
        yield "it writes no access logs."


def _drops(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if _kind(one) == _APPLICATION and one.get("dropInvalidHeaderFields") is not True:
        yield "it forwards invalid HTTP headers."


def _written(one: Resource, context: Context[RuleConfig]) -> Iterator[str]:
    others = context.others
    if not any(_logging(others).about(one, BALANCERS[0], "bucket", _NAMES)):
        return
    for each in others.about(one, ENCRYPTION, "bucket", _NAMES):
        for rule in each.items("rules"):
            found = (rule.get("applyServerSideEncryptionByDefault") or {}).get("sseAlgorithm")
            if str(found).startswith("aws:kms"):
                yield (
                    f"access logs cannot be delivered: the bucket's encryption is {found} and must"
                    " be AES256."
                )
    policies = others.about(one, BUCKET_POLICY, "bucket", _NAMES)
    statements = (each for policy in policies for each in statements_of(policy.get("policy")))
    if not any(map(_lets_in, statements)):
        yield f"access logs cannot be delivered: no bucket policy allows {_DELIVERY} {_WRITE}."


def _logging(others: Others) -> Others:
    """Returns the Application Load Balancers, with accessLogs as their properties."""
    return Others(
        tuple(
            replace(
                one,
                type=BALANCERS[0],
                props=one.part("accessLogs"),
                uses={"bucket": one.uses.get("accessLogs", ())},
            )
            for one in others.of(*BALANCERS)
            if _kind(one) == _APPLICATION
        )
    )


def _lets_in(statement: Statement) -> bool:
    return (
        statement.allows
        and _DELIVERY in statement.principals_of("Service")
        and statement.covers(_WRITE)
        and any(resource.endswith("*") for resource in statement.resources)
    )


RULES = (
    Rule(
        "load-balancer-deletion-protection",
        description="Load balancers have deletion protection.",
        reason="Deletion then needs two steps. A new load balancer would have another DNS name.",
        remedy="Set enableDeletionProtection to true.",
        source=f"{_HUB}, control ELB.6; {_GUIDE}, Deletion protection",
        example="enableDeletionProtection: false",
        judges=dict.fromkeys(BALANCERS, ("enableDeletionProtection",)),
        check=requires_until_retired(
            "enableDeletionProtection",
            "enableDeletionProtection is not true: deleting it by mistake loses its DNS name.",
        ),
        config=KeepingConfig,
    ),
    Rule(
        "load-balancer-access-logs",
        description="Load balancers write access logs.",
        reason="After an attack or an outage, access logs are the only record of all requests.",
        remedy="Set accessLogs.bucket, and accessLogs.enabled to true.",
        source=f"{_HUB}, control ELB.5; {_GUIDE}, Enable access logs",
        example="accessLogs: {bucket: logs, enabled: false}",
        judges=dict.fromkeys(BALANCERS, ("accessLogs.enabled", "loadBalancerType")),
        check=_logs,
        config=RuleConfig,
    ),
    Rule(
        "load-balancer-drop-invalid-headers",
        description="Application Load Balancers drop invalid HTTP headers.",
        reason="Servers that parse invalid headers differently are open to request smuggling.",
        remedy="Set dropInvalidHeaderFields to true.",
        source=f"{_HUB}, control ELB.4; {_GUIDE}, Load balancer attributes",
        example="dropInvalidHeaderFields: false",
        judges=dict.fromkeys(BALANCERS, ("dropInvalidHeaderFields", "loadBalancerType")),
        check=_drops,
        config=RuleConfig,
    ),
    Rule(
        "access-log-bucket-policy",
        description="A bucket for access logs allows their delivery and uses S3-managed keys.",
        reason="Elastic Load Balancing cannot use KMS keys. It rejects the setting or delivers no"
        " logs.",
        remedy=f"Set sseAlgorithm to AES256, and allow {_DELIVERY} s3:PutObject in a BucketPolicy.",
        source=f"{_GUIDE}, Enable access logs",
        example="rules: [{applyServerSideEncryptionByDefault: {sseAlgorithm: 'aws:kms'}}]",
        judges={BUCKET: _NAMES},
        joins={
            **dict.fromkeys(BALANCERS, ("accessLogs.bucket", "loadBalancerType")),
            BUCKET_POLICY: ("bucket", "policy"),
            ENCRYPTION: ("bucket", "rules.applyServerSideEncryptionByDefault.sseAlgorithm"),
        },
        check=_written,
        config=RuleConfig,
    ),
)
