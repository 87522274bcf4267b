"""Rules for tags and names."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from pydantic import Field

from policies.engine.resource import Resource
from policies.engine.rule import Context, Rule, RuleConfig
from policies.engine.taggable import TAGGED_TYPES, tag_of

NAMES = {
    "aws:cloudwatch/logGroup:LogGroup": "name",
    "aws:dynamodb/table:Table": "name",
    "aws:ec2/launchTemplate:LaunchTemplate": "name",
    "aws:eks/cluster:Cluster": "name",
    "aws:iam/group:Group": "name",
    "aws:iam/policy:Policy": "name",
    "aws:iam/role:Role": "name",
    "aws:kms/alias:Alias": "name",
    "aws:s3/bucket:Bucket": "bucket",
    "aws:secretsmanager/secret:Secret": "name",
    "aws:sns/topic:Topic": "name",
    "aws:sqs/queue:Queue": "name",
}
"""Resource types with one namespace for all environments of an account, and their name property."""

STORES = (
    "aws:cognito/userPool:UserPool",
    "aws:dynamodb/table:Table",
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "aws:s3/bucket:Bucket",
    "aws:secretsmanager/secret:Secret",
)
"""Data stores that must have the tags Owner and DataClass."""

_PARADIGM = "the team's paradigms, parts that come together nicely"
_TAGGING = "Best Practices for Tagging AWS Resources"
_GIVEN_BY_ENGINE = "__defaults"
"""Lists properties that the provider set, such as a random name."""


class TagsConfig(RuleConfig):
    """The configuration of mandatory-tags."""

    keys: tuple[str, ...] = Field(
        ("Project", "ManagedBy", "Environment"), description="the required tag keys"
    )


_ACCOUNT = "account"
"""The environment of the stack whose resources all environments share."""


class StacksConfig(RuleConfig):
    """The configuration of rules that depend on a stack's environment."""

    def of(self, stack: str) -> str | None:
        """Returns the stack's environment, or None if it is unknown."""
        found = (one for name, one in self.stacks.items() if fnmatchcase(stack, name))
        return next(found, None)

    stacks: dict[str, str] = Field(
        {
            "account": "account",
            "development": "development",
            "staging": "staging",
            "production": "production",
            "sandbox-*": "staging",
        },
        description="the environment by stack name, which may end with *; other stacks have no"
        " known environment",
    )


class EnvironmentConfig(StacksConfig):
    """The configuration of environment-tag-matches-stack."""

    environments: tuple[str, ...] = Field(
        ("account", "development", "staging", "production"),
        description="the allowed environments; account for what all of them share",
    )


class StoresConfig(RuleConfig):
    """The configuration of data-class-tag."""

    data_classes: tuple[str, ...] = Field(
        ("customer", "derived", "public", "operations"),
        description="the allowed values of the tag DataClass",
    )


def _tags(one: Resource, context: Context[TagsConfig]) -> Iterator[str]:
    missing = [key for key in context.config.keys if not tag_of(one, key)]
    if missing:
        yield f"it has no tag {' and no '.join(missing)}."


def _environment(one: Resource, context: Context[EnvironmentConfig]) -> Iterator[str]:
    found = tag_of(one, "Environment")
    # mandatory-tags reports a missing tag.
    if not found:
        return
    expected = context.config.of(context.stack)
    if expected and found != expected:
        yield (
            f"its tag Environment is {found!r}; the environment of the stack {context.stack} is"
            f" {expected}."
        )
    elif found not in context.config.environments:
        known = ", ".join(context.config.environments)
        yield f"its tag Environment is {found!r}; allowed: {known}."


def _stores(one: Resource, context: Context[StoresConfig]) -> Iterator[str]:
    if not tag_of(one, "Owner"):
        yield "it has no tag Owner, which names the team responsible for its data."
    data = tag_of(one, "DataClass")
    if not data:
        yield "it has no tag DataClass, which states the kind of its data."
    elif data not in context.config.data_classes:
        known = ", ".join(context.config.data_classes)
        yield f"its tag DataClass is {data!r}; allowed: {known}."


def _names(one: Resource, context: Context[StacksConfig]) -> Iterator[str]:
    environment, property_ = context.config.of(context.stack), NAMES[one.type]
    # The names of sandboxes and of the stack account need no environment.
    if environment != context.stack or environment == _ACCOUNT:
        return
    if property_ in one.items(_GIVEN_BY_ENGINE):
        return
    name = one.get(property_)
    if name and environment not in re.split(r"[-./_]", name):
        yield (
            f"its name {name} does not contain {environment}, so it may conflict with another"
            " environment."
        )


RULES = (
    Rule(
        "mandatory-tags",
        description="Taggable resources have the tags that costs and permissions depend on.",
        reason="Cost allocation and attribute-based access control use these tags.",
        remedy="Use the provider with defaultTags, or set the keys in tags.",
        source=f"{_PARADIGM}; {_TAGGING}",
        example="tags: {}  # and a provider without defaultTags",
        judges=TAGGED_TYPES,
        check=_tags,
        config=TagsConfig,
    ),
    Rule(
        "environment-tag-matches-stack",
        description="The tag Environment is the environment of the stack.",
        reason="Roles have access to resources with their environment's tag: a wrong tag grants or"
        " denies access.",
        remedy="Remove Environment from tags, so that the provider's value applies.",
        source=f"{_PARADIGM}; {_TAGGING}",
        example="tags: {Environment: prod}",
        judges=TAGGED_TYPES,
        check=_environment,
        config=EnvironmentConfig,
    ),
    Rule(
        "data-class-tag",
        description="Data stores have a tag for the owner and a tag for the class of data.",
        reason="Before data is deleted, copied or shared, its owner and its sensitivity must be"
        " known.",
        remedy="Set the tags Owner and DataClass, the latter to an allowed value.",
        source=f"{_PARADIGM}; {_TAGGING}",
        example="tags: {Owner: api, DataClass: secret}",
        judges=dict.fromkeys(STORES, ("tags",)),
        check=_stores,
        config=StoresConfig,
    ),
    Rule(
        "resource-naming",
        description="Names that must be unique in the account contain the environment.",
        reason="All environments are in one account, and permissions use patterns of names.",
        remedy="Add the environment to the name: <name>-<environment>.",
        source=_PARADIGM,
        example="bucket: plots-tables",
        judges={type_: (property_,) for type_, property_ in NAMES.items()},
        check=_names,
        config=StacksConfig,
    ),
)
