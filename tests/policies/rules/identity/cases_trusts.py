"""Test stacks for the rules about trust policies and permissions boundaries."""

import json
from typing import Any

from policies.engine.resource import Resource
from policies.rules.identity.rights import ROLE
from tests.policies.rules.cases import UNKNOWN, Case, Stack, a

_OWN, _OTHER = "242905224710", "160782110667"
_LISTED = {"allowedAccountIds": [_OWN]}
_PROVIDER = {"allowedAccountIds": json.dumps([_OWN])}


def _role(statement: Any, **more: Any) -> Resource:
    base = {"Effect": "Allow", "Action": "sts:AssumeRole"}
    document = {"Version": "2012-10-17", "Statement": [{**base, **statement}]}
    return a(ROLE, assumeRolePolicy=json.dumps(document), **more)


def _by(principal: Any, condition: Any = None, **more: Any) -> Resource:
    statement = {"Principal": principal, **({"Condition": condition} if condition else {}), **more}
    return _role(statement, provider=_PROVIDER)


def _root(account: str) -> dict[str, str]:
    return {"AWS": f"arn:aws:iam::{account}:root"}


def _service(name: str, condition: Any = None) -> Resource:
    return _by({"Service": f"{name}.amazonaws.com"}, condition)


def _bound_by(boundary: str, account: str = _OWN) -> Resource:
    return a(ROLE, permissionsBoundary=f"arn:aws:iam::{account}:policy/{boundary}")


_MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
_UNKNOWN: tuple[Stack, ...] = (a(ROLE, assumeRolePolicy=UNKNOWN),)

CASES = (
    Case(
        "trust-policy-principals",
        bad={
            "1 trusts every principal of the kind AWS.": [_by("*"), _by({"AWS": ["*"]}, _MFA)],
            "every principal of the kind Federated": _by({"Federated": "*"}),
            "trusts all principals except the listed ones.": _role({"NotPrincipal": _root(_OTHER)}),
            "statement 1 trusts the whole account 242905224710 without a condition.": [
                _by(_root(_OWN)),
                _by({"AWS": _OWN}),
                _by(_root(_OWN), {"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}}),
            ],
            "statement 1 trusts the whole account 160782110667 without a condition.": _by(
                {"AWS": [f"arn:aws:iam::{_OWN}:role/deploy", f"arn:aws:iam::{_OTHER}:root"]}
            ),
            "statement 1 trusts every principal of another account, 160782110667.": [
                _by(_root(_OTHER), _MFA),
                _by(_root(_OTHER), {**_MFA, "StringLike": {"sts:ExternalId": "*"}}),
            ],
        },
        good=(
            _by({"AWS": f"arn:aws:iam::{_OWN}:role/deploy"}),
            _by({"AWS": f"arn:aws:iam::{_OTHER}:role/deploy"}),
            _by({"Service": "ec2.amazonaws.com"}),
            _by(_root(_OWN), _MFA),
            _by(_root(_OTHER), {"StringEquals": {"sts:ExternalId": "a-secret-word"}}),
            _by({"AWS": _OTHER}, {"StringEquals": {"aws:PrincipalOrgID": "o-0000000000"}}),
            _by(_root(_OTHER), {"ArnEquals": {"aws:PrincipalArn": f"arn:aws:iam::{_OTHER}:x"}}),
            _by("*", Effect="Deny"),
            # Any account may be the program's own if the provider does not restrict accounts.
            _role({"Principal": _root(_OTHER), "Condition": _MFA}),
            _role({"Principal": _root(_OWN), "Condition": _MFA}, provider=_LISTED),
        ),
        unknown=_UNKNOWN,
    ),
    Case(
        "service-trust-source-condition",
        bad={
            "statement 1 trusts eks.amazonaws.com for resources of any account.": [
                _service("eks"),
                _service("eks", {"StringLike": {"aws:SourceAccount": "*"}}),
                _service("eks", {"ArnLike": {"aws:SourceArn": "arn:aws:eks:*:*:cluster/*"}}),
            ],
            "eks-fargate-pods.amazonaws.com for": _service(
                "eks-fargate-pods", {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}
            ),
            "trusts vpc-flow-logs": _by(
                {"Service": ["ec2.amazonaws.com", "vpc-flow-logs.amazonaws.com"]}
            ),
        },
        good=(
            _service("eks", {"StringEquals": {"aws:SourceAccount": _OWN}}),
            _service("eks", {"StringEquals": {"aws:sourceaccount": [_OWN]}}),
            _service("eks", {"ArnLike": {"aws:SourceArn": f"arn:aws:eks:*:{_OWN}:cluster/*"}}),
            _service("ec2"),
            _by(_root(_OWN)),
            _by({"Service": "eks.amazonaws.com"}, Effect="Deny"),
        ),
        unknown=_UNKNOWN,
    ),
    Case(
        "role-has-permissions-boundary",
        bad={
            "it has no permissions boundary.": [a(ROLE), a(ROLE, permissionsBoundary="")],
            "Admin is not one of the team's.": _bound_by("Admin", "aws"),
            "cellscope-boundary-2 is not one of": _bound_by("cellscope-boundary-2"),
            "cellscope-deploy-boundary is not one of": _bound_by("cellscope-deploy-boundary"),
        },
        good=(
            *map(
                _bound_by,
                (
                    "cellscope-boundary",
                    "cellscope-boundary-staging",
                    "cellscope-boundary-production",
                    "cellscope-deploy-boundary-sandbox",
                    "platform/cellscope-deploy-boundary-production",
                ),
            ),
        ),
        unknown=(a(ROLE, permissionsBoundary=UNKNOWN),),
    ),
)
