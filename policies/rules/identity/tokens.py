"""Rules for roles assumed with OIDC tokens of GitHub Actions, EKS service accounts and Cognito."""

import re
from collections.abc import Iterator

from pydantic import Field

from iam.documents import Statement
from iam.patterns import has_wildcard
from policies.engine.resource import Resource
from policies.engine.rule import Context, Rule, RuleConfig
from policies.rules.identity.rights import ROLE
from policies.rules.identity.trusts import trust_of

GITHUB = "token.actions.githubusercontent.com"
"""The OIDC issuer of GitHub Actions (GitHub Docs, "OpenID Connect in AWS")."""

COGNITO = "cognito-identity.amazonaws.com"
"""The issuer of Cognito identity pools. A token's audience is the pool, its subject a user."""

_SIGNED_IN = "authenticated"
"""The value in a Cognito token's `amr` if its user signed in.

https://docs.aws.amazon.com/cognito/latest/developerguide/iam-roles.html
"""

_GUIDE = "IAM User Guide"
_BY_WEB_IDENTITY = "sts:AssumeRoleWithWebIdentity"

_OF_GITHUB = re.compile(r"repo:[^/:*?]+/[^/:*?]+:.+")
"""A subject of GitHub Actions (GitHub Docs, "OpenID Connect reference")."""

_OF_EKS = re.compile(r"system:serviceaccount:(?=[^:]*[^:*?])[^:]+:[^:*?]+")
"""A subject of an EKS service account, whose namespace may contain a wildcard.

EKS User Guide, "Assign IAM roles to Kubernetes service accounts".
"""


class SubjectConfig(RuleConfig):
    """The configuration of oidc-trust-subject."""

    exact: bool = Field(
        True,
        description="whether a subject of GitHub Actions must not contain wildcards; otherwise"
        " they are allowed after the repository",
    )


def _by_token(one: Resource) -> Iterator[tuple[Statement, str]]:
    """Yields the statements that trust OIDC tokens, each with the tokens' issuer."""
    for statement in trust_of(one):
        if statement.covers(_BY_WEB_IDENTITY):
            for provider in statement.principals_of("Federated"):
                if provider != "*" and ":saml-provider/" not in provider:
                    yield statement, provider.rpartition(":oidc-provider/")[2]


def _audience(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    for statement, issuer in _by_token(one):
        found = statement.demanded(f"{issuer}:aud")
        if not found or any(map(has_wildcard, found)):
            yield f"{statement.label} accepts tokens of {issuer} for any audience."


def _subject(one: Resource, context: Context[SubjectConfig]) -> Iterator[str]:
    for statement, issuer in _by_token(one):
        if issuer == COGNITO:
            if statement.demanded(f"{issuer}:amr") != (_SIGNED_IN,):
                yield f"{statement.label} accepts tokens of guests, who have not signed in."
            continue
        found = statement.demanded(f"{issuer}:sub")
        if not found:
            yield f"{statement.label} accepts tokens of {issuer} with any subject."
        for subject in found:
            if problem := _problem_of(subject, issuer, context.config.exact):
                yield f"{statement.label} accepts tokens of {subject!r}, which {problem}."


def _problem_of(subject: str, issuer: str, exact: bool) -> str:
    if issuer.startswith(GITHUB):
        if not _OF_GITHUB.fullmatch(subject):
            return "does not name one repository"
        if exact and has_wildcard(subject):
            return "matches more than one branch, environment or event"
    if issuer.startswith("oidc.eks.") and not _OF_EKS.fullmatch(subject):
        return "does not name a service account and its namespace"
    return ""


RULES = (
    Rule(
        "oidc-trust-audience",
        description="A role that is assumed with OIDC tokens requires their audience.",
        reason="A token that was issued for another service must not be accepted.",
        remedy="Add a StringEquals condition on `<issuer>:aud` to the statement in"
        " assumeRolePolicy.",
        source=f"{_GUIDE}, Create a role for OpenID Connect federation",
        example="assumeRolePolicy: (sts:AssumeRoleWithWebIdentity without a condition on ...:aud)",
        judges={ROLE: ("assumeRolePolicy",)},
        check=_audience,
        config=RuleConfig,
    ),
    Rule(
        "oidc-trust-subject",
        description="A role that is assumed with OIDC tokens requires a repository, a service"
        " account"
        " or signed-in users.",
        reason="An issuer signs tokens for many subjects: all GitHub repositories share one issuer,"
        " and so do all pods of a cluster.",
        remedy="Add a condition on `<issuer>:sub` to the statement in assumeRolePolicy: a complete"
        " `repo:<organization>/<repository>:...`, or `system:serviceaccount:<namespace>:<name>`,"
        " whose namespace may contain a wildcard. For Cognito identity pools, require"
        " `authenticated`"
        " in `<issuer>:amr`.",
        source=f"{_GUIDE}, Create a role for OpenID Connect federation",
        example="assumeRolePolicy: (...:sub like repo:<organization>/*)",
        judges={ROLE: ("assumeRolePolicy",)},
        check=_subject,
        config=SubjectConfig,
    ),
)
