"""Rules by which parts are known for what they are: their tags and their names."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from pydantic import Field

from .resource import Resource
from .rule import Context, Rule, RuleConfig
from .taggable import TAGGED_TYPES, tag_of

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
"""What has one namespace for all environments of an account, and the property that names it."""

STORES = (
    "aws:cognito/userPool:UserPool",
    "aws:dynamodb/table:Table",
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "aws:s3/bucket:Bucket",
    "aws:secretsmanager/secret:Secret",
)
"""What keeps data until somebody deletes it."""

_PARADIGM = "the team's paradigms, parts that come together nicely"
_TAGGING = "Best Practices for Tagging AWS Resources"
_GIVEN_BY_ENGINE = "__defaults"
"""Which properties the provider filled in, a random name for instance, and nobody set."""


class TagsConfig(RuleConfig):
    """Which tags there have to be."""

    keys: tuple[str, ...] = Field(
        ("Project", "ManagedBy", "Environment"), description="the keys of tags that all carry"
    )


class StacksConfig(RuleConfig):
    """Which environment a stack serves."""

    def of(self, stack: str) -> str | None:
        """The stack's environment, if it is known."""
        found = (one for name, one in self.stacks.items() if fnmatchcase(stack, name))
        return next(found, None)

    stacks: dict[str, str] = Field(
        {
            "account": "production",
            "development": "development",
            "staging": "staging",
            "production": "production",
            "sandbox-*": "staging",
        },
        description="by a stack's name, which may end with a star, its environment; of other stacks"
        " nobody knows which",
    )


class EnvironmentConfig(StacksConfig):
    """Which environments there are."""

    environments: tuple[str, ...] = Field(
        ("development", "staging", "production"), description="all that there are"
    )


class StoresConfig(RuleConfig):
    """What kinds of data there are."""

    data_classes: tuple[str, ...] = Field(
        ("customer", "derived", "public", "operations"),
        description="the values that the tag DataClass may have",
    )


def _tags(one: Resource, context: Context[TagsConfig]) -> Iterator[str]:
    missing = [key for key in context.config.keys if not tag_of(one, key)]
    if missing:
        yield f"it has no tag {' and no '.join(missing)}."


def _environment(one: Resource, context: Context[EnvironmentConfig]) -> Iterator[str]:
    found = tag_of(one, "Environment")
    # Whether there is one at all is for mandatory-tags to say.
    if not found:
        return
    expected = context.config.of(context.stack)
    if expected and found != expected:
        yield f"its tag Environment is {found!r}, and its stack {context.stack} is {expected}'s."
    elif found not in context.config.environments:
        known = ", ".join(context.config.environments)
        yield f"its tag Environment is {found!r}, which is none of {known}."


def _stores(one: Resource, context: Context[StoresConfig]) -> Iterator[str]:
    if not tag_of(one, "Owner"):
        yield "it has no tag Owner: nobody answers for its data."
    data = tag_of(one, "DataClass")
    if not data:
        yield "it has no tag DataClass: nobody knows what would be lost with it."
    elif data not in context.config.data_classes:
        known = ", ".join(context.config.data_classes)
        yield f"its tag DataClass is {data!r}, which is none of {known}."


def _names(one: Resource, context: Context[StacksConfig]) -> Iterator[str]:
    environment, property_ = context.config.of(context.stack), NAMES[one.type]
    # A stack such as the account's, which is all environments', has names without any.
    if environment != context.stack or property_ in one.items(_GIVEN_BY_ENGINE):
        return
    name = one.get(property_)
    if name and environment not in re.split(r"[-./_]", name):
        yield f"its name {name} does not say {environment}: another environment's would clash."


MANDATORY_TAGS = Rule(
    "mandatory-tags",
    description="What can carry tags has those by which costs and rights are told apart.",
    reason="Bills are read, and rights are given, by tags; without them a thing is nobody's.",
    remedy="Make it with the provider that has defaultTags, or set the keys in tags.",
    source=f"{_PARADIGM}; {_TAGGING}",
    example="tags: {}  # and a provider without defaultTags",
    judges=TAGGED_TYPES,
    check=_tags,
    config=TagsConfig,
)

ENVIRONMENT_IS_THE_STACKS = Rule(
    "environment-tag-matches-stack",
    description="The tag Environment says the environment that the stack serves.",
    reason="Roles reach what has their own environment's tag: a wrong one opens or closes doors.",
    remedy="Remove Environment from tags, so that the provider's holds.",
    source=f"{_PARADIGM}; {_TAGGING}",
    example="tags: {Environment: prod}",
    judges=TAGGED_TYPES,
    check=_environment,
    config=EnvironmentConfig,
)

DATA_STORES_SAY_WHAT_THEY_HOLD = Rule(
    "data-class-tag",
    description="A store of data says who answers for it and what kind of data lies in it.",
    reason="Whoever is to delete, copy or open it has to know whom to ask and what is at stake.",
    remedy="Set Owner, and DataClass to one of the known kinds, in tags.",
    source=f"{_PARADIGM}; {_TAGGING}",
    example="tags: {Owner: api, DataClass: secret}",
    judges=dict.fromkeys(STORES, ("tags",)),
    check=_stores,
    config=StoresConfig,
)

NAMES_FOLLOW_THE_SCHEME = Rule(
    "resource-naming",
    description="A name that all environments share a space for says its environment.",
    reason="Environments live in one account, and rights are given by patterns of names.",
    remedy="Put the environment into the name, as <name>-<environment>.",
    source=_PARADIGM,
    example="bucket: plots-tables",
    judges={type_: (property_,) for type_, property_ in NAMES.items()},
    check=_names,
    config=StacksConfig,
)

RULES = (
    MANDATORY_TAGS,
    ENVIRONMENT_IS_THE_STACKS,
    DATA_STORES_SAY_WHAT_THEY_HOLD,
    NAMES_FOLLOW_THE_SCHEME,
)
