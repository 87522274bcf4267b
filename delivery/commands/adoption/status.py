"""Says how far an adoption is, and which step is next."""

from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from botocore.exceptions import BotoCoreError, ClientError

from delivery.adopt.access.access import keeps_aws_auth, lost_access
from delivery.adopt.imports.import_file import ImportFile
from delivery.adopt.imports.known import missing_in, planned, state_of
from delivery.adopt.old_stacks.concerned import concerned_stacks
from delivery.adopt.old_stacks.freeze import not_frozen
from delivery.adopt.old_stacks.old_stacks import old_stacks
from delivery.aws import Clients
from delivery.command import DeliveryError, command
from delivery.commands.adoption.adoption import STACK, Adoption
from delivery.recovery.state import State, resources_of
from settings import Hardening, PlatformSettings, postponed


class _Line(NamedTuple):
    """How far a part is, and the words of the step that is open in it; None if it is done."""

    text: str
    step: str | None = None


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
    yield from _with_next_step(stack, _answered(lambda: _after_inspection(adoption, file)))


def _after_inspection(adoption: Adoption, file: ImportFile) -> Iterator[_Line]:
    stack, settings = adoption.stack, adoption.settings
    state = state_of(stack, adoption.cli, adoption.aws)
    if lacking := missing_in(state, file):
        yield _Line(f"the state lacks {len(lacking)} of them", f"import -s {stack}")
        return
    yield _Line("the state has all of them")
    if not _is_deployed(state, file):
        yield _Line("not deployed yet", f"freeze -s {stack}, then check, then deploy")
        return
    if isinstance(settings, PlatformSettings):
        yield from _answered(lambda: _access(stack, settings, adoption.aws))
    old = list(_answered(lambda: _old_stacks(adoption)))
    if groups := [one for one in Hardening if one in postponed(settings)]:
        # The old stacks go first.
        step = None if any(one.step for one in old) else f"harden {groups[0]} -s {stack}"
        yield _Line(f"postpones the hardening {', '.join(groups)}", step)
    yield from old


def _with_next_step(stack: str, lines: Iterable[_Line]) -> Iterator[str]:
    """Yields the lines of a stack; only the first step of them is the next one."""
    is_named = False
    for text, step in lines:
        shown = f"; next: python -m delivery adopt {step}" if step and not is_named else ""
        yield f"{stack}: {text}{shown}"
        is_named = is_named or bool(step)


def _is_deployed(state: State, file: ImportFile) -> bool:
    """Whether the state has resources that no import brought, besides components and providers."""
    imported = {one["urn"] for one in file["resources"]}
    return any(one.get("id") and one["urn"] not in imported for one in _of_aws(state))


def _of_aws(state: State) -> Iterator[State]:
    return (one for one in resources_of(state) if not one["type"].startswith("pulumi:"))


def _answered(ask: Callable[[], Iterator[_Line]]) -> Iterator[_Line]:
    """Yields the lines of a part, or the reason for which it cannot be known."""
    try:
        yield from list(ask())
    except (BotoCoreError, ClientError, DeliveryError) as error:
        yield _Line(f"not known: {error}")


def _access(stack: str, settings: PlatformSettings, aws: Clients) -> Iterator[_Line]:
    step = f"access -s {stack} --write"
    if lost := list(lost_access(settings, aws)):
        yield _Line(f"the lists lack the access of {len(lost)} principals", step)
    elif keeps_aws_auth(settings):
        yield _Line("keeps the rows of aws-auth, which the lists cover", step)
    else:
        yield _Line("the lists give all access to the cluster")


def _old_stacks(adoption: Adoption) -> Iterator[_Line]:
    stack, _, cli, aws = adoption
    found = concerned_stacks(stack, cli, aws, old_stacks(aws))
    client = aws("cloudformation")
    open_ = [one.name for one in found if [*not_frozen(one, client)]]
    if open_:
        text = f"{len(open_)} of {len(found)} old stacks are not frozen"
        yield _Line(text, f"freeze -s {stack}")
    elif found:
        yield _Line(f"{len(found)} old stacks are frozen and not released", f"release -s {stack}")
    else:
        yield _Line("no old stack is left")
