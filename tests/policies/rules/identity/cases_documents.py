"""Test stacks for the rules about valid policy documents and their sizes."""

import json
from typing import Any

from policies.engine.resource import Resource
from policies.rules.identity.documents import ENDPOINT, REPOSITORY_POLICY
from policies.rules.identity.resource_policies import BUCKET_POLICY, QUEUE_POLICY
from policies.rules.identity.rights import GROUP_POLICY, POLICY, ROLE, ROLE_POLICY, USER_POLICY
from tests.policies.rules.cases import UNKNOWN, Case, a

_READ = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::cells/*"}
_EVERYONE = {**_READ, "Principal": "*"}
_ASSUME = {
    "Effect": "Allow",
    "Action": "sts:AssumeRole",
    "Principal": {"Service": "ec2.amazonaws.com"},
}


def _document(*statements: Any, **more: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [*statements], **more})


def _policy(**changes: Any) -> Resource:
    """Returns a managed policy with one statement; a change to None removes the element."""
    statement = {**_READ, **changes}
    return a(POLICY, policy=_document({k: v for k, v in statement.items() if v is not None}))


def _long(characters: int, **statement: Any) -> str:
    """Returns a document of exactly this many characters without white space, and some with."""
    statement = {"Sid": "", **(statement or _READ)}
    length = len(_document(statement).replace(" ", ""))
    return _document({**statement, "Sid": "A" * (characters - length)})


def _padded(bytes_: int, **statement: Any) -> str:
    text = _document(statement)
    return text + " " * (bytes_ - len(text))


CASES = (
    Case(
        "policy-document-valid",
        bad={
            "policy: the document is not valid JSON: Expecting": [
                a(POLICY, policy="{'Statement': []}"),
                a(BUCKET_POLICY, policy=""),
            ],
            "the document is not a JSON object": a(POLICY, policy="[]"),
            "the document has no Statement": [
                a(POLICY, policy="{}"),
                a(POLICY, policy=_document()),
            ],
            "statement 1 is not a JSON object": a(POLICY, policy=_document("Allow")),
            'Version "2012-10-18" is not one of 2012-10-17, 2008-10-17': a(
                POLICY, policy=_document(_READ, Version="2012-10-18")
            ),
            'the document has the unknown element "Statements"': a(
                POLICY, policy=_document(_READ, Statements=[])
            ),
            'statement 1 has the unknown element "Actions"': _policy(Actions="s3:GetObject"),
            'Effect "allow" is not Allow or Deny': _policy(Effect="allow"),
            "Effect null is not Allow or Deny": _policy(Effect=None),
            "needs exactly one of Action and NotAction": [
                _policy(Action=None),
                _policy(NotAction="s3:PutObject"),
            ],
            "needs exactly one of Resource and NotResource": [
                _policy(Resource=None),
                a(BUCKET_POLICY, policy=_document({**_EVERYONE, "NotResource": "*"})),
            ],
            "needs exactly one of Principal": [
                a(BUCKET_POLICY, policy=_document(_READ)),
                a(ROLE, assumeRolePolicy=_document({**_ASSUME, "NotPrincipal": "*"})),
            ],
            "Principal does not belong in this kind of document": _policy(Principal="*"),
            "assumeRolePolicy: statement 1: Resource does not belong": a(
                ROLE, assumeRolePolicy=_document({**_ASSUME, "Resource": "*"})
            ),
            "Action is empty": _policy(Action=[]),
            'Action "s3" is not of the form service:Action': _policy(Action=["s3"]),
            'Action "s3:GetObject " is not of': _policy(Action="s3:GetObject "),
            'Resource "cells" is not an ARN or *': _policy(Resource="cells"),
            'NotResource "" is not an ARN': _policy(Resource=None, NotResource=""),
            "statement May read: Sid has other characters": _policy(Sid="May read"),
            '2 statements have the Sid "Reads"': a(
                POLICY, policy=_document({**_READ, "Sid": "Reads"}, {**_READ, "Sid": "Reads"})
            ),
            '"StringIs" is not a condition operator': _policy(Condition={"StringIs": {"a": "b"}}),
            '"NullIfExists" is not a condition': _policy(Condition={"NullIfExists": {"a": "true"}}),
            "the operator Bool has no condition keys": _policy(Condition={"Bool": {}}),
            "Condition is not a JSON object": _policy(Condition=["Bool"]),
            "inlinePolicies.policy: statement 1: Effect": a(
                ROLE, inlinePolicies=[{"name": "x", "policy": _document({**_READ, "Effect": "No"})}]
            ),
        },
        good=(
            _policy(),
            _policy(Resource=None, NotResource=["arn:aws:s3:::cells/${aws:username}/*"]),
            _policy(Action=None, NotAction="iam:*", Condition={"Null": {"aws:TokenAge": "true"}}),
            _policy(Action="*", Resource="*", Condition={"bool": {"aws:SecureTransport": "true"}}),
            _policy(Condition={"ForAllValues:StringLikeIfExists": {"aws:TagKeys": "a"}}),
            a(POLICY, policy={"Statement": _READ}),
            a(POLICY, policy=_document({**_READ, "Sid": ""}, {**_READ, "Sid": ""})),
            a(POLICY, policy=_document(_READ, Id="id")),
            a(BUCKET_POLICY, policy=_document({**_EVERYONE, "Sid": "May read"})),
            a(ROLE, assumeRolePolicy=_document(_ASSUME)),
            a(REPOSITORY_POLICY, policy=_document({**_ASSUME, "Action": "ecr:BatchGetImage"})),
            a(ROLE),
            a(ENDPOINT),
        ),
        unknown=(
            a(POLICY, policy=UNKNOWN),
            a(ROLE, inlinePolicies=[{"name": "inside", "policy": UNKNOWN}]),
        ),
    ),
    Case(
        "policy-document-size",
        bad={
            "policy has 6145 characters without white space; AWS allows 6144": a(
                POLICY, policy=_long(6_145)
            ),
            "assumeRolePolicy has 2049 characters": a(
                ROLE, assumeRolePolicy=_long(2_049, **_ASSUME)
            ),
            "inlinePolicies.policy have 10241 characters": a(
                ROLE,
                inlinePolicies=[
                    {"name": name, "policy": _long(size)}
                    for name, size in (("a", 5_000), ("b", 5_241))
                ],
            ),
            "policy of the role, all together, have 10241 characters": (
                a(ROLE_POLICY, "one", role="api", policy=_long(5_000)),
                a(ROLE_POLICY, "two", role="api", policy=_long(5_241)),
            ),
            "policy of the group, all together, has 5121": a(
                GROUP_POLICY, group="team", policy=_long(5_121)
            ),
            "policy of the user, all together, has 2049": a(
                USER_POLICY, user="ada", policy=_long(2_049)
            ),
            "policy has 20481 bytes; AWS allows 20480": a(
                BUCKET_POLICY, policy=_padded(20_481, **_EVERYONE)
            ),
            "policy has 8193 bytes": a(QUEUE_POLICY, policy=_padded(8_193, **_EVERYONE)),
        },
        good=(
            a(POLICY, policy=_long(6_144)),
            a(POLICY, policy=_padded(9_999, **_READ)),
            a(ROLE, assumeRolePolicy=_long(2_048, **_ASSUME)),
            (
                a(ROLE_POLICY, "one", role="api", policy=_long(10_240)),
                a(ROLE_POLICY, "two", role="ui", policy=_long(10_240)),
            ),
            a(BUCKET_POLICY, policy=_padded(20_480, **_EVERYONE)),
            a(POLICY, policy={"Statement": [_READ]}),
        ),
        unknown=(
            a(POLICY, policy=UNKNOWN),
            a(ROLE_POLICY, role=UNKNOWN, policy=_long(10_240)),
        ),
    ),
)
