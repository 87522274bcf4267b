import json
from typing import Any

import pytest

from delivery.adopt.access.boundaries import lost_rights
from delivery.aws import Clients
from delivery.plan.change import Change, Difference, Op, State

ROLE, BOUNDARY = "api-role", "arn:aws:iam::242905224710:policy/boundary"


def document(*statements: dict[str, Any]) -> str:
    allowed = [{"Effect": "Allow", "Resource": "*", **one} for one in statements]
    return json.dumps({"Version": "2012-10-17", "Statement": allowed})


@pytest.fixture
def iam(aws: Clients) -> Any:
    """IAM with a role, and with a boundary of S3 and of passing roles to Step Functions."""
    iam = aws("iam")
    to_machines = {"StringEquals": {"iam:PassedToService": "states.amazonaws.com"}}
    allowed = document({"Action": "s3:*"}, {"Action": "iam:PassRole", "Condition": to_machines})
    iam.create_policy(PolicyName="boundary", PolicyDocument=allowed)
    iam.create_role(RoleName=ROLE, AssumeRolePolicyDocument="{}")
    return iam


def change(boundary: str | None = BOUNDARY, before: str | None = None) -> Change:
    """An update of the role that sets its boundary."""
    sides = (
        State({"permissionsBoundary": one} if one else {}, {}, id=ROLE)
        for one in (before, boundary)
    )
    urn = "urn:pulumi:staging::cellscope::aws:iam/role:Role::api"
    paths = (Difference("permissionsBoundary", replaces=False),)
    old, new = sides
    return Change(urn=urn, op=Op.UPDATE, old=old, new=new, differences=paths)


def allow(iam: Any, *statements: dict[str, Any]) -> None:
    iam.put_role_policy(RoleName=ROLE, PolicyName="old", PolicyDocument=document(*statements))


def test_rights_that_the_boundary_has_are_kept_even_if_it_limits_them(iam: Any) -> None:
    allow(iam, {"Action": ["s3:GetObject", "s3:Put*"]}, {"Action": "iam:PassRole"})
    assert list(lost_rights([change()], iam)) == []


def test_a_right_that_the_boundary_lacks_is_named_with_its_resource(iam: Any) -> None:
    allow(iam, {"Action": ["s3:GetObject", "ses:SendEmail"]})
    iam.attach_role_policy(RoleName=ROLE, PolicyArn="arn:aws:iam::aws:policy/AWSXrayReadOnlyAccess")
    (line,) = lost_rights([change()], iam)
    assert line.startswith("api-role would lose ses:SendEmail on *, xray:")
    assert f"to the boundary {BOUNDARY}" in line


def test_a_role_that_keeps_its_boundary_or_gets_none_loses_nothing(iam: Any) -> None:
    allow(iam, {"Action": "ses:SendEmail"})
    assert list(lost_rights([change(before=BOUNDARY), change(boundary=None)], iam)) == []


def test_a_boundary_that_does_not_exist_comes_with_the_stack_account(iam: Any) -> None:
    missing = BOUNDARY.replace("boundary", "other")
    (line,) = lost_rights([change(missing)], iam)
    assert line == f"api-role needs the boundary {missing}. Deploy the stack account first."
