"""Rules for the validity and the size of IAM policy documents of all services."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from iam import quotas
from iam.grammar import IDENTITY, OF_ONE_RESOURCE, RESOURCE, TRUST, Kind, mistakes
from policies.engine.resource import Resource
from policies.engine.rule import Context, Rule, RuleConfig
from policies.rules.identity.resource_policies import (
    BUCKET,
    BUCKET_POLICY,
    KEY,
    QUEUE,
    QUEUE_POLICY,
    TOPIC,
    TOPIC_POLICY,
)
from policies.rules.identity.rights import (
    GROUP_POLICY,
    POLICY,
    ROLE,
    ROLE_POLICY,
    USER_POLICY,
)

ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
KEY_POLICY = "aws:kms/keyPolicy:KeyPolicy"
LOG_POLICY = "aws:cloudwatch/logResourcePolicy:LogResourcePolicy"
REPOSITORY_POLICY = "aws:ecr/repositoryPolicy:RepositoryPolicy"
SECRET_POLICY = "aws:secretsmanager/secretPolicy:SecretPolicy"  # noqa: S105 (a type, no secret)
TABLE_POLICY = "aws:dynamodb/resourcePolicy:ResourcePolicy"
VAULT_POLICY = "aws:backup/vaultPolicy:VaultPolicy"


def _bytes(text: str) -> int:
    return len(text.encode())


@dataclass(frozen=True)
class Limit:
    """The maximum size of a document; `shared_by` is the property that its siblings share.

    The limit is for all documents together that have the same value of this property.
    """

    most: int
    unit: str = "bytes"
    size: Callable[[str], int] = _bytes
    shared_by: str = ""


def _characters(most: int, shared_by: str = "") -> Limit:
    return Limit(most, "characters without white space", quotas.length, shared_by)


def _inline(owner: str) -> Limit:
    return _characters(quotas.INLINE_POLICIES[owner], owner)


@dataclass(frozen=True)
class Place:
    """Where a resource has a document: the dotted path, its kind and, if documented, its limit."""

    path: str
    kind: Kind
    limit: Limit | None = None


_BUCKET = Limit(20_480)
"""https://docs.aws.amazon.com/AmazonS3/latest/userguide/add-bucket-policy.html"""

_QUEUE = Limit(8_192)
"""https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html"""

_KEY = Limit(32_768)
"""https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html"""

PLACES = {
    POLICY: (Place("policy", IDENTITY, _characters(quotas.MANAGED_POLICY)),),
    ROLE_POLICY: (Place("policy", IDENTITY, _inline("role")),),
    GROUP_POLICY: (Place("policy", IDENTITY, _inline("group")),),
    USER_POLICY: (Place("policy", IDENTITY, _inline("user")),),
    ROLE: (
        Place("assumeRolePolicy", TRUST, _characters(quotas.TRUST_POLICY)),
        Place("inlinePolicies.policy", IDENTITY, _characters(quotas.INLINE_POLICIES["role"])),
    ),
    BUCKET: (Place("policy", RESOURCE, _BUCKET),),
    BUCKET_POLICY: (Place("policy", RESOURCE, _BUCKET),),
    KEY: (Place("policy", RESOURCE, _KEY),),
    KEY_POLICY: (Place("policy", RESOURCE, _KEY),),
    QUEUE: (Place("policy", RESOURCE, _QUEUE),),
    QUEUE_POLICY: (Place("policy", RESOURCE, _QUEUE),),
    TOPIC: (Place("policy", RESOURCE),),
    TOPIC_POLICY: (Place("policy", RESOURCE),),
    # https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html
    SECRET_POLICY: (Place("policy", RESOURCE, Limit(20_480)),),
    # https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-considerations.html
    TABLE_POLICY: (Place("policy", RESOURCE, Limit(20_480)),),
    # https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SetRepositoryPolicy.html
    REPOSITORY_POLICY: (Place("policy", OF_ONE_RESOURCE, Limit(10_240)),),
    # https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html
    ENDPOINT: (Place("policy", RESOURCE, Limit(20_480)),),
    # https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html
    LOG_POLICY: (Place("policyDocument", RESOURCE, Limit(5_120)),),
    VAULT_POLICY: (Place("policy", RESOURCE),),
}
"""The properties with policy documents, by resource type, with the source of each limit."""

_SHARED = {
    type_: place for type_, (place, *_) in PLACES.items() if place.limit and place.limit.shared_by
}


def _documents(one: Resource, place: Place) -> Iterator[Any]:
    """Yields the documents at a place, which may be in a list."""
    *parents, last = place.path.split(".")
    parts = one.items(parents[0]) if parents else (one.props,)
    yield from (part[last] for part in parts if part.get(last) is not None)


def _invalid(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    for place in PLACES[one.type]:
        for document in _documents(one, place):
            yield from (f"{place.path}: {text}." for text in mistakes(document, place.kind))


def _too_large(one: Resource, context: Context[RuleConfig]) -> Iterator[str]:
    for place in PLACES[one.type]:
        limit = place.limit
        if limit is None:
            continue
        alike = [one]
        if limit.shared_by:
            owner = one.get(limit.shared_by)
            alike = [
                each for each in context.others.of(one.type) if each.get(limit.shared_by) == owner
            ]
        texts = [_text(document) for each in alike for document in _documents(each, place)]
        if (size := sum(map(limit.size, texts))) > limit.most:
            whole = f" of the {limit.shared_by}, all together," if limit.shared_by else ""
            verb = "have" if len(texts) > 1 else "has"
            yield f"{place.path}{whole} {verb} {size} {limit.unit}; AWS allows {limit.most}."


def _text(document: Any) -> str:
    return document if isinstance(document, str) else json.dumps(document, default=_plain)


def _plain(value: Any) -> Any:
    return dict(value) if hasattr(value, "keys") else list(value)


_READ = {
    type_: tuple(
        path
        for place in places
        for path in (place.path, place.limit and place.limit.shared_by)
        if path
    )
    for type_, places in PLACES.items()
}

RULES = (
    Rule(
        "policy-document-valid",
        description="Policy documents are JSON and follow IAM's grammar.",
        reason="AWS reports a malformed document only when it stores it, after other resources have"
        " changed.",
        remedy="Correct the document as IAM's grammar describes it.",
        source="IAM User Guide, Grammar of the IAM JSON policy language",
        example="policy: '{Statement: [{Effect: allow, Action: s3, Resource: \"*\"}]}'",
        judges=_READ,
        check=_invalid,
        config=RuleConfig,
    ),
    Rule(
        "policy-document-size",
        description="Policy documents are not larger than AWS allows.",
        reason="AWS reports a document that is too large only when it stores it, after other"
        " resources have changed.",
        remedy="Move permissions to another policy, or name fewer resources.",
        source="IAM User Guide, IAM and AWS STS quotas",
        example="policy: a document with 6,145 characters without white space",
        judges=_READ,
        joins={type_: _READ[type_] for type_ in _SHARED},
        check=_too_large,
        config=RuleConfig,
    ),
)
