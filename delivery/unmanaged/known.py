"""What the program and the old CloudFormation stacks know."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, cast

from delivery.adopt.old_stacks.old_stacks import OldStack
from delivery.aws import Clients, paginated
from delivery.recovery.state import State, resources_of
from delivery.unmanaged.resource import plain
from estate.account.account import IAC_KEY_ALIAS, environments, state_bucket_name
from estate.arns import queue
from estate.runtime_resources import of_pipelines
from settings import AccountSettings

USER = "AWS::IAM::User"
STACK = "AWS::CloudFormation::Stack"

_NAMED = {
    "aws:codebuild/project:Project": "AWS::CodeBuild::Project",
    "aws:eks/cluster:Cluster": "AWS::EKS::Cluster",
    "aws:lambda/function:Function": "AWS::Lambda::Function",
    "aws:synthetics/canary:Canary": "AWS::Synthetics::Canary",
}
"""Types for which AWS makes other resources, which have the name in theirs."""

_MEMBERS = {"aws:iam/groupMembership:GroupMembership": "users"}
"""Properties with names of IAM users, which an admin creates and the stack files name."""

_SAME = {
    "AWS::CloudWatch::CompositeAlarm": "AWS::CloudWatch::Alarm",
    "AWS::DynamoDB::GlobalTable": "AWS::DynamoDB::Table",
}
"""Types of CloudFormation whose resources one call lists with those of another type."""

_OLD_STACKS = ("biomage-", "eksctl-biomage-")
"""Prefixes of the names of old stacks.

https://github.com/hms-dbmi-cellenics/iac/blob/master/.github/workflows/deploy-infra.yaml
"""


class Known(NamedTuple):
    """What is known: values of states, types with ids or names, and patterns of ARNs.

    The values are all texts in states. Among them, ARNs and ids that AWS assigns are unique.
    """

    values: frozenset[str]
    ids: frozenset[tuple[str, str]] = frozenset()
    patterns: tuple[str, ...] = ()


def known(states: Iterable[State], old: Iterable[OldStack], beside: Known) -> Known:
    """Returns what exported states, the estate's old stacks, and `made_beside` know together."""
    resources = [one for state in states for one in resources_of(state)]
    texts = (_texts([one.get("id"), one.get("inputs"), one.get("outputs")]) for one in resources)
    return Known(
        beside.values.union(*texts),
        beside.ids.union(*map(_names, resources), *map(_physical_ids, _of_the_estate(old))),
        beside.patterns,
    )


def made_beside(settings: AccountSettings, aws: Clients) -> Known:
    """Returns what the program makes beside the states: by the bootstrap, and at run time.

    Raises ClientError if AWS refuses to list the aliases of keys.
    """
    alias = f"alias/{IAC_KEY_ALIAS}"
    aliases = paginated(aws("kms"), "list_aliases", "Aliases")
    keys = [one["TargetKeyId"] for one in aliases if one["AliasName"] == alias]
    at_run_time = (queue("queue-job"), of_pipelines("stateMachine"), of_pipelines("activity"))
    patterns = (
        pattern
        for environment in environments(settings)
        for arns in at_run_time
        for pattern in arns(environment)
    )
    bucket = f"arn:aws:s3:::{state_bucket_name(settings)}"
    return Known(frozenset({bucket, *keys}), patterns=tuple(patterns))


def _of_the_estate(stacks: Iterable[OldStack]) -> Iterator[OldStack]:
    """Yields the stacks that the old estate consists of, and the stacks nested in them."""
    by_name = {one.name: one for one in stacks}
    for stack in by_name.values():
        root = stack
        while root.parent is not None:
            root = by_name[root.parent]
        if root.name.startswith(_OLD_STACKS):
            yield stack


def _physical_ids(stack: OldStack) -> Iterator[tuple[str, str]]:
    yield STACK, stack.name
    for one in stack.resources:
        yield _SAME.get(one.type, one.type), plain(one.physical_id)


def _texts(value: Any) -> Iterator[str]:
    """Yields the texts in a value at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in cast(Mapping[str, Any], value).values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in cast(list[Any], value):
            yield from _texts(one)


def _names(resource: State) -> Iterator[tuple[str, str]]:
    token: str = resource["type"]
    outputs: dict[str, Any] = resource.get("outputs") or {}
    if token in _NAMED and isinstance(name := outputs.get("name"), str):
        yield _NAMED[token], name
    if token in _MEMBERS:
        yield from ((USER, name) for name in outputs.get(_MEMBERS[token]) or ())
