"""Recovers from a killed deployment and an invalid state before the next deployment starts.

A killed engine leaves a lock, and pending operations with unknown result. Recovery adds resources
that AWS did create to the state, so that none is created twice and none is left unmanaged. A Helm
release that was interrupted is made usable first. A resource whose creation failed in AWS is
deleted, so that the engine creates it again.
"""

import json
from collections.abc import Iterator

from delivery.aws import Clients
from delivery.command import NegativeResultError
from delivery.pulumi_cli import Cli
from delivery.recovery.backend import Backend
from delivery.recovery.failed import delete_failed
from delivery.recovery.identity import AmbiguousResourceError, possible_id
from delivery.recovery.integrity import repair_references
from delivery.recovery.locks import Confirm, Lock, confirm_on_terminal, reason_to_keep
from delivery.recovery.readiness import await_readiness
from delivery.recovery.releases import repair_releases
from delivery.recovery.state import (
    URN,
    State,
    interrupted,
    name_of,
    pending_creations,
    repaired,
    resources_of,
)

__all__ = ["RecoveryError", "recover"]


class RecoveryError(NegativeResultError):
    """A person must decide first; the message has the commands. Nothing was changed."""


def recover(
    stack: str, cli: Cli, aws: Clients, confirm: Confirm = confirm_on_terminal
) -> Iterator[str]:
    """Resolves a stack's lock, invalid references, interrupted releases and pending operations.

    Yields a line for each action.

    Idempotent, also if it is killed itself. `confirm` asks a person a question and returns whether
    the answer is yes. Raises RecoveryError if another deployment may be running, or if the result
    of a pending creation cannot be determined, InvalidStateError if the state cannot be repaired,
    StillBusyError if AWS works for too long, and
    FailedResourceError if AWS refuses to delete a resource that failed.
    """
    yield from _unlock(stack, cli, aws, confirm)
    state = _state(stack, cli)
    if repaired_references := list(repair_references(stack, state, cli)):
        yield from repaired_references
        state = _state(stack, cli)
    yield from repair_releases(stack, state, cli.environment)
    ids = _ids_of(pending_creations(state), state, stack, aws)
    before, edited = interrupted(state), repaired(state, ids)
    left = interrupted(edited)
    if edited != state:
        # Each resource is marked until it is refreshed, so that a second kill loses none.
        cli.output("stack", "import", "-s", stack, text=json.dumps(edited))
    yield from (f"{stack}: {name_of(urn)} was not created" for urn in before if urn not in left)
    if not left:
        return
    doubtful = [one for one in resources_of(edited) if one["urn"] in left]
    for step in (await_readiness, delete_failed, await_readiness):
        yield from (f"{stack}: {line}" for line in step(doubtful, aws))
    targets = [word for urn in left for word in ("--target", urn)]
    cli.output("refresh", "-s", stack, "--yes", "--skip-preview", *targets)
    yield from _outcome(stack, left, ids, _state(stack, cli))


def _state(stack: str, cli: Cli) -> State:
    return json.loads(cli.output("stack", "export", "-s", stack))


def _unlock(stack: str, cli: Cli, aws: Clients, confirm: Confirm) -> Iterator[str]:
    backend = Backend.of(stack, cli)
    locks = [Lock.model_validate_json(text) for text in backend.lock_files(aws)]
    kept = [reason for lock in locks if (reason := reason_to_keep(lock, stack, confirm))]
    if kept:
        raise RecoveryError("\n".join(kept))
    if backend.delete_empty_attribute_files():
        yield f"{stack}: repaired the state file, which could not be read"
    if locks:
        cli.output("cancel", "-s", stack, "--yes")
    yield from (f"{stack}: removed the lock of {lock}" for lock in locks)


def _ids_of(pending: list[State], state: State, stack: str, aws: Clients) -> dict[URN, str]:
    """Returns the ids that pending resources may have; raises RecoveryError if ambiguous."""
    found: dict[URN, str] = {}
    doubts: list[str] = []
    for resource in pending:
        try:
            id_ = possible_id(resource, state, aws)
        except AmbiguousResourceError as doubt:
            doubts.append(f"{resource['urn']}: {doubt}")
            continue
        if id_ is not None:
            found[resource["urn"]] = id_
    if doubts:
        raise RecoveryError(_ambiguous(stack, doubts))
    return found


def _ambiguous(stack: str, doubts: list[str]) -> str:
    resources = "\n".join(f"  {doubt}" for doubt in doubts)
    return (
        f"{stack}: a deployment was killed while it created these resources, and it cannot be"
        f" determined whether they exist in AWS. Nothing was changed.\n{resources}\n"
        "Check AWS. Clear the pending operations, import the resources that exist, then deploy"
        " again:\n"
        f"  pulumi refresh -s {stack} --clear-pending-creates\n"
        f"  pulumi import -s {stack} TYPE NAME ID"
    )


def _outcome(stack: str, left: list[URN], ids: dict[URN, str], state: State) -> Iterator[str]:
    there = {one["urn"]: one for one in state["deployment"].get("resources", [])}
    for urn in left:
        if urn not in there:
            yield f"{stack}: {name_of(urn)} does not exist in AWS"
        elif urn in ids:
            yield f"{stack}: {name_of(urn)} exists in AWS and was added to the state"
        else:
            yield f"{stack}: {name_of(urn)} was refreshed from AWS"
