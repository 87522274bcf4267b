"""Repairs invalid references in a state, at which the engine ends with an integrity error.

`pulumi state repair` sorts resources, and removes references to resources that the state lacks.
https://www.pulumi.com/docs/iac/cli/commands/pulumi_state_repair/
"""

from collections import Counter
from collections.abc import Iterator

from delivery.command import NegativeResultError
from delivery.pulumi_cli import Cli
from delivery.recovery.state import URN, State, name_of, needs, resources_of


class InvalidStateError(NegativeResultError):
    """A state cannot be repaired safely; the message has the reasons and the remedy."""


def repair_references(stack: str, state: State, cli: Cli) -> Iterator[str]:
    """Repairs missing dependencies and a wrong order; yields a line for each reference.

    This is safe: the next deployment registers all dependencies again, and its plan is judged.
    Raises InvalidStateError if a parent or provider is missing, or a resource occurs twice. The CLI
    does not repair the last two, and without its parent a resource would get another URN.
    """
    if broken := list(_irreparable(state)):
        lines = "".join(f"\n  {line}" for line in broken)
        raise InvalidStateError(
            f"{stack}: the state is invalid, and repairing it would lose resources:{lines}\n"
            "Nothing was changed. Restore the last valid version of the state as docs/runbook.md"
            ' describes in "Recover the state", then run the same command again.'
        )
    if wrong := list(_reparable(state)):
        cli.output("state", "repair", "-s", stack, "--yes")
    yield from (f"{stack}: repaired the state, in which {line}" for line in wrong)


def _irreparable(state: State) -> Iterator[str]:
    resources = resources_of(state)
    present = {one["urn"] for one in resources}
    providers = {f"{one['urn']}::{one.get('id')}" for one in resources}
    for one in resources:
        if (parent := one.get("parent")) and parent not in present:
            yield f"{name_of(one['urn'])} has the parent {parent}, which does not exist"
        if (provider := one.get("provider")) and provider not in providers:
            yield f"{name_of(one['urn'])} has the provider {provider}, which does not exist"
    uses = Counter(one["urn"] for one in resources if not one.get("delete"))
    yield from (f"{urn} occurs {number} times" for urn, number in uses.items() if number > 1)


def _reparable(state: State) -> Iterator[str]:
    resources = resources_of(state)
    present, before = {one["urn"] for one in resources}, set[URN]()
    for one in resources:
        for needed in dict.fromkeys(needs(one)):
            if needed not in present:
                yield f"{name_of(one['urn'])} depends on {needed}, which does not exist"
            elif needed not in before:
                yield f"{name_of(one['urn'])} precedes {name_of(needed)}, on which it depends"
        before.add(one["urn"])
