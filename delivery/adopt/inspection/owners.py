"""Finds resources of other owners that have the declared name."""

import json
from collections.abc import Iterable, Iterator, Mapping

from delivery.adopt.inspection.declared import Preview
from delivery.aws import Clients
from delivery.plan.change import Change
from delivery.pulumi_cli import Cli
from delivery.recovery.state import resources_of
from delivery.stacks import stacks_in
from estate.ownership import OF_SANDBOX, default_tags
from settings import StackSettings


def owned_elsewhere(stack: str, cli: Cli, aws: Clients) -> Mapping[tuple[str, str], str]:
    """Returns the stack of each resource in the states of the other stacks, by type and id.

    Raises CliError if a state cannot be read.
    """
    return {
        (one["type"], one["id"]): other
        for other in stacks_in(cli, aws)
        if other != stack
        for one in resources_of(json.loads(cli.output("stack", "export", "-s", other)))
        if one.get("id")
    }


def foreign(
    preview: Preview,
    imported: Iterable[str],
    settings: StackSettings,
    elsewhere: Mapping[tuple[str, str], str],
) -> Iterator[tuple[str, str]]:
    """Yields the URN of each imported resource of another owner, and who that is.

    A resource without tags of the program has no other owner that AWS knows.
    """
    changes = {one.urn: one for one in preview.plan.resources}
    for urn in list(imported):
        change = changes[urn]
        if (other := elsewhere.get((change.type, change.old.id if change.old else ""))) is not None:
            yield urn, f"it is in the state of the stack {other}"
        elif reason := _other_tags(change, settings):
            yield urn, reason


def _other_tags(change: Change, settings: StackSettings) -> str | None:
    tags: Mapping[str, str] = (change.old.inputs.get("tags") if change.old else None) or {}
    own = default_tags(settings)
    if OF_SANDBOX in tags and OF_SANDBOX not in own:
        return f"its tag {OF_SANDBOX} is {tags[OF_SANDBOX]}"
    for key, value in own.items():
        if tags.get(key, value) != value:
            return f"its tag {key} is {tags[key]}, not {value}"
    return None
