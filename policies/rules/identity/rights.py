"""Rules for IAM policies of roles, groups and users."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from iam.documents import Statement, statements_of
from iam.patterns import has_wildcard, is_any_resource, matches
from policies.engine.resource import Resource
from policies.engine.rule import Context, Rule, RuleConfig
from policies.engine.text import listed
from policies.rules.identity.wildcard_actions import ON_EVERYTHING

POLICY = "aws:iam/policy:Policy"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
GROUP_POLICY = "aws:iam/groupPolicy:GroupPolicy"
USER_POLICY = "aws:iam/userPolicy:UserPolicy"
ROLE = "aws:iam/role:Role"

DOCUMENTS = {
    **dict.fromkeys((POLICY, ROLE_POLICY, GROUP_POLICY, USER_POLICY), ("name", "policy")),
    ROLE: ("inlinePolicies.name", "inlinePolicies.policy"),
}
"""The properties that contain policy documents, by resource type."""

BOUNDARIES = (
    *("cellscope-boundary", "cellscope-boundary-production", "cellscope-boundary-staging"),
    *(f"cellscope-deploy-boundary-{one}" for one in ("production", "sandbox", "staging")),
)
"""The team's permissions boundaries, which grant no permissions."""

_GUIDE = "IAM User Guide"


class RightsConfig(RuleConfig):
    """The configuration of rules that read IAM policies."""

    boundaries: tuple[str, ...] = Field(
        BOUNDARIES,
        description="names of managed policies that are permissions boundaries; they grant"
        " nothing, so the rule ignores them, and no-administrator-policy prevents attaching them",
    )


class ActionsConfig(RightsConfig):
    """The configuration of no-wildcard-actions."""

    allowed: tuple[str, ...] = Field(
        (), description="patterns of actions that are allowed, as policies write them"
    )


_ON_EVERYTHING_IN = {"biomage-user-pool-case-insensitive-sms": ("sns:Publish",)}
"""SMS messages have no resource ARN.

https://docs.aws.amazon.com/sns/latest/dg/sns-using-identity-based-policies.html
"""


class ResourcesConfig(RightsConfig):
    """The configuration of no-wildcard-resources."""

    on_everything_in: Mapping[str, tuple[str, ...]] = Field(
        _ON_EVERYTHING_IN,
        description="actions that may be allowed on all resources, by the name of the policy that"
        " needs this",
    )

    on_everything: tuple[str, ...] = Field(
        ON_EVERYTHING,
        description="actions, or patterns of actions, that do not support resource-level"
        " permissions; this list replaces the default",
    )


def rights_of(one: Resource, config: RightsConfig) -> Iterator[tuple[Mapping[str, Any], Statement]]:
    """Yields the Allow statements, each with the object whose `name` and `policy` it belongs to."""
    if one.type == POLICY and one.get("name") in config.boundaries:
        return
    for part in one.items("inlinePolicies") if one.type == ROLE else (one.props,):
        for statement in statements_of(part.get("policy")):
            if statement.allows:
                yield part, statement


def _wildcard_actions(one: Resource, context: Context[ActionsConfig]) -> Iterator[str]:
    for _, statement in rights_of(one, context.config):
        if statement.not_actions:
            others = listed(statement.not_actions)
            yield f"{statement.label} allows all actions except {others}."
        wide = [
            action
            for action in statement.actions
            if has_wildcard(action) and not matches(action, context.config.allowed)
        ]
        if wide and not statement.covers_everything:
            yield f"{statement.label} allows actions by wildcard: {listed(wide)}."


def _wildcard_resources(one: Resource, context: Context[ResourcesConfig]) -> Iterator[str]:
    # Other rules report statements that pass roles, exclude actions or allow everything.
    for part, statement in rights_of(one, context.config):
        excused = context.config.on_everything_in.get(str(part.get("name")), ())
        known = (*context.config.on_everything, *excused, "iam:PassRole")
        limitable = [action for action in statement.actions if not matches(action, known)]
        if not limitable or statement.covers_everything:
            continue
        for resource in filter(is_any_resource, statement.resources):
            yield f"{statement.label} allows {listed(limitable)} on {resource}."
        if statement.not_resources:
            others = listed(statement.not_resources)
            yield (
                f"{statement.label} allows {listed(limitable)} on all resources except {others}."
            )


RULES = (
    Rule(
        "no-wildcard-actions",
        description="Policies list the allowed actions without wildcards.",
        reason="A wildcard also allows actions that AWS adds later, without a review.",
        remedy="List the required actions in the statement's Action.",
        source=f"{_GUIDE}, Security best practices in IAM: Apply least-privilege permissions",
        example="policy: '{Statement: [{Effect: Allow, Action: \"s3:*\", Resource: ...}]}'",
        judges=DOCUMENTS,
        check=_wildcard_actions,
        config=ActionsConfig,
    ),
    Rule(
        "no-wildcard-resources",
        description="Policies name the resources of actions that support resource-level"
        " permissions.",
        reason="An attacker who takes over the role then reaches only the named resources.",
        remedy="List ARNs in the statement's Resource, and put actions without resource-level"
        " permissions into a separate statement.",
        source="Service Authorization Reference, Actions, resources, and condition keys for AWS"
        " services",
        example='policy: \'{Statement: [{Effect: Allow, Action: "s3:GetObject", Resource: "*"}]}\'',
        judges=DOCUMENTS,
        check=_wildcard_resources,
        config=ResourcesConfig,
    ),
)
