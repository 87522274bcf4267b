"""Makes room in old access groups, so that a deployment can attach the program's policies.

IAM attaches at most ten managed policies to a group, and the old policies and those of the program
together may be more. The old ones move to a second group with the same members, who therefore
keep their rights at every moment.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from delivery.adopt.access.old_groups import OldGroup, attached_to, members_of
from delivery.adopt.refusal import refuse_if_any
from delivery.aws import paginated
from iam.quotas import ATTACHED_POLICIES, GROUPS_OF_A_USER

SECOND = "-old"
"""The end of the name of a second group, after the name of the access group."""

_EFFECT_SECONDS = 15
"""How long the rights of the second group may take to be effective everywhere.

AWS documents only that changes are not immediate:
https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
"""

Pause = Callable[[float], object]
"""Waits for some seconds."""


def make_room(groups: Sequence[OldGroup], iam: Any, pause: Pause = time.sleep) -> Iterator[str]:
    """Moves the other policies of each group without room to a second group of its members.

    Yields a line for each group. Idempotent. Raises RefusedError, before anything is changed, if a
    member is in too many groups.
    """
    full = [one for one in groups if not one.has_room]
    refuse_if_any("groups", _in_too_many(full, iam))
    for one in full:
        second = one.name + SECOND
        if members_of(second, iam) is None:
            iam.create_group(GroupName=second)
        for policy in one.others:
            iam.attach_group_policy(GroupName=second, PolicyArn=policy)
        for member in one.members:
            iam.add_user_to_group(GroupName=second, UserName=member)
    if full:
        pause(_EFFECT_SECONDS)
    for one in full:
        for policy in one.others:
            iam.detach_group_policy(GroupName=one.name, PolicyArn=policy)
        yield f"{one.name}: {len(one.others)} policies are attached to {one.name}{SECOND} instead"
    yield from (f"{one.name}: has room" for one in groups if one.has_room)


def undo_room(groups: Sequence[OldGroup], iam: Any, pause: Pause = time.sleep) -> Iterator[str]:
    """Attaches the policies of each second group to its access group again, and deletes it.

    Yields a line for each group. Idempotent. Raises RefusedError, before anything is changed, if
    they are too many because a deployment attached its own.
    """
    seconds = [(one, attached_to(one.name + SECOND, iam)) for one in _with_second(groups, iam)]
    refuse_if_any(
        "groups --undo",
        (
            f"{one.name} would have more than {ATTACHED_POLICIES} policies, because a deployment"
            " has attached those of the program."
            for one, policies in seconds
            if len(one.present | policies) > ATTACHED_POLICIES
        ),
    )
    for one, policies in seconds:
        for policy in sorted(policies):
            iam.attach_group_policy(GroupName=one.name, PolicyArn=policy)
    if seconds:
        pause(_EFFECT_SECONDS)
    for one, policies in seconds:
        _delete(one.name + SECOND, iam)
        yield f"{one.name}: has its {len(policies)} policies again"


def finish_room(groups: Sequence[OldGroup], iam: Any) -> Iterator[str]:
    """Deletes the second groups, so that the members have the program's rights only.

    Yields a line for each group. Raises RefusedError, before anything is changed, if an access
    group lacks a policy of the program.
    """
    found = list(_with_second(groups, iam))
    refuse_if_any(
        "groups --finish",
        (
            f"{one.name} lacks {', '.join(sorted(lacking))}. Deploy the stack account first."
            for one in found
            if (lacking := one.declared - one.present)
        ),
    )
    for one in found:
        _delete(one.name + SECOND, iam)
        yield f"{one.name}{SECOND}: deleted; its members have the rights of {one.name}"


def _in_too_many(full: Sequence[OldGroup], iam: Any) -> Iterator[str]:
    for member in sorted({member for one in full for member in one.members}):
        own = {one["GroupName"] for one in _groups_of(member, iam)}
        needed = own | {one.name + SECOND for one in full if member in one.members}
        if len(needed) > GROUPS_OF_A_USER:
            yield (
                f"{member} would be in {len(needed)} groups, and IAM allows {GROUPS_OF_A_USER}."
                " Remove this user from a group that is not needed."
            )


def _groups_of(member: str, iam: Any) -> Iterator[Any]:
    return paginated(iam, "list_groups_for_user", "Groups", UserName=member)


def _with_second(groups: Sequence[OldGroup], iam: Any) -> Iterator[OldGroup]:
    return (one for one in groups if members_of(one.name + SECOND, iam) is not None)


def _delete(group: str, iam: Any) -> None:
    """Deletes a group with its attachments and memberships; idempotent after a kill."""
    for policy in attached_to(group, iam):
        iam.detach_group_policy(GroupName=group, PolicyArn=policy)
    for member in members_of(group, iam) or ():
        iam.remove_user_from_group(GroupName=group, UserName=member)
    iam.delete_group(GroupName=group)
