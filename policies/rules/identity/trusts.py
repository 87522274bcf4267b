"""Rules for trust policies and permissions boundaries of roles."""

import re
from collections.abc import Iterator

from pydantic import Field

from iam.documents import Statement, statements_of
from policies.engine.resource import Resource
from policies.engine.rule import Context, Rule, RuleConfig
from policies.engine.text import listed
from policies.rules.identity.rights import BOUNDARIES, ROLE

_GUIDE = "IAM User Guide"
_OF_AN_ACCOUNT = r"(?:[^:]*:){4}\d{12}:"


class ServicesConfig(RuleConfig):
    """The configuration of service-trust-source-condition."""

    services: tuple[str, ...] = Field(
        ("eks.amazonaws.com", "eks-fargate-pods.amazonaws.com", "vpc-flow-logs.amazonaws.com"),
        description="services that act for many customers and send the source resource when they"
        " assume a role",
    )


class BoundConfig(RuleConfig):
    """The configuration of role-has-permissions-boundary."""

    boundaries: tuple[str, ...] = Field(
        BOUNDARIES,
        description="names of managed policies that may be a role's permissions boundary",
    )


def trust_of(one: Resource) -> Iterator[Statement]:
    """Yields the Allow statements of a role's trust policy."""
    return (each for each in statements_of(one.get("assumeRolePolicy")) if each.allows)


def _principals(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    for statement in trust_of(one):
        if statement.not_principals:
            yield f"{statement.label} trusts all principals except the listed ones."
        for principal in statement.principals:
            if principal.value == "*":
                yield f"{statement.label} trusts every principal of the kind {principal.kind}."
        for principal in statement.principals_of("AWS"):
            yield from _account(one, statement, principal)


def _account(role: Resource, statement: Statement, principal: str) -> Iterator[str]:
    found = re.fullmatch(r"(?:arn:[^:]+:iam::)?(\d{12})(?::root)?", principal)
    if not found:
        return
    account = found.group(1)
    if not any(one.demands for one in statement.conditions):
        yield f"{statement.label} trusts the whole account {account} without a condition."
    elif not _is_own(account, role) and not statement.demanded(
        "sts:ExternalId", "aws:PrincipalOrgID", "aws:PrincipalArn"
    ):
        yield f"{statement.label} trusts every principal of another account, {account}."


def _is_own(account: str, role: Resource) -> bool:
    """Whether the provider allows the account, or does not restrict accounts."""
    own = role.provider.get("allowedAccountIds")
    # The engine passes lists in a provider's inputs as JSON strings.
    return not own or account in (own if isinstance(own, str) else [*own])


def _source(one: Resource, context: Context[ServicesConfig]) -> Iterator[str]:
    for statement in trust_of(one):
        services = statement.principals_of("Service")
        trusted = [service for service in services if service in context.config.services]
        if trusted and not _names_an_account(statement):
            yield f"{statement.label} trusts {listed(trusted)} for resources of any account."


def _names_an_account(statement: Statement) -> bool:
    arns = statement.demanded("aws:SourceArn")
    accounts = statement.demanded("aws:SourceAccount")
    return bool(accounts) or (bool(arns) and all(re.match(_OF_AN_ACCOUNT, arn) for arn in arns))


def _bound(one: Resource, context: Context[BoundConfig]) -> Iterator[str]:
    arn = one.get("permissionsBoundary")
    if not arn:
        yield "it has no permissions boundary."
    elif arn.rpartition("/")[2] not in context.config.boundaries:
        yield f"its permissions boundary {arn} is not one of the team's."


RULES = (
    Rule(
        "trust-policy-principals",
        description="A trust policy trusts specific principals, not everyone or a whole account"
        " without a condition.",
        reason="The trust policy alone decides which principals can assume the role.",
        remedy="List roles or users in the statement's Principal, or add a condition. Other"
        " accounts"
        " need sts:ExternalId, aws:PrincipalOrgID or aws:PrincipalArn.",
        source=f"{_GUIDE}, AWS JSON policy elements: Principal",
        example="assumeRolePolicy: '{Statement: [{Effect: Allow, Principal: \"*\", ...}]}'",
        judges={ROLE: ("assumeRolePolicy",)},
        check=_principals,
        config=RuleConfig,
    ),
    Rule(
        "service-trust-source-condition",
        description="A trust policy limits services to resources of a specific account.",
        reason="A service that acts for many customers could otherwise be misused by another"
        " customer.",
        remedy="Add a condition on aws:SourceAccount, or on aws:SourceArn with an account id, to"
        " the"
        " statement in assumeRolePolicy.",
        source=f"{_GUIDE}, The confused deputy problem",
        example="assumeRolePolicy: '{Statement: [{Principal: {Service: eks.amazonaws.com}, ...}]}'",
        judges={ROLE: ("assumeRolePolicy",)},
        check=_source,
        config=ServicesConfig,
    ),
    Rule(
        "role-has-permissions-boundary",
        description="Every role has one of the team's permissions boundaries.",
        reason="The boundary limits a role's permissions even if its policies allow too much.",
        remedy="Set permissionsBoundary to the ARN of one of the team's permissions boundaries.",
        source=f"{_GUIDE}, Permissions boundaries for IAM entities",
        example="name: api-role-staging  # and no permissionsBoundary",
        judges={ROLE: ("permissionsBoundary",)},
        check=_bound,
        config=BoundConfig,
    ),
)
