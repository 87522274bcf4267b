"""The states in which CloudFormation can update a stack, and the remedies of the others.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
"""

from collections.abc import Iterable, Iterator

from delivery.adopt.old_stacks.old_stacks import OldStack

_READY = (
    "CREATE_COMPLETE",
    "UPDATE_COMPLETE",
    "UPDATE_ROLLBACK_COMPLETE",
    "IMPORT_COMPLETE",
    "IMPORT_ROLLBACK_COMPLETE",
)
_STUCK = ("UPDATE_ROLLBACK_FAILED", "IMPORT_ROLLBACK_FAILED")


def not_ready(stacks: Iterable[OldStack]) -> Iterator[str]:
    """Yields a line, with the remedy, for each stack that cannot be updated now."""
    for one in stacks:
        if one.status not in _READY:
            yield f"{one.name} is {one.status}. {_remedy(one)}"


def _remedy(stack: OldStack) -> str:
    command = f"aws cloudformation {{}} --stack-name {stack.name}"
    if stack.status.endswith("_IN_PROGRESS"):
        return "Wait until CloudFormation has finished, then run the same command again."
    if stack.status in _STUCK:
        return f"Complete its rollback: {command.format('continue-update-rollback')}"
    if stack.status == "UPDATE_FAILED":
        return f"Roll it back: {command.format('rollback-stack')}"
    if stack.status == "DELETE_FAILED":
        kept = " ".join(one.logical_id for one in stack.resources)
        return (
            "Its deletion stopped half-way. Complete it and keep what is left:"
            f" {command.format('delete-stack')} --retain-resources {kept}"
        )
    return (
        "Its creation failed, and CloudFormation can only delete it. Delete it in the console of"
        " CloudFormation with the option to retain its resources."
    )
