"""The steps of an adoption that keep access: groups, entries and access."""

from argparse import Namespace
from collections.abc import Iterator

from delivery.adopt.access.access import AWS_AUTH, keeps_aws_auth, lost_access, old_keys
from delivery.adopt.access.entries import give_entries
from delivery.adopt.access.group_room import finish_room, make_room, undo_room
from delivery.adopt.access.old_groups import inline_policies, old_groups
from delivery.adopt.refusal import RefusedError, refuse_if_any
from delivery.adopt.stack_file import ADOPTED, merged, with_setting, without_setting
from delivery.adopt.writing import write
from delivery.command import argument, command
from delivery.commands.adoption.adoption import STACK, Adoption
from settings import AccountSettings, PlatformSettings


@command(
    "groups",
    STACK,
    argument("--undo", action="store_true", help="move the old policies back"),
    argument("--finish", action="store_true", help="delete the groups with the old policies"),
)
def groups_command(arguments: Namespace) -> Iterator[str]:
    """Make room for the program's policies in access groups; their members keep all rights."""
    stack, settings, _, aws = Adoption.of(arguments)
    if not isinstance(settings, AccountSettings):
        raise RefusedError(f"{stack} has no access groups. They are in the stack account.")
    iam = aws("iam")
    groups = list(old_groups(settings, iam))
    if arguments.undo:
        yield from undo_room(groups, iam)
    elif arguments.finish:
        yield from finish_room(groups, iam)
        yield from inline_policies(groups, iam)
    else:
        yield from make_room(groups, iam)
    yield f"{stack}: {len(groups)} access groups exist"


@command("entries", STACK)
def entries_command(arguments: Namespace) -> Iterator[str]:
    """Enable access entries in the old cluster, for the deploy role and nodes; no row changes."""
    stack, settings, _, aws = Adoption.of(arguments)
    if not isinstance(settings, PlatformSettings):
        raise RefusedError(f"{stack} has no cluster, so it needs no access entries.")
    yield from give_entries(settings, aws)
    yield f"{stack}: the deploy role and all nodes have access entries"


@command(
    "access",
    STACK,
    argument("--write", action="store_true", help="let the lists replace the rows of aws-auth"),
)
def access_command(arguments: Namespace) -> Iterator[str]:
    """List the old access keys; fail if the lists lack access that the old cluster gives."""
    stack, settings, cli, aws = Adoption.of(arguments)
    yield from old_keys(aws)
    if not isinstance(settings, PlatformSettings):
        yield f"{stack}: has no cluster"
        return
    refuse_if_any("access", lost_access(settings, aws))
    yield f"{stack}: the lists give all access that the old cluster gives"
    if not keeps_aws_auth(settings):
        return
    file = cli.project / f"Pulumi.{stack}.yaml"
    if not arguments.write:
        yield f"{stack}: {file} keeps the rows of aws-auth; --write lets the lists replace them"
        return
    left = merged((one for one in settings.adopted if one.resource != AWS_AUTH), ())
    text = file.read_text(encoding="utf-8")
    text = with_setting(text, ADOPTED, left) if left else without_setting(text, ADOPTED)
    write(file, text)
    yield f"{stack}: removed {AWS_AUTH} from {ADOPTED} in {file}; the next deployment replaces"
    yield "  the rows of aws-auth by those of the lists. To go back, restore the file and deploy."
