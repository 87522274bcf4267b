"""Test stacks for the rules about wildcards in IAM policies."""

import json
from typing import Any

from policies.engine.resource import Resource
from policies.rules.identity.rights import GROUP_POLICY, POLICY, ROLE, ROLE_POLICY, USER_POLICY
from tests.policies.rules.cases import UNKNOWN, Case, Stack, a

BUCKET = "arn:aws:s3:::cells/*"


def document(**statement: Any) -> str:
    """Returns a policy document with one statement, by default for one bucket's objects."""
    base = {"Effect": "Allow", "Resource": BUCKET}
    if "NotResource" in statement:
        del base["Resource"]
    return json.dumps({"Version": "2012-10-17", "Statement": [{**base, **statement}]})


def giving(type_: str = ROLE_POLICY, name: str = "api", **statement: Any) -> Resource:
    """Returns a resource with such a policy document."""
    return a(type_, name=name, policy=document(**statement))


def inline(**statement: Any) -> Resource:
    """Returns a role with such an inline policy document."""
    part = {"name": "inside", "policy": document(**statement)}
    return a(ROLE, inlinePolicies=[part])


_LOOSE = {"Effect": "Allow", "Action": "ssm:*", "Resource": "x"}
_LEAVES_ALONE: tuple[Stack, ...] = (
    giving(Action="*", Resource="*"),
    giving(Action=["*:*"], Resource=["*"]),
    giving(POLICY, "cellscope-boundary", NotAction="iam:*", Resource="*"),
    giving(POLICY, "cellscope-boundary-staging", NotAction="iam:*", Resource="*"),
    giving(POLICY, "cellscope-deploy-boundary-sandbox", Action="s3:*", Resource="*"),
    giving(Effect="Deny", Action="s3:*", Resource="*"),
    giving(Effect="Deny", NotAction="s3:GetObject", NotResource=BUCKET),
    a(ROLE),
    a(ROLE_POLICY, policy="no JSON, which AWS refuses"),
    a(ROLE_POLICY, policy="[]"),
)
"""Statements that other rules report, that grant nothing, or that deny."""

_UNKNOWN: tuple[Stack, ...] = (
    a(ROLE_POLICY, policy=UNKNOWN),
    a(POLICY, name=UNKNOWN, policy=document(Action="s3:*", Resource="*")),
    a(ROLE, inlinePolicies=[{"name": "inside", "policy": UNKNOWN}]),
    a(ROLE, inlinePolicies=UNKNOWN),
)

CASES = (
    Case(
        "no-wildcard-actions",
        bad={
            "wildcard: s3:Get*.": giving(POLICY, Action=["s3:PutObject", "s3:Get*"]),
            "actions by wildcard: s3:GetObjec?.": giving(GROUP_POLICY, Action="s3:GetObjec?"),
            "statement 1 allows actions by wildcard: *.": giving(USER_POLICY, Action="*"),
            "statement Reads allows": inline(Sid="Reads", Action="s3:Get*"),
            "a:*, b:*, c:*, d:* and 1 more.": giving(Action=["a:*", "b:*", "c:*", "d:*", "e:*"]),
            "iam:*, organizations:*.": giving(NotAction=["iam:*", "organizations:*"], Resource="*"),
            # The name of a boundary does not exempt an inline policy.
            "by wildcard: sqs:*.": giving(ROLE_POLICY, "cellscope-boundary", Action="sqs:*"),
            "sns:*": giving(POLICY, "cellscope-boundary-2", Action="sns:*", Condition={}),
            "wildcard: ssm:*.": [
                a(ROLE_POLICY, policy=json.dumps({"Statement": _LOOSE})),
                a(ROLE_POLICY, policy={"Statement": [_LOOSE]}),
            ],
        },
        good=(
            *_LEAVES_ALONE,
            giving(Action=["s3:GetObject", "s3:PutObject"]),
            giving(Action="S3:getobject", Resource="*"),
            giving(Action="xray:Put*"),
            giving(Action="XRAY:PUT*"),
        ),
        unknown=_UNKNOWN,
        config={"allowed": ["xray:Put*"]},
    ),
    Case(
        "no-wildcard-resources",
        bad={
            "statement 1 allows s3:GetObject on *.": giving(Action="s3:GetObject", Resource="*"),
            "allows sns:Publish on *.": giving(Action="sns:Publish", Resource="*"),
            "on arn:aws:s3:::*.": giving(
                POLICY, Action="s3:PutObject", Resource=[BUCKET, "arn:aws:s3:::*"]
            ),
            "s3:::*/*.": giving(GROUP_POLICY, Action="s3:GetObject", Resource="arn:aws:s3:::*/*"),
            "on arn:aws:sqs:*:1:*.": giving(Action="sqs:*", Resource="arn:aws:sqs:*:1:*"),
            "on arn:aws:dynamodb:*.": giving(Action="dynamodb:Scan", Resource="arn:aws:dynamodb:*"),
            "except arn:aws:s3:::cells/*": giving(
                USER_POLICY, Action="s3:DeleteObject", NotResource=BUCKET
            ),
            # An action without resource-level permissions does not exempt the statement's other
            # actions.
            "allows secretsmanager:GetSecretValue on *.": inline(
                Action=["s3:ListAllMyBuckets", "secretsmanager:GetSecretValue"], Resource="*"
            ),
            "allows eks:DescribeCluster on *.": giving(
                Action="eks:DescribeCluster",
                Resource="*",
                Condition={"StringEquals": {"aws:RequestedRegion": "eu-west-1"}},
            ),
        },
        good=(
            *_LEAVES_ALONE,
            giving(Action=["ecr:GetAuthorizationToken"], Resource="*"),
            giving(
                name="biomage-user-pool-case-insensitive-sms", Action="sns:Publish", Resource="*"
            ),
            giving(Action="ec2:describevpcs", Resource=["*"]),
            giving(Action="s3:GetObject", Resource="arn:aws:s3:::cells-*/*"),
            giving(Action="iam:GetRole", Resource="arn:aws:iam::242905224710:role/*"),
            # Other rules report iam:PassRole and NotAction.
            giving(Action="iam:PassRole", Resource="*"),
            giving(NotAction="iam:*", Resource="*"),
        ),
        unknown=_UNKNOWN,
    ),
)
