"""Test stacks for the rules about OIDC tokens in trust policies."""

import json
from typing import Any

from policies.rules.identity.rights import ROLE
from policies.rules.identity.tokens import (
    COGNITO,
    GITHUB,
    TRUSTS_NAME_AN_AUDIENCE,
    TRUSTS_NAME_WHOSE_TOKEN,
)
from tests.policies.rules.cases import UNKNOWN, Case, Stack, a

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


def trusting(issuer: str, subject: Any, operator: str = "StringEquals") -> Stack:
    """Returns a role that trusts an issuer's tokens with the given subject."""
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
"""Trust policies without tokens, and those that trust-policy-principals reports."""

_UNKNOWN: tuple[Stack, ...] = ((a(ROLE, props={"assumeRolePolicy": UNKNOWN}),),)

CASES = (
    Case(
        TRUSTS_NAME_AN_AUDIENCE,
        bad={
            "statement 1 accepts tokens of token.actions.githubusercontent.com": _by(GITHUB),
            "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF for any audience.": _by(
                _EKS, {"StringEquals": {f"{_EKS}:sub": "system:serviceaccount:default:api"}}
            ),
            "accepts tokens of token.actions.githubusercontent.com for any audience.": _meant_for(
                "sts.*", "StringLike"
            ),
            "tokens of token.actions.githubusercontent.com for any audience.": _meant_for(
                "*", "StringLike"
            ),
            "of token.actions.githubusercontent.com for any audience.": _meant_for(
                _STS, "StringEqualsIfExists"
            ),
            "token.actions.githubusercontent.com for any audience.": _meant_for(
                _STS, "ForAllValues:StringEquals"
            ),
            "for any audience.": _meant_for(_STS, "StringNotEquals"),
            "1 accepts tokens of oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF": _by(
                _EKS, {"StringEquals": {f"{GITHUB}:aud": _STS}}
            ),
            "statement 1 accepts tokens of gitlab.example.org for any audience.": _by(
                _OTHER, Action=["sts:TagSession", "sts:AssumeRole*"]
            ),
            "1 accepts tokens of cognito-identity.amazonaws.com for any audience.": _federated(
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
            "statement 1 accepts tokens of token.actions.githubusercontent.com": _meant_for(_STS),
            "accepts tokens of token.actions.githubusercontent.com with any subject.": trusting(
                GITHUB, "*", "StringLike"
            ),
            "tokens of token.actions.githubusercontent.com with any subject.": trusting(
                GITHUB, "repo:acme/iac:pull_request", "StringNotEquals"
            ),
            "of token.actions.githubusercontent.com with any subject.": trusting(
                GITHUB, "repo:acme/iac:pull_request", "StringLikeIfExists"
            ),
            "'repo:acme/*', which does not name one repository": trusting(
                GITHUB, "repo:acme/*", "StringLike"
            ),
            "'repo:*/iac:pull_request', which does not": trusting(
                GITHUB, "repo:*/iac:pull_request", "StringLike"
            ),
            "'repo:acme/ia?:pull_request', which does not": trusting(
                GITHUB, "repo:acme/ia?:pull_request", "StringLike"
            ),
            "'repo:acme/iac*', which does not": trusting(GITHUB, "repo:acme/iac*", "StringLike"),
            "statement 1 accepts tokens of 'repo:acme/iac:*', which matches more": trusting(
                GITHUB, ["repo:acme/iac:pull_request", "repo:acme/iac:*"], "StringLike"
            ),
            "statement 1 accepts tokens of 'repo:acme/iac:ref:refs/heads/*'": trusting(
                GITHUB, "repo:acme/iac:ref:refs/heads/*", "StringLike"
            ),
            "statement 1 accepts tokens of guests, who have not signed in.": _of_cognito(
                "unauthenticated"
            ),
            "1 accepts tokens of guests, who have not signed in.": _of_cognito("*"),
            "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF with any subject.": _by(
                _EKS, {"StringEquals": {f"{_EKS}:aud": _STS}}
            ),
            "'system:serviceaccount:*:runner', which does not name a service account": trusting(
                _EKS, "system:serviceaccount:*:runner", "StringLike"
            ),
            "'system:serviceaccount:api-default:*', which": trusting(
                _EKS, "system:serviceaccount:api-default:*", "StringLike"
            ),
            "'system:serviceaccount:*', which": trusting(
                _EKS, "system:serviceaccount:*", "StringLike"
            ),
            "statement 1 accepts tokens of gitlab.example.org with any subject.": _by(_OTHER),
        },
        good=(
            *_LEFT_ALONE,
            _of_cognito("authenticated"),
            trusting(GITHUB, "repo:acme/iac:environment:staging"),
            trusting(GITHUB, ["repo:acme/iac:pull_request", "repo:acme/iac:ref:refs/heads/main"]),
            trusting(GITHUB, "repo:acme/iac:ref:refs/heads/main", "StringLike"),
            trusting(_EKS, "system:serviceaccount:kube-system:aws-node"),
            trusting(_EKS, "system:serviceaccount:api-*:deployment-runner", "StringLike"),
            trusting(_OTHER, "project_path:acme/*", "StringLike"),
        ),
        unknown=_UNKNOWN,
    ),
)
