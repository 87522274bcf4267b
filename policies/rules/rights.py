"""Rules for documents that give rights to roles, groups and users."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from .documents import (
    Statement,
    in_words,
    is_everything,
    is_pattern,
    matches,
    statements_of,
)
from .resource import Resource
from .rule import Context, Rule, RuleConfig
from .wildcard_actions import ON_EVERYTHING

POLICY = "aws:iam/policy:Policy"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
GROUP_POLICY = "aws:iam/groupPolicy:GroupPolicy"
USER_POLICY = "aws:iam/userPolicy:UserPolicy"
ROLE = "aws:iam/role:Role"

DOCUMENTS = {
    **dict.fromkeys((POLICY, ROLE_POLICY, GROUP_POLICY, USER_POLICY), ("name", "policy")),
    ROLE: ("inlinePolicies.name", "inlinePolicies.policy"),
}
"""Where documents that give rights are, for rules that judge them."""

BOUNDARIES = ("cellscope-boundary", "cellscope-deploy-boundary")
"""The team's permissions boundaries, which give nothing to anybody."""

_GUIDE = "IAM User Guide"


class RightsConfig(RuleConfig):
    """What can be set of rules that read documents."""

    boundaries: tuple[str, ...] = Field(
        BOUNDARIES,
        description="names of managed policies that are permissions boundaries: they give nothing,"
        " so the rule leaves them alone; no-administrator-policy keeps them from being attached",
    )


class ActionsConfig(RightsConfig):
    """What can be set of no-wildcard-actions."""

    allowed: tuple[str, ...] = Field(
        (), description="patterns of actions, as documents write them, that may be given"
    )


_ON_EVERYTHING_IN = {"biomage-user-pool-case-insensitive-sms": ("sns:Publish",)}
"""A telephone number is no resource (SNS guide, "Using identity-based policies")."""


class ResourcesConfig(RightsConfig):
    """What can be set of no-wildcard-resources."""

    on_everything_in: Mapping[str, tuple[str, ...]] = Field(
        _ON_EVERYTHING_IN,
        description="actions that AWS limits to a resource in some uses only, by the names of the"
        " documents that need the others",
    )

    on_everything: tuple[str, ...] = Field(
        ON_EVERYTHING,
        description="actions, or patterns of them, that AWS limits to no resource; a list given"
        " here takes the place of the pack's own",
    )


def rights_of(one: Resource, config: RightsConfig) -> Iterator[tuple[Mapping[str, Any], Statement]]:
    """The statements that give rights, each with the `name` and `policy` that it is part of."""
    if one.type == POLICY and one.get("name") in config.boundaries:
        return
    for part in one.items("inlinePolicies") if one.type == ROLE else (one.props,):
        for statement in statements_of(part.get("policy")):
            if statement.allows:
                yield part, statement


def _wildcard_actions(one: Resource, context: Context[ActionsConfig]) -> Iterator[str]:
    for _, statement in rights_of(one, context.config):
        if statement.not_actions:
            others = in_words(statement.not_actions)
            yield f"{statement.label} allows all actions but {others}."
        wide = [
            action
            for action in statement.actions
            if is_pattern(action) and not matches(action, context.config.allowed)
        ]
        if wide and not statement.gives_all:
            yield f"{statement.label} allows actions by pattern: {in_words(wide)}."


def _wildcard_resources(one: Resource, context: Context[ResourcesConfig]) -> Iterator[str]:
    # What passes a role, all but some actions, or everything, has a rule of its own.
    for part, statement in rights_of(one, context.config):
        excused = context.config.on_everything_in.get(str(part.get("name")), ())
        known = (*context.config.on_everything, *excused, "iam:PassRole")
        limitable = [action for action in statement.actions if not matches(action, known)]
        if not limitable or statement.gives_all:
            continue
        for resource in filter(is_everything, statement.resources):
            yield f"{statement.label} allows {in_words(limitable)} on {resource}."
        if statement.not_resources:
            others = in_words(statement.not_resources)
            yield f"{statement.label} allows {in_words(limitable)} on everything but {others}."


NO_WILDCARD_ACTIONS = Rule(
    "no-wildcard-actions",
    description="What is allowed is written out, action by action.",
    reason="What a pattern allows grows with each action that AWS adds, and nobody decides on it.",
    remedy="List the actions that are needed in the statement's Action.",
    source=f"{_GUIDE}, Security best practices in IAM: Apply least-privilege permissions",
    example="policy: '{Statement: [{Effect: Allow, Action: \"s3:*\", Resource: ...}]}'",
    judges=DOCUMENTS,
    check=_wildcard_actions,
    config=ActionsConfig,
)

NO_WILDCARD_RESOURCES = Rule(
    "no-wildcard-resources",
    description="Actions are allowed on named resources, where AWS can limit them to any.",
    reason="Whoever takes a role over reaches what it names, and not the data of all others.",
    remedy="Name ARNs in the statement's Resource, and put actions that AWS limits to no resource"
    " into a statement of their own.",
    source="Service Authorization Reference, Actions, resources, and condition keys for AWS"
    " services",
    example='policy: \'{Statement: [{Effect: Allow, Action: "s3:GetObject", Resource: "*"}]}\'',
    judges=DOCUMENTS,
    check=_wildcard_resources,
    config=ResourcesConfig,
)

RULES = (NO_WILDCARD_ACTIONS, NO_WILDCARD_RESOURCES)
