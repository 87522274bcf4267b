"""Says how far an adoption is, and which step is next."""

from argparse import Namespace
from collections.abc import Callable, Iterator

from botocore.exceptions import ClientError

from delivery.adopt.access.access import keeps_aws_auth, lost_access
from delivery.adopt.imports.import_file import ImportFile
from delivery.adopt.imports.known import missing_in, planned, state_of
from delivery.adopt.old_stacks.concerned import concerned_stacks
from delivery.adopt.old_stacks.freeze import not_frozen
from delivery.adopt.old_stacks.old_stacks import OldStack, old_stacks
from delivery.command import DeliveryError, command
from delivery.commands.adoption.adoption import STACK, Adoption
from delivery.recovery.state import State, resources_of
from settings import PlatformSettings, postponed


@command("status", STACK)
def status_command(arguments: Namespace) -> Iterator[str]:
    """Say which steps of the adoption are done, and which is next; change nothing."""
    adoption = Adoption.of(arguments)
    stack = adoption.stack
    file = planned(stack, adoption.cli)
    if file is None:
        has_cluster = isinstance(adoption.settings, PlatformSettings)
        first = "settings" if has_cluster else "inspect"
        then = ", then entries, then inspect" if has_cluster else ""
        yield f"{stack}: not inspected; next: python -m delivery adopt {first} -s {stack}{then}"
        return
    yield f"{stack}: inspected; {len(file['resources'])} resources can be taken over"
    state = state_of(stack, adoption.cli, adoption.aws)
    if lacking := missing_in(state, file):
        step = f"python -m delivery adopt import -s {stack}"
        yield f"{stack}: the state lacks {len(lacking)} of them; next: {step}"
        return
    yield f"{stack}: the state has all of them"
    if not _is_deployed(state, file):
        step = f"python -m delivery adopt freeze -s {stack}, then check, then deploy"
        yield f"{stack}: not deployed yet; next: {step}"
        return
    yield from _answered(stack, lambda: _access(adoption))
    for group in sorted(postponed(adoption.settings)):
        yield f"{stack}: postpones the hardening {group}"
    yield from _answered(stack, lambda: _old_stacks(adoption))


def _is_deployed(state: State, file: ImportFile) -> bool:
    """Whether the state has resources that no import brought, besides components and providers."""
    imported = {one["urn"] for one in file["resources"]}
    return any(one.get("id") and one["urn"] not in imported for one in _of_aws(state))


def _of_aws(state: State) -> Iterator[State]:
    return (one for one in resources_of(state) if not one["type"].startswith("pulumi:"))


def _answered(stack: str, ask: Callable[[], Iterator[str]]) -> Iterator[str]:
    """Yields the lines of a part, or the reason for which it cannot be known."""
    try:
        yield from list(ask())
    except (ClientError, DeliveryError) as error:
        yield f"{stack}: not known: {error}"


def _access(adoption: Adoption) -> Iterator[str]:
    settings, stack = adoption.settings, adoption.stack
    if not isinstance(settings, PlatformSettings):
        return
    step = f"python -m delivery adopt access -s {stack} --write"
    if lost := list(lost_access(settings, adoption.aws)):
        yield f"{stack}: the lists lack the access of {len(lost)} principals; next: {step}"
    elif keeps_aws_auth(settings):
        yield f"{stack}: keeps the rows of aws-auth, which the lists cover; next: {step}"
    else:
        yield f"{stack}: the lists give all access to the cluster"


def _old_stacks(adoption: Adoption) -> Iterator[str]:
    stack, aws = adoption.stack, adoption.aws
    found: tuple[OldStack, ...] = concerned_stacks(stack, adoption.cli, aws, old_stacks(aws))
    client = aws("cloudformation")
    open_ = [one.name for one in found if [*not_frozen(one, client)]]
    if open_:
        step = f"python -m delivery adopt freeze -s {stack}"
        yield f"{stack}: {len(open_)} of {len(found)} old stacks are not frozen; next: {step}"
    elif found:
        step = f"python -m delivery adopt release -s {stack}"
        yield f"{stack}: {len(found)} old stacks are frozen and not released; next: {step}"
    else:
        yield f"{stack}: no old stack is left"
