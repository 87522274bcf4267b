"""Test stacks for the rules about administrators and iam:PassRole."""

from typing import Any

from policies.rules.identity.administrators import (
    ATTACHMENT,
    GROUP_ATTACHMENT,
    NO_ADMINISTRATOR,
    NO_PASSING_OF_ANY_ROLE,
    ROLE_ATTACHMENT,
    USER_ATTACHMENT,
)
from policies.rules.identity.rights import POLICY, ROLE, ROLE_POLICY
from tests.policies.rules.cases import UNKNOWN, Case, Stack, a
from tests.policies.rules.identity.cases_rights import giving, inline

_AWS = "arn:aws:iam::aws:policy"
_OWN = "arn:aws:iam::242905224710"
_ROLES = f"{_OWN}:role/*"


def _attached(arn: str, type_: str = ROLE_ATTACHMENT) -> Stack:
    return (a(type_, props={"policyArn": arn}),)


def _passing(resource: str, **more: Any) -> Stack:
    return (giving(Action="iam:PassRole", Resource=resource, **more),)


CASES = (
    Case(
        NO_ADMINISTRATOR,
        bad={
            "AdministratorAccess is attached, which allows its holder to get": _attached(
                f"{_AWS}/AdministratorAccess"
            ),
            "AdministratorAccess": _attached(f"{_AWS}/AdministratorAccess", GROUP_ATTACHMENT),
            "AdministratorAccess is attached, which allows its holder": _attached(
                f"{_AWS}/AdministratorAccess", ATTACHMENT
            ),
            "IAMFullAccess is attached, which allows its holder to get": _attached(
                f"{_AWS}/IAMFullAccess", USER_ATTACHMENT
            ),
            "AdministratorAccess-Amplify": _attached(f"{_AWS}/AdministratorAccess-Amplify"),
            "cellscope-boundary is a permissions boundary and must not be attached": _attached(
                f"{_OWN}:policy/cellscope-boundary"
            ),
            "cellscope-deploy-boundary is a permissions boundary": (
                a(ROLE, props={"managedPolicyArns": [f"{_OWN}:policy/cellscope-deploy-boundary"]}),
            ),
            "AdministratorAccess is attached, which allows": (
                a(ROLE, props={"managedPolicyArns": [f"{_AWS}/AdministratorAccess"]}),
            ),
            "statement 1 allows all actions on all resources.": (giving(Action="*", Resource="*"),),
            "allows all actions": (giving(POLICY, Action=["*"], Resource=["*"]),),
            "statement All allows": (inline(Sid="All", Action="*:*", Resource="*"),),
        },
        good=(
            _attached(f"{_AWS}/PowerUserAccess"),
            _attached(f"{_AWS}/IAMReadOnlyAccess"),
            _attached(f"{_OWN}:policy/engineer-work-staging"),
            (a(ROLE, props={"managedPolicyArns": [f"{_AWS}/SecurityAudit"]}),),
            (a(ROLE, props={"permissionsBoundary": f"{_OWN}:policy/cellscope-boundary"}),),
            (giving(POLICY, "cellscope-boundary", Action="*", Resource="*"),),
            (giving(Effect="Deny", Action="*", Resource="*"),),
            (giving(Action="*"),),
            (giving(Action="s3:*", Resource="*"),),
        ),
        unknown=(
            _attached(UNKNOWN),
            (a(ROLE, props={"managedPolicyArns": [UNKNOWN]}),),
            (a(ROLE_POLICY, props={"policy": UNKNOWN}),),
        ),
    ),
    Case(
        NO_PASSING_OF_ANY_ROLE,
        bad={
            "statement 1 allows passing *, which matches any role, to any service.": _passing("*"),
            "statement 1 allows passing arn:aws:iam::242905224710:role/*": _passing(_ROLES),
            "passing arn:aws:iam::*:role/*, which matches any role, to any service.": _passing(
                "arn:aws:iam::*:role/*"
            ),
            "arn:aws:iam::242905224710:*, which matches any role, to any service.": (
                giving(Action=["s3:GetObject", "iam:Pass*"], Resource=[f"{_OWN}:*"]),
            ),
            "all roles except arn:aws:iam::242905224710:role/* to any service.": (
                giving(Action="iam:PassRole", NotResource=_ROLES),
            ),
            "statement Rest allows passing arn:aws:iam::242905224710:role/*": (
                inline(Sid="Rest", NotAction="s3:*", Resource=_ROLES),
            ),
            "1 allows passing *, which matches any role, to any service.": (
                giving(Action="IAM:passrole", Resource="*"),
            ),
            # These conditions do not restrict the service.
            "any role, to any service": _passing(
                "*", Condition={"StringLike": {"iam:PassedToService": "*"}}
            ),
            "to any service": _passing(
                "*",
                Condition={"StringEqualsIfExists": {"iam:PassedToService": "eks.amazonaws.com"}},
            ),
            "allows passing *, which matches any role, to any service.": _passing(
                "*", Condition={"StringNotEquals": {"iam:PassedToService": "eks.amazonaws.com"}}
            ),
            # A deployer may pass the roles of the account, but not all roles.
            "passing *, which matches any role, to any service.": _passing(
                "*", name="cellscope-deploy"
            ),
        },
        good=(
            _passing(f"{_OWN}:role/state-machine-role-staging"),
            _passing(f"{_OWN}:role/state-machine-*"),
            _passing(f"{_OWN}:role/service-role/*"),
            _passing("*", Condition={"StringEquals": {"iam:PassedToService": "eks.amazonaws.com"}}),
            _passing(
                _ROLES, Condition={"StringLike": {"iam:passedtoservice": ["ecs*.amazonaws.com"]}}
            ),
            _passing(_ROLES, name="cellscope-deploy"),
            _passing("*", Effect="Deny"),
            (giving(Action="iam:GetRole", Resource="*"),),
            (giving(NotAction="iam:*", Resource="*"),),
            (giving(Action="*", Resource="*"),),
            (giving(POLICY, "cellscope-boundary", Action="iam:PassRole", Resource="*"),),
        ),
        unknown=(
            (a(ROLE_POLICY, props={"policy": UNKNOWN}),),
            (giving(name=UNKNOWN, Action="iam:PassRole", Resource=_ROLES),),
        ),
    ),
)
