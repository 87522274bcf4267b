"""Rules for roles that tokens of other issuers open: of GitHub's workflows, of a cluster's pods."""

import re
from collections.abc import Iterator

from pydantic import Field

from .documents import Statement, is_pattern
from .resource import Resource
from .rights import ROLE
from .rule import Context, Rule, RuleConfig
from .trusts import trust_of

GITHUB = "token.actions.githubusercontent.com"
"""Who signs the tokens of GitHub's workflows (GitHub guide, "OpenID Connect in AWS")."""

COGNITO = "cognito-identity.amazonaws.com"
"""Who signs the tokens of identity pools; the audience of one is its pool, its subject a user."""

_SIGNED_IN = "authenticated"
"""What a token of Cognito's bears in `amr` if its user signed in (Cognito guide, "IAM roles")."""

_GUIDE = "IAM User Guide"
_BY_WEB_IDENTITY = "sts:AssumeRoleWithWebIdentity"

_OF_GITHUB = re.compile(r"repo:[^/:*?]+/[^/:*?]+:.+")
"""GitHub guide, "OpenID Connect reference": Subject claims."""

_OF_EKS = re.compile(r"system:serviceaccount:(?=[^:]*[^:*?])[^:]+:[^:*?]+")
"""EKS guide, "Assign IAM roles to Kubernetes service accounts"; a namespace may be a pattern."""


class SubjectConfig(RuleConfig):
    """What can be set of oidc-trust-subject."""

    exact: bool = Field(
        True,
        description="whether a subject of GitHub's has to be whole; else what comes after its"
        " repository may have stars",
    )


def _by_token(one: Resource) -> Iterator[tuple[Statement, str]]:
    """The statements that let tokens in, with who signs these."""
    for statement in trust_of(one):
        if statement.covers(_BY_WEB_IDENTITY):
            for provider in statement.principals.get("Federated", ()):
                if provider != "*" and ":saml-provider/" not in provider:
                    yield statement, provider.rpartition(":oidc-provider/")[2]


def _audience(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    for statement, issuer in _by_token(one):
        found = statement.demanded(f"{issuer}:aud")
        if not found or any(map(is_pattern, found)):
            yield f"{statement.label} takes tokens of {issuer} that are meant for others too."


def _subject(one: Resource, context: Context[SubjectConfig]) -> Iterator[str]:
    for statement, issuer in _by_token(one):
        if issuer == COGNITO:
            if statement.demanded(f"{issuer}:amr") != (_SIGNED_IN,):
                yield f"{statement.label} takes tokens of guests, who never signed in."
            continue
        found = statement.demanded(f"{issuer}:sub")
        if not found:
            yield f"{statement.label} takes tokens of {issuer} whosever they are."
        for subject in found:
            if problem := _problem_of(subject, issuer, context.config.exact):
                yield f"{statement.label} takes tokens of {subject!r}, which {problem}."


def _problem_of(subject: str, issuer: str, exact: bool) -> str:
    if issuer.startswith(GITHUB):
        if not _OF_GITHUB.fullmatch(subject):
            return "does not name one repository"
        if exact and is_pattern(subject):
            return "stands for more than one branch, environment or event"
    if issuer.startswith("oidc.eks.") and not _OF_EKS.fullmatch(subject):
        return "does not name a service account and its namespace"
    return ""


TRUSTS_NAME_AN_AUDIENCE = Rule(
    "oidc-trust-audience",
    description="A role that tokens open takes those alone that were made for it.",
    reason="A token made for another service, and leaked there, must open nothing here.",
    remedy="Add a StringEquals condition on `<issuer>:aud` to the statement in assumeRolePolicy.",
    source=f"{_GUIDE}, Create a role for OpenID Connect federation",
    example="assumeRolePolicy: (sts:AssumeRoleWithWebIdentity without a condition on ...:aud)",
    judges={ROLE: ("assumeRolePolicy",)},
    check=_audience,
    config=RuleConfig,
)

TRUSTS_NAME_WHOSE_TOKEN = Rule(
    "oidc-trust-subject",
    description="A role that tokens open names the repository, the service account, or the users"
    " who signed in, of each.",
    reason="An issuer signs tokens for others too: all of GitHub shares one, all pods another.",
    remedy="Add a condition on `<issuer>:sub` to the statement in assumeRolePolicy:"
    " `repo:<organization>/<repository>:...` in whole, or"
    " `system:serviceaccount:<namespace>:<name>`, in which the namespace may have a star; for"
    " Cognito's identity pools one on `<issuer>:amr`, `authenticated`.",
    source=f"{_GUIDE}, Create a role for OpenID Connect federation",
    example="assumeRolePolicy: (...:sub like repo:<organization>/*)",
    judges={ROLE: ("assumeRolePolicy",)},
    check=_subject,
    config=SubjectConfig,
)

RULES = (TRUSTS_NAME_AN_AUDIENCE, TRUSTS_NAME_WHOSE_TOKEN)
