"""Picking up a deployment that was killed: what it left is settled before another begins.

An engine that is killed leaves a lock, and operations of which nobody knows whether AWS did them.
What was made is taken into the state; nothing is made twice, and nothing that exists is forgotten.
"""

import json
from collections.abc import Iterator

from delivery.aws import Clients
from delivery.recovery.backend import Backend, Runs
from delivery.recovery.identity import AmbiguousResourceError, possible_id
from delivery.recovery.locks import Ask, Lock, ask_person, why_kept
from delivery.recovery.state import URN, State, adopted, interrupted, name_of, unmade

__all__ = ["RecoveryError", "recover"]


class RecoveryError(Exception):
    """Why a person has to look first, and the commands that help. Nothing was changed."""


def recover(stack: str, cli: Runs, aws: Clients, ask: Ask = ask_person) -> Iterator[str]:
    """Settle what a killed deployment of a stack left behind; a line for each thing done.

    Safe to run again after having been killed itself. `ask` puts a question to a person and
    answers whether the answer was yes. Raises RecoveryError where another deployment may be
    running, or where it cannot be known for sure whether something was made.
    """
    yield from _free(stack, cli, aws, ask)
    state: State = json.loads(cli.ask("stack", "export", "-s", stack))
    ids = _ids_of(unmade(state), state, stack, aws)
    before, edited = interrupted(state), adopted(state, ids)
    left = interrupted(edited)
    if edited != state:
        # Until it was read anew each of them is marked, so that a second kill loses none.
        cli.ask("stack", "import", "-s", stack, text=json.dumps(edited))
    yield from (f"{stack}: {name_of(urn)} was not made" for urn in before if urn not in left)
    if not left:
        return
    targets = [word for urn in left for word in ("--target", urn)]
    cli.ask("refresh", "-s", stack, "--yes", "--skip-preview", *targets)
    yield from _outcome(stack, left, ids, json.loads(cli.ask("stack", "export", "-s", stack)))


def _free(stack: str, cli: Runs, aws: Clients, ask: Ask) -> Iterator[str]:
    backend = Backend.of(stack, cli)
    locks = [Lock.model_validate_json(text) for text in backend.lock_files(aws)]
    kept = [why for lock in locks if (why := why_kept(lock, stack, ask))]
    if kept:
        raise RecoveryError("\n".join(kept))
    if backend.mend():
        yield f"{stack}: the file of its state can be read again"
    if locks:
        cli.ask("cancel", "-s", stack, "--yes")
    yield from (f"{stack}: the lock of {lock} is taken away" for lock in locks)


def _ids_of(pending: list[State], state: State, stack: str, aws: Clients) -> dict[URN, str]:
    """The ids under which AWS may have what was being made; raises RecoveryError if in doubt."""
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
        raise RecoveryError(_look_first(stack, doubts))
    return found


def _look_first(stack: str, doubts: list[str]) -> str:
    told = "\n".join(f"  {doubt}" for doubt in doubts)
    return (
        f"{stack}: a deployment was killed while it made these, and whether AWS has them cannot be"
        f" known for sure. Nothing was changed.\n{told}\n"
        "Look in AWS. Forget what was pending, then take in what AWS has, and deploy again:\n"
        f"  pulumi refresh -s {stack} --clear-pending-creates\n"
        f"  pulumi import -s {stack} TYPE NAME ID"
    )


def _outcome(stack: str, left: list[URN], ids: dict[URN, str], state: State) -> Iterator[str]:
    there = {one["urn"]: one for one in state["deployment"].get("resources", [])}
    for urn in left:
        if urn not in there:
            yield f"{stack}: {name_of(urn)} is not in AWS"
        elif urn in ids:
            yield f"{stack}: {name_of(urn)} was made by then, and is taken into the state"
        else:
            yield f"{stack}: {name_of(urn)} is read anew from AWS"
