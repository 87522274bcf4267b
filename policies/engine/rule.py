"""The definition of a rule: its texts, the properties it reads and its check function."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from pulumi_policy import EnforcementLevel
from pydantic import BaseModel, ConfigDict, Field

from policies.engine.exemptions import Exemption
from policies.engine.resource import Others, Resource

MANDATORY, ADVISORY = EnforcementLevel.MANDATORY, EnforcementLevel.ADVISORY


class RuleConfig(BaseModel):
    """The configuration of any rule, given with --policy-pack-config under the rule's name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    exemptions: tuple[Exemption, ...] = Field(
        (), description="resources that the rule ignores until a date"
    )


Config = TypeVar("Config", bound=RuleConfig)


@dataclass(frozen=True)
class Context(Generic[Config]):
    """What a check can use besides the resource.

    `stack_config` is the stack's configuration by full key; objects and lists are JSON strings.
    `others` are the stack's resources, for rules that join several.
    """

    config: Config
    stack: str = ""
    stack_config: Mapping[str, str] = field(default_factory=dict[str, str])
    others: Others = field(default_factory=Others)
    today: date = field(default_factory=date.today)


@dataclass(frozen=True)
class Rule(Generic[Config]):
    """A rule. `check` yields one message per problem of a resource.

    A message states the problem and the value; the remedy is appended to it. `judges` maps the
    resource types that the rule checks to the properties it reads. `joins` does the same for other
    types that the rule looks up. Properties are dotted paths; a path goes through lists to their
    items. A rule with `joins` runs once over the whole stack, after all resources are registered.

    `example` is a violation, as YAML of the type's inputs. `source` names the document that the
    rule is based on. `dormant` is the reason to keep a rule that matches no resource of this
    program. A stack that adopted existing resources may postpone the rules of a `group`.
    """

    name: str
    description: str
    reason: str
    remedy: str
    source: str
    example: str
    judges: Mapping[str, tuple[str, ...]]
    check: Callable[[Resource, Context[Config]], Iterable[str]]
    config: type[Config]
    joins: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    over_stack: bool = False
    level: EnforcementLevel = MANDATORY
    dormant: str = ""
    group: str = ""


AnyRule = Rule[Any]


def requires(
    path: str, message: str, value: Any = True
) -> Callable[[Resource, Context[Any]], Iterable[str]]:
    """Returns a check that the property at a dotted path has a value."""
    return lambda one, _: () if one.get(path) == value else (message,)
