"""Test stacks for the rules about administrators and iam:PassRole."""

from typing import Any

from policies.engine.resource import Resource
from policies.rules.identity.administrators import (
    ATTACHMENT,
    GROUP_ATTACHMENT,
    ROLE_ATTACHMENT,
    USER_ATTACHMENT,
)
from policies.rules.identity.rights import POLICY, ROLE, ROLE_POLICY
from tests.policies.rules.cases import UNKNOWN, Case, a
from tests.policies.rules.identity.cases_rights import giving, inline

_AWS = "arn:aws:iam::aws:policy"
_OWN = "arn:aws:iam::242905224710"
_ROLES = f"{_OWN}:role/*"


def _attached(arn: str, type_: str = ROLE_ATTACHMENT) -> Resource:
    return a(type_, policyArn=arn)


def _passing(resource: str, **more: Any) -> Resource:
    return giving(Action="iam:PassRole", Resource=resource, **more)


CASES = (
    Case(
        "no-administrator-policy",
        bad={
            "AdministratorAccess is attached, which allows its holder to get": [
                _attached(f"{_AWS}/AdministratorAccess"),
                _attached(f"{_AWS}/AdministratorAccess", GROUP_ATTACHMENT),
                _attached(f"{_AWS}/AdministratorAccess", ATTACHMENT),
                a(ROLE, managedPolicyArns=[f"{_AWS}/AdministratorAccess"]),
            ],
            "IAMFullAccess is attached": _attached(f"{_AWS}/IAMFullAccess", USER_ATTACHMENT),
            "AdministratorAccess-Amplify": _attached(f"{_AWS}/AdministratorAccess-Amplify"),
            "cellscope-boundary is a permissions": _attached(f"{_OWN}:policy/cellscope-boundary"),
            "deploy-boundary-staging is a": a(
                ROLE, managedPolicyArns=[f"{_OWN}:policy/cellscope-deploy-boundary-staging"]
            ),
            "statement 1 allows all actions on all resources.": [giving(Action="*", Resource="*")],
            "statement All allows": inline(Sid="All", Action="*:*", Resource="*"),
        },
        good=(
            _attached(f"{_AWS}/PowerUserAccess"),
            _attached(f"{_AWS}/IAMReadOnlyAccess"),
            a(ROLE, managedPolicyArns=[f"{_AWS}/SecurityAudit"]),
            a(ROLE, permissionsBoundary=f"{_OWN}:policy/cellscope-boundary"),
            giving(POLICY, "cellscope-boundary", Action="*", Resource="*"),
            giving(Effect="Deny", Action="*", Resource="*"),
            giving(Action="*"),
            giving(Action="s3:*", Resource="*"),
        ),
        unknown=(_attached(UNKNOWN), a(ROLE, managedPolicyArns=[UNKNOWN])),
    ),
    Case(
        "no-wildcard-pass-role",
        bad={
            "statement 1 allows passing *, which matches any role, to any service.": [
                _passing("*"),
                giving(Action="IAM:passrole", Resource="*"),
                _passing("*", Condition={"StringLike": {"iam:PassedToService": "*"}}),
                # The name of a deploy role exempts nothing.
                _passing("*", name="cellscope-deploy-staging"),
            ],
            "statement 1 allows passing arn:aws:iam::242905224710:role/*": [
                _passing(_ROLES),
                _passing(_ROLES, name="cellscope-deploy-staging"),
            ],
            "passing arn:aws:iam::*:role/*": _passing("arn:aws:iam::*:role/*"),
            "242905224710:*": giving(Action=["s3:GetObject", "iam:Pass*"], Resource=[f"{_OWN}:*"]),
            "except arn:aws:iam::242905224710:role/*": giving(
                Action="iam:PassRole", NotResource=_ROLES
            ),
            "statement Rest allows passing": inline(Sid="Rest", NotAction="s3:*", Resource=_ROLES),
        },
        good=(
            _passing(f"{_OWN}:role/state-machine-*"),
            _passing(f"{_OWN}:role/service-role/*"),
            _passing("*", Condition={"StringEquals": {"iam:PassedToService": "eks.amazonaws.com"}}),
            _passing(_ROLES, Condition={"StringLike": {"iam:passedtoservice": ["ecs*.aws"]}}),
            _passing(f"{_OWN}:role/*-staging"),
            _passing("*", Effect="Deny"),
            giving(Action="iam:GetRole", Resource="*"),
            giving(NotAction="iam:*", Resource="*"),
            giving(Action="*", Resource="*"),
            giving(POLICY, "cellscope-boundary", Action="iam:PassRole", Resource="*"),
        ),
        unknown=(a(ROLE_POLICY, policy=UNKNOWN),),
    ),
)
