"""Rules for resource-based policies: no public access, and TLS only."""

from collections.abc import Iterator, Sequence
from functools import partial

from iam.documents import ALL_PRINCIPALS, Statement, statements_of
from policies.engine.resource import Resource
from policies.engine.rule import Context, Rule, RuleConfig

BUCKET = "aws:s3/bucket:Bucket"
BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy"
KEY = "aws:kms/key:Key"
QUEUE = "aws:sqs/queue:Queue"
QUEUE_POLICY = "aws:sqs/queuePolicy:QueuePolicy"
TOPIC = "aws:sns/topic:Topic"
TOPIC_POLICY = "aws:sns/topicPolicy:TopicPolicy"

_ACLS = ("authenticated-read", "public-read", "public-read-write")
"""The canned ACLs that grant public access.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
"""

_NARROWING = (
    *("aws:PrincipalAccount", "aws:PrincipalArn", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths"),
    *("aws:SourceAccount", "aws:SourceArn", "aws:SourceOrgID", "aws:SourceVpc", "aws:SourceVpce"),
    *("aws:userid", "kms:CallerAccount"),
)
"""Condition keys that identify the caller.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""


def _public(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    for statement in statements_of(one.get("policy")):
        if not statement.allows or ALL_PRINCIPALS not in statement.principals:
            continue
        by_address = any(each.kind == "ipaddress" for each in statement.conditions)
        if not by_address and not statement.demanded(*_NARROWING):
            yield f"{statement.label} allows everyone {', '.join(statement.actions)}."


def _public_acl(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if (acl := one.get("acl")) in _ACLS:
        yield f"its acl {acl} allows public access."


def _tls_only(
    policy_type: str,
    reference: str,
    action: str,
    parts: Sequence[str],
    one: Resource,
    context: Context[RuleConfig],
) -> Iterator[str]:
    policies = context.others.about(one, policy_type, reference, ("id", "arn", "url", "bucket"))
    texts = [each.get("policy") for each in policies]
    if not any(
        _denies_clear_text(statement, action, parts)
        for text in texts
        for statement in statements_of(text)
    ):
        yield "no policy denies requests without TLS."


def _denies_clear_text(statement: Statement, action: str, parts: Sequence[str]) -> bool:
    found = [(one.kind, one.key, *map(str.lower, one.values)) for one in statement.conditions]
    return (
        not statement.allows
        and statement.principals_of("AWS") == ("*",)
        and found == [("bool", "aws:securetransport", "false")]
        and statement.covers(action)
        and all(
            any(resource == "*" or resource.endswith(part) for resource in statement.resources)
            if part
            else any("/" not in resource for resource in statement.resources)
            for part in parts
        )
    )


_CARRIERS: tuple[str, ...] = (
    *(BUCKET_POLICY, KEY, QUEUE, QUEUE_POLICY, TOPIC, TOPIC_POLICY),
    "aws:ecr/repositoryPolicy:RepositoryPolicy",
    "aws:efs/fileSystemPolicy:FileSystemPolicy",
    "aws:secretsmanager/secret:Secret",
    "aws:secretsmanager/secretPolicy:SecretPolicy",
)


def _transport_rule(
    name: str, guide: str, type_: str, policy_type: str, reference: str, action: str, *parts: str
) -> Rule[RuleConfig]:
    return Rule(
        f"{name.removesuffix('s')}-tls-only",
        description=f"Policies of {name} deny requests without TLS.",
        reason="Without TLS, data can be read and changed in transit.",
        remedy=f"Add a policy that denies {action} for all principals if aws:SecureTransport is"
        " false.",
        source=guide,
        example="name: one  # and no policy with a Deny on aws:SecureTransport",
        judges={type_: ("id",)},
        joins={policy_type: (reference, "policy")},
        check=partial(_tls_only, policy_type, reference, action, parts),
        config=RuleConfig,
        group="tls-only",
    )


RULES = (
    Rule(
        "no-public-resource-policy",
        description="No resource-based policy allows public access.",
        reason="A single public statement exposes data, regardless of IAM policies.",
        remedy="List the principals, or add a condition on an account, an organization or a"
        " source.",
        source="AWS IAM User Guide, AWS JSON policy elements: Principal",
        example='policy: \'{"Statement": [{"Effect": "Allow", "Principal": "*", "Action":'
        ' "s3:*"}]}\'',
        judges=dict.fromkeys(_CARRIERS, ("policy",)),
        check=_public,
        config=RuleConfig,
    ),
    Rule(
        "no-public-acls",
        description="No access control list (ACL) makes a bucket public.",
        reason="ACLs predate IAM and are easily overlooked in reviews.",
        remedy="Omit acl, and grant access with a bucket policy.",
        source="Amazon S3 User Guide, Controlling ownership of objects and disabling ACLs",
        example="acl: public-read",
        judges={BUCKET: ("acl",), "aws:s3/bucketAcl:BucketAcl": ("acl",)},
        check=_public_acl,
        config=RuleConfig,
    ),
    _transport_rule(
        "buckets",
        "Amazon S3 User Guide, Security best practices for Amazon S3",
        *(BUCKET, BUCKET_POLICY, "bucket", "s3:*", "/*", ""),
    ),
    _transport_rule(
        "queues",
        "Amazon SQS Developer Guide, Amazon SQS security best practices",
        *(QUEUE, QUEUE_POLICY, "queueUrl", "sqs:*"),
    ),
    _transport_rule(
        "topics",
        "Amazon SNS Developer Guide, Amazon SNS security best practices",
        *(TOPIC, TOPIC_POLICY, "arn", "sns:Publish"),
    ),
)
