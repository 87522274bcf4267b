"""Tests of the texts of a decision.

https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
"""

from typing import Any

import pytest

from iam.callers import Caller
from iam.decisions import Layer
from iam.policy_sets import Resource
from iam.requests import Request
from tests.iam.scenes import (
    ADA,
    ALLOW,
    ALLOW_OTHER,
    DENY,
    HERE,
    OBJECT,
    ROOT,
    ROOT_ARN,
    THERE,
    named,
    policy,
    read,
    statement,
)

MANAGED = f"arn:aws:iam::{HERE}:policy/limits"
MANAGED_DENY = policy(statement(), statement(Effect="Deny"), name=MANAGED)

DENIALS: tuple[tuple[dict[str, Any], str, str], ...] = (
    ({}, "because no identity-based policy allows the s3:GetObject action", ""),
    (
        {"identity": (ALLOW,), "boundary": ALLOW_OTHER},
        "because no permissions boundary allows the s3:GetObject action",
        "",
    ),
    (
        {"identity": (ALLOW,), "session": (ALLOW_OTHER,)},
        "because no session policy allows the s3:GetObject action",
        "",
    ),
    ({"control": ((),)}, "because no service control policy allows the s3:GetObject action", ""),
    (
        {"identity": (ALLOW,), "resource": Resource(THERE)},
        "because no resource-based policy allows the s3:GetObject action",
        "",
    ),
    (
        {"identity": (DENY,)},
        "with an explicit deny in an identity-based policy",
        "statement 1 of the identity-based policy p",
    ),
    (
        {"boundary": MANAGED_DENY},
        f"with an explicit deny in a permissions boundary: {MANAGED}",
        f"statement 2 of the permissions boundary {MANAGED}",
    ),
    (
        {"resource": named("*", Effect="Deny", Sid="NoOne")},
        "with an explicit deny in a resource-based policy",
        "statement NoOne of the resource-based policy its",
    ),
)


@pytest.mark.parametrize(("policies", "ending", "where"), DENIALS)
def test_a_denial_has_the_message_of_aws_and_names_the_statement(
    policies: dict[str, Any], ending: str, where: str
) -> None:
    decision = read(**policies)
    start = f"User: {ADA.arn} is not authorized to perform: s3:GetObject on resource: {OBJECT}"
    assert decision.message == f"{start} {ending}"
    assert decision.reason == (
        f"denied by {where}" if where else f"denied because no {decision.layer} allows s3:GetObject"
    )


@pytest.mark.parametrize(
    ("effect", "ending"),
    [
        ("Allow", "because no role trust policy allows the sts:AssumeRole action"),
        ("Deny", "with an explicit deny in the role trust policy"),
    ],
)
def test_the_message_of_a_trust_policy_does_not_name_the_role(effect: str, ending: str) -> None:
    principal = {"AWS": ROOT_ARN if effect == "Deny" else THERE}
    only = statement("sts:AssumeRole", Effect=effect, Principal=principal)
    resource = Resource(HERE, policy(only), layer=Layer.TRUST)
    decision = read(request=Request("sts:AssumeRole", "arn"), resource=resource)
    assert (
        decision.message == f"User: {ADA.arn} is not authorized to perform: sts:AssumeRole {ending}"
    )


def test_the_message_for_a_web_identity_names_no_principal() -> None:
    request = Request("sts:AssumeRoleWithWebIdentity", "arn")
    decision = read(Caller.web_identity("accounts.google.com"), request)
    assert decision.message == "Not authorized to perform sts:AssumeRoleWithWebIdentity"


def test_an_allowed_request_has_a_reason_and_no_message() -> None:
    allowed = read(identity=(policy(statement(Sid="Reads"), name="reader"),))
    assert (allowed.message, allowed.explicit) == ("", False)
    assert allowed.reason == "allowed by statement Reads of the identity-based policy reader"
    assert "root user" in read(ROOT).reason
