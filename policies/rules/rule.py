"""What a rule is: what it says, what it reads, and the function that judges."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from pulumi_policy import EnforcementLevel
from pydantic import BaseModel, ConfigDict, Field

from .exemptions import Exemption
from .resource import Others, Resource

MANDATORY, ADVISORY = EnforcementLevel.MANDATORY, EnforcementLevel.ADVISORY


class RuleConfig(BaseModel):
    """What can be set of any rule with --policy-pack-config, under the rule's name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    exemptions: tuple[Exemption, ...] = Field(
        (), description="resources that the rule leaves alone for a while"
    )


Config = TypeVar("Config", bound=RuleConfig)


@dataclass(frozen=True)
class Context(Generic[Config]):
    """What a judgement may depend on besides the resource.

    `stack_config` is the stack's configuration by whole key; objects and lists are JSON text.
    `others` are the stack's resources, for rules that join several.
    """

    config: Config
    stack: str = ""
    stack_config: Mapping[str, str] = field(default_factory=dict[str, str])
    others: Others = field(default_factory=Others)
    today: date = field(default_factory=date.today)


@dataclass(frozen=True)
class Rule(Generic[Config]):
    """A rule. `check` yields what is wrong with a resource, a message each, or nothing.

    A message says what is, with the value; the remedy is added to it. `judges` and `joins` are the
    properties that the rule reads (dotted paths; of a list's members too), by type of resource:
    of what it judges, and of what else it looks at. A rule that joins runs once over the whole
    stack, when all else is done.

    `example` is a violation, as YAML of the type's inputs. `source` is the page that the rule
    rests on, or the team's own. A rule that matches nothing of this estate says in `dormant` why
    it is kept.
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


AnyRule = Rule[Any]
