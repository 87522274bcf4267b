"""Roles that tokens open: to others too, to those alone that they are for, to nobody knows whom."""

import json
from typing import Any

from policies.rules.rights import ROLE
from policies.rules.tokens import COGNITO, GITHUB, TRUSTS_NAME_AN_AUDIENCE, TRUSTS_NAME_WHOSE_TOKEN
from tests.policies.cases import UNKNOWN, Case, Stack, a

_EKS = "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF"
_OTHER = "gitlab.example.org"
_STS = "sts.amazonaws.com"


def _federated(provider: str, condition: Any = None, **more: Any) -> Stack:
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": provider},
        "Action": "sts:AssumeRoleWithWebIdentity",
        **({"Condition": condition} if condition else {}),
    }
    document = {"Version": "2012-10-17", "Statement": [{**statement, **more}]}
    return (a(ROLE, props={"assumeRolePolicy": json.dumps(document)}),)


def _by(issuer: str, condition: Any = None, **more: Any) -> Stack:
    return _federated(f"arn:aws:iam::242905224710:oidc-provider/{issuer}", condition, **more)


def taken_for(issuer: str, subject: Any, operator: str = "StringEquals") -> Stack:
    """A role for tokens of an issuer with such a subject."""
    return _by(issuer, {operator: {f"{issuer}:sub": subject}})


def _of_cognito(amr: str) -> Stack:
    return _federated(COGNITO, {"ForAnyValue:StringLike": {f"{COGNITO}:amr": amr}})


def _meant_for(audience: Any, operator: str = "StringEquals") -> Stack:
    return _by(GITHUB, {operator: {f"{GITHUB}:aud": audience}})


_LEFT_ALONE: tuple[Stack, ...] = (
    _by(GITHUB, Effect="Deny"),
    _by(GITHUB, Action="sts:TagSession"),
    _federated("arn:aws:iam::242905224710:saml-provider/office", Action="sts:AssumeRoleWithSAML"),
    _federated("arn:aws:iam::242905224710:saml-provider/office", Action="sts:*"),
    _by(GITHUB, Principal={"AWS": "arn:aws:iam::242905224710:role/deploy"}, Action="sts:*"),
    _by(GITHUB, Principal="*"),
)
"""What no token opens, and what is trust-policy-principals' to tell."""

_UNKNOWN: tuple[Stack, ...] = ((a(ROLE, props={"assumeRolePolicy": UNKNOWN}),),)

CASES = (
    Case(
        TRUSTS_NAME_AN_AUDIENCE,
        bad={
            f"statement 1 takes tokens of {GITHUB} that are meant for others": _by(GITHUB),
            f"takes tokens of {_EKS} that": _by(
                _EKS, {"StringEquals": {f"{_EKS}:sub": "system:serviceaccount:default:api"}}
            ),
            "meant for others": _meant_for("sts.*", "StringLike"),
            "for others too": _meant_for("*", "StringLike"),
            "that are meant for": _meant_for(_STS, "StringEqualsIfExists"),
            "are meant for others": _meant_for(_STS, "ForAllValues:StringEquals"),
            "others too": _meant_for(_STS, "StringNotEquals"),
            f"of {_EKS} that are": _by(_EKS, {"StringEquals": {f"{GITHUB}:aud": _STS}}),
            f"of {_OTHER} that are": _by(_OTHER, Action=["sts:TagSession", "sts:AssumeRole*"]),
            "tokens of cognito-identity.amazonaws.com that": _federated(
                "cognito-identity.amazonaws.com"
            ),
        },
        good=(
            *_LEFT_ALONE,
            _meant_for(_STS),
            _meant_for([_STS, "iac"]),
            _meant_for(_STS, "StringLike"),
            _meant_for(_STS, "ForAnyValue:StringEquals"),
            _by(GITHUB, {"StringEquals": {f"{GITHUB}:AUD": _STS}}),
            _federated(
                "cognito-identity.amazonaws.com",
                {"StringEquals": {"cognito-identity.amazonaws.com:aud": "eu-west-1:pool"}},
            ),
        ),
        unknown=_UNKNOWN,
    ),
    Case(
        TRUSTS_NAME_WHOSE_TOKEN,
        bad={
            f"statement 1 takes tokens of {GITHUB} whosever they are.": _meant_for(_STS),
            "whosever they are": taken_for(GITHUB, "*", "StringLike"),
            f"of {GITHUB} whosever": taken_for(
                GITHUB, "repo:acme/iac:pull_request", "StringNotEquals"
            ),
            f"{GITHUB} whosever they": taken_for(
                GITHUB, "repo:acme/iac:pull_request", "StringLikeIfExists"
            ),
            "'repo:acme/*', which does not name one repository": taken_for(
                GITHUB, "repo:acme/*", "StringLike"
            ),
            "'repo:*/iac:pull_request', which does not": taken_for(
                GITHUB, "repo:*/iac:pull_request", "StringLike"
            ),
            "'repo:acme/ia?:pull_request', which does not": taken_for(
                GITHUB, "repo:acme/ia?:pull_request", "StringLike"
            ),
            "'repo:acme/iac*', which does not": taken_for(GITHUB, "repo:acme/iac*", "StringLike"),
            "'repo:acme/iac:*', which stands for more than one": taken_for(
                GITHUB, ["repo:acme/iac:pull_request", "repo:acme/iac:*"], "StringLike"
            ),
            "'repo:acme/iac:ref:refs/heads/*', which stands": taken_for(
                GITHUB, "repo:acme/iac:ref:refs/heads/*", "StringLike"
            ),
            "takes tokens of guests": _of_cognito("unauthenticated"),
            "of guests, who never signed in": _of_cognito("*"),
            f"of {_EKS} whosever": _by(_EKS, {"StringEquals": {f"{_EKS}:aud": _STS}}),
            "'system:serviceaccount:*:runner', which does not name a service account": taken_for(
                _EKS, "system:serviceaccount:*:runner", "StringLike"
            ),
            "'system:serviceaccount:api-default:*', which": taken_for(
                _EKS, "system:serviceaccount:api-default:*", "StringLike"
            ),
            "'system:serviceaccount:*', which": taken_for(
                _EKS, "system:serviceaccount:*", "StringLike"
            ),
            f"of {_OTHER} whosever": _by(_OTHER),
        },
        good=(
            *_LEFT_ALONE,
            _of_cognito("authenticated"),
            taken_for(GITHUB, "repo:acme/iac:environment:staging"),
            taken_for(GITHUB, ["repo:acme/iac:pull_request", "repo:acme/iac:ref:refs/heads/main"]),
            taken_for(GITHUB, "repo:acme/iac:ref:refs/heads/main", "StringLike"),
            taken_for(_EKS, "system:serviceaccount:kube-system:aws-node"),
            taken_for(_EKS, "system:serviceaccount:api-*:deployment-runner", "StringLike"),
            taken_for(_OTHER, "project_path:acme/*", "StringLike"),
        ),
        unknown=_UNKNOWN,
    ),
)
