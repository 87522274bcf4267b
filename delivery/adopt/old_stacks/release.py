"""Deletes the old stacks, whose resources stay and belong to the project from then on."""

from collections.abc import Collection, Iterator, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Any

from botocore.exceptions import WaiterError

from delivery.adopt.old_stacks.existing import missing, unread_types
from delivery.adopt.old_stacks.freeze import not_frozen
from delivery.adopt.old_stacks.old_stacks import NESTED, OldResource, OldStack
from delivery.adopt.old_stacks.stack_states import not_ready
from delivery.adopt.old_stacks.stack_updates import WAIT
from delivery.adopt.refusal import RefusedError, refuse_if_any
from delivery.aws import Clients, paginated


def release(
    stacks: Sequence[OldStack], aws: Clients, problems: Collection[str] = ()
) -> Iterator[str]:
    """Deletes old stacks without their resources; yields a line for each stack.

    `problems` are further reasons to refuse. A stack that imports an export of another one is
    deleted before it, and a nested stack with its parent. Idempotent, also after a kill.

    Raises RefusedError, before anything is changed, if there are problems, or if a stack is in a
    failed or changing state, does not retain all resources, has lost one, or has exports that a
    further stack imports; afterwards, if a deletion fails or a resource no longer exists.
    """
    client = aws("cloudformation")
    imports = list(_imports(stacks, client))
    refuse_if_any(
        "release",
        [
            *problems,
            *not_ready(stacks),
            *(line for one in stacks for line in not_frozen(one, client)),
            *(_lost(one) for one in missing(_resources(stacks), aws)),
            *_outside(stacks, imports),
        ],
    )
    for root in _in_order(stacks, imports):
        family = _family(root, stacks)
        yield from _delete(root, client)
        resources = _resources(family)
        if gone := missing(resources, aws):
            lines = "".join(f"\n  {one.type} {one.physical_id}" for one in gone)
            raise RefusedError(
                f"{root.name} was deleted, and these of its resources no longer exist:{lines}\n"
                "No further stack was deleted. Restore them from their backups, and find in"
                " CloudTrail what deleted them, before you continue."
            )
        types = unread_types(resources)
        unread = f"; retained, but not read again: {', '.join(types)}" if types else ""
        yield f"{root.name}: deleted, its {len(resources)} resources exist{unread}"


def _delete(stack: OldStack, client: Any) -> Iterator[str]:
    found = client.describe_stacks(StackName=stack.name)["Stacks"][0]
    if found.get("EnableTerminationProtection"):
        client.update_termination_protection(
            StackName=stack.name, EnableTerminationProtection=False
        )
        yield f"{stack.name}: termination protection is off"
    client.delete_stack(StackName=stack.name)
    try:
        # The id, because a deleted stack has no name for DescribeStacks.
        client.get_waiter("stack_delete_complete").wait(
            StackName=found["StackId"], WaiterConfig=WAIT
        )
    except WaiterError as error:
        raise RefusedError(
            f"the deletion of {stack.name} failed: {error}. Its resources are retained. Find the"
            f" cause: aws cloudformation describe-stack-events --stack-name {found['StackId']}."
            " Then run the same command again."
        ) from None


def _resources(stacks: Sequence[OldStack]) -> list[OldResource]:
    return [one for stack in stacks for one in stack.resources if one.type != NESTED]


def _family(root: OldStack, stacks: Sequence[OldStack]) -> list[OldStack]:
    """Returns a stack and the stacks nested in it; `stacks` has parents first."""
    found = {root.name: root}
    found |= {one.name: one for one in stacks if one.parent in found}
    return list(found.values())


def _imports(stacks: Sequence[OldStack], client: Any) -> Iterator[tuple[str, str, str]]:
    """Yields the exporting stack, the export and the importing stack of each import.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html
    """
    names = {one.name for one in stacks}
    for export in paginated(client, "list_exports", "Exports"):
        exporter = export["ExportingStackId"].split("/")[1]
        if exporter in names:
            for importer in _importers(export["Name"], client):
                yield exporter, export["Name"], importer


def _importers(export: str, client: Any) -> list[str]:
    try:
        return list(paginated(client, "list_imports", "Imports", ExportName=export))
    except client.exceptions.ClientError as error:
        if "is not imported by any stack" in str(error):
            return []
        raise


def _outside(
    stacks: Sequence[OldStack], imports: Collection[tuple[str, str, str]]
) -> Iterator[str]:
    names = {one.name for one in stacks}
    for exporter, export, importer in imports:
        if importer not in names:
            yield (
                f"{importer}, which holds nothing that is adopted, imports {export} of {exporter}."
                f" Write the value into the template of {importer}, and deploy it."
            )


def _in_order(
    stacks: Sequence[OldStack], imports: Collection[tuple[str, str, str]]
) -> list[OldStack]:
    """Returns the stacks that are not nested, those that import before those that export."""
    root_of = {
        one.name: root for root in stacks if root.parent is None for one in _family(root, stacks)
    }
    before = {root.name: set[str]() for root in root_of.values()}
    for exporter, _, importer in imports:
        if (root := root_of[exporter].name) != root_of[importer].name:
            before[root].add(root_of[importer].name)
    try:
        return [root_of[name] for name in TopologicalSorter(before).static_order()]
    except CycleError as error:
        cycle = ", ".join(error.args[1])
        raise RefusedError(
            f"release is refused, and nothing was changed: {cycle} import exports of each other."
            " Write one of the values into its template, and deploy it."
        ) from None


def _lost(resource: OldResource) -> str:
    return (
        f"{resource.type} {resource.physical_id} of {resource.stack} does not exist. Restore it, or"
        " remove it from the template of the stack and deploy that."
    )
