"""Test stacks for the rules about OIDC tokens in trust policies."""

import json
from typing import Any

from policies.engine.resource import Resource
from policies.rules.identity.rights import ROLE
from policies.rules.identity.tokens import COGNITO, GITHUB
from tests.policies.rules.cases import UNKNOWN, Case, Stack, a

_EKS = "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF"
_OTHER = "gitlab.example.org"
_STS = "sts.amazonaws.com"


def _federated(provider: str, condition: Any = None, **more: Any) -> Resource:
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": provider},
        "Action": "sts:AssumeRoleWithWebIdentity",
        **({"Condition": condition} if condition else {}),
    }
    document = {"Version": "2012-10-17", "Statement": [{**statement, **more}]}
    return a(ROLE, assumeRolePolicy=json.dumps(document))


def _by(issuer: str, condition: Any = None, **more: Any) -> Resource:
    return _federated(f"arn:aws:iam::242905224710:oidc-provider/{issuer}", condition, **more)


def trusting(issuer: str, subject: Any, operator: str = "StringEquals") -> Resource:
    """Returns a role that trusts an issuer's tokens with the given subject."""
    return _by(issuer, {operator: {f"{issuer}:sub": subject}})


def _of_cognito(amr: str) -> Resource:
    return _federated(COGNITO, {"ForAnyValue:StringLike": {f"{COGNITO}:amr": amr}})


def _meant_for(audience: Any, operator: str = "StringEquals") -> Resource:
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

_UNKNOWN: tuple[Stack, ...] = (a(ROLE, assumeRolePolicy=UNKNOWN),)

CASES = (
    Case(
        "oidc-trust-audience",
        bad={
            "accepts tokens of token.actions.githubusercontent.com for any audience.": [
                _by(GITHUB),
                _meant_for("sts.*", "StringLike"),
                _meant_for("*", "StringLike"),
                _meant_for(_STS, "StringEqualsIfExists"),
                _meant_for(_STS, "ForAllValues:StringEquals"),
                _meant_for(_STS, "StringNotEquals"),
            ],
            "1 accepts tokens of oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF": [
                _by(_EKS, {"StringEquals": {f"{_EKS}:sub": "system:serviceaccount:default:api"}}),
                _by(_EKS, {"StringEquals": {f"{GITHUB}:aud": _STS}}),
            ],
            "gitlab.example.org for any": _by(_OTHER, Action=["sts:TagSession", "sts:AssumeRole*"]),
            "cognito-identity.amazonaws.com for any": _federated("cognito-identity.amazonaws.com"),
        },
        good=(
            *_LEFT_ALONE,
            _meant_for(_STS),
            _meant_for([_STS, "iac"]),
            _meant_for(_STS, "StringLike"),
            _meant_for(_STS, "ForAnyValue:StringEquals"),
            _by(GITHUB, {"StringEquals": {f"{GITHUB}:AUD": _STS}}),
            _federated(COGNITO, {"StringEquals": {f"{COGNITO}:aud": "eu-west-1:pool"}}),
        ),
        unknown=_UNKNOWN,
    ),
    Case(
        "oidc-trust-subject",
        bad={
            "accepts tokens of token.actions.githubusercontent.com with any subject.": [
                _meant_for(_STS),
                trusting(GITHUB, "*", "StringLike"),
                trusting(GITHUB, "repo:acme/iac:pull_request", "StringLikeIfExists"),
            ],
            "'repo:acme/*'": trusting(GITHUB, "repo:acme/*", "StringLike"),
            "'repo:*/iac:pull_request'": trusting(GITHUB, "repo:*/iac:pull_request", "StringLike"),
            "'repo:acme/ia?:x', which": trusting(GITHUB, "repo:acme/ia?:x", "StringLike"),
            "'repo:acme/iac*', which does not": trusting(GITHUB, "repo:acme/iac*", "StringLike"),
            "'repo:acme/iac:*', which matches more": trusting(
                GITHUB, ["repo:acme/iac:pull_request", "repo:acme/iac:*"], "StringLike"
            ),
            "'repo:acme/iac:ref:*'": trusting(GITHUB, "repo:acme/iac:ref:*", "StringLike"),
            "1 accepts tokens of guests, who": [_of_cognito("unauthenticated"), _of_cognito("*")],
            "0123456789ABCDEF with any": _by(_EKS, {"StringEquals": {f"{_EKS}:aud": _STS}}),
            "which does not name a service account": trusting(
                _EKS, "system:serviceaccount:*:runner", "StringLike"
            ),
            "'system:serviceaccount:x:*'": trusting(
                _EKS, "system:serviceaccount:x:*", "StringLike"
            ),
            "'system:serviceaccount:*'": trusting(_EKS, "system:serviceaccount:*", "StringLike"),
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
