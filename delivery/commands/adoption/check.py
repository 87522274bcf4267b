"""The step of an adoption that judges the next deployment."""

from argparse import Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from delivery.adopt.access.access import keeps_aws_auth, lost_access
from delivery.adopt.access.boundaries import lost_rights
from delivery.adopt.hardening.groups import group_of
from delivery.adopt.inspection.differences import kept_inputs, records
from delivery.adopt.refusal import refuse_if_any
from delivery.adopt.stack_file import ADOPTED, with_setting
from delivery.command import NegativeResultError, command
from delivery.commands.adoption.adoption import STACK, Adoption
from delivery.commands.preview import plan_in, preview
from delivery.plan.change import Change, Difference, Op
from delivery.plan.stack_plan import StackPlan
from delivery.pulumi_cli import PROJECT
from settings import Hardening, PlatformSettings

_TAGS = ("tags", "tagsAll")


class CheckError(NegativeResultError):
    """A deployment would replace or delete resources; the message lists them."""


@command("check", STACK)
def check_command(arguments: Namespace) -> Iterator[str]:
    """Preview the stack; fail if a deployment would replace, delete or lock out something."""
    stack, settings, _, aws = Adoption.of(arguments)
    plan = _plan(stack)
    _refuse_dangers(plan)
    problems = [*lost_rights(plan.changes(Op.UPDATE), aws("iam"))]
    if isinstance(settings, PlatformSettings) and not keeps_aws_auth(settings):
        problems += lost_access(settings, aws)
    refuse_if_any("check", problems)
    yield f"{stack}: a deployment replaces nothing, deletes nothing and takes no access away"
    created, taken, changed = (
        [one for one in plan.changes(op) if not one.is_component]
        for op in (Op.CREATE, Op.IMPORT, Op.UPDATE)
    )
    yield f"{stack}: it creates {len(created)} resources, and takes over {len(taken)} more"
    only_tags = [one for one in changed if not [*_without_tags(one)]]
    yield f"{stack}: it changes {len(changed)} in place, {len(only_tags)} of them only their tags"
    listed = {one.urn: one for one in (*created, *changed)}.values()
    for group in (None, *Hardening):
        lines = [*_of_group(listed, group)]
        if lines and group:
            yield f"  with the hardening {group}:"
        yield from (f"  {'  ' if group else ''}{line}" for line in lines)
    for one in plan.judgements:
        if one.mandatory:
            yield f"  is refused by the policy {one.rule} because of {one.name}: {one.message}"


def _of_group(changes: Iterable[Change], group: Hardening | None) -> Iterator[str]:
    """Yields a line for each change that a group makes; None is for changes of no group.

    A creation counts if it configures a resource that exists, such as the policy of a bucket.
    """
    listed = list(changes)
    new = {one.name for one in listed if one.op is Op.CREATE and group_of(one.type) is None}
    for one in listed:
        if one.op is Op.CREATE:
            if group and group_of(one.type) is group and one.name not in new:
                yield f"creates {one.label}"
            continue
        inputs = [
            path.path
            for path in _without_tags(one)
            if group_of(one.type, path.path.partition(".")[0]) is group
        ]
        if inputs:
            yield f"changes {one.label}: {', '.join(inputs)}"


def _without_tags(change: Change) -> Iterator[Difference]:
    return (one for one in change.differences if one.path.partition(".")[0] not in _TAGS)


def _refuse_dangers(plan: StackPlan) -> None:
    """Raises CheckError, with the records that keep what AWS has, for a dangerous plan."""
    dangers = list(plan.changes(Op.REPLACE, Op.DELETE))
    if not dangers:
        return
    lines = "".join(f"\n  {one.op} {one.label}{_replacing(one)}" for one in dangers)
    kept = records({one.label: [*kept_inputs(one)] for one in dangers})
    raise CheckError(
        f"{plan.stack}: a deployment would replace or delete {len(dangers)} resources:{lines}\n"
        f"Keep what AWS has with these records in Pulumi.{plan.stack}.yaml, and declare again"
        f" what would be deleted:\n{with_setting('config:', ADOPTED, kept)}"
    )


def _replacing(change: Change) -> str:
    paths = ", ".join(one.path for one in change.differences if one.replaces)
    return f": {paths}" if paths else ""


def _plan(stack: str) -> StackPlan:
    """Returns the plan of a preview; raises CheckError if it failed."""
    with TemporaryDirectory() as name:
        list(preview([stack], Path(name), PROJECT))
        plan = plan_in(Path(name), stack)
    refused = any(one.mandatory for one in plan.judgements)
    # The engine ends a preview with an error if a policy refuses it, after all its steps.
    if not plan.succeeded and not refused:
        raise CheckError("\n".join([f"{stack}: the preview failed:", *plan.errors]))
    return plan
