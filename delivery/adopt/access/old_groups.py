"""The access groups that IAM has already, with their policies and members."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from delivery.aws import paginated
from estate.account.account import environments
from estate.identity.access_groups import ACCESS_GROUPS, policy_name
from estate.naming import access_group_name
from iam.quotas import ATTACHED_POLICIES
from settings import AccountSettings


class OldGroup(NamedTuple):
    """An access group in IAM: the policies that it has and those of the program, as ARNs."""

    name: str
    present: frozenset[str]
    declared: frozenset[str]
    members: tuple[str, ...]

    @property
    def others(self) -> list[str]:
        """The policies that the program does not declare, sorted."""
        return sorted(self.present - self.declared)

    @property
    def has_room(self) -> bool:
        """Whether the program's policies fit besides the others."""
        return len(self.present | self.declared) <= ATTACHED_POLICIES


def old_groups(settings: AccountSettings, iam: Any) -> Iterator[OldGroup]:
    """Yields the declared access groups that IAM has."""
    start = f"arn:aws:iam::{settings.account_id}:policy/"
    for of in environments(settings):
        for group in ACCESS_GROUPS:
            name = access_group_name(group.name, of)
            own = {start + policy_name(group, one, of) for one in group.policies}
            if (members := members_of(name, iam)) is not None:
                declared = frozenset({*group.managed_policies, *own})
                yield OldGroup(name, attached_to(name, iam), declared, members)


def inline_policies(groups: Sequence[OldGroup], iam: Any) -> Iterator[str]:
    """Yields a line for each inline policy of the groups; the program declares none."""
    for one in groups:
        for name in paginated(iam, "list_group_policies", "PolicyNames", GroupName=one.name):
            yield (
                f"{one.name} has the inline policy {name}, which the program does not declare."
                " Delete it when its members need only the declared rights: aws iam"
                f" delete-group-policy --group-name {one.name} --policy-name {name}"
            )


def members_of(group: str, iam: Any) -> tuple[str, ...] | None:
    """Returns the names of a group's members; None if the group does not exist."""
    try:
        found = list(paginated(iam, "get_group", "Users", GroupName=group))
    except iam.exceptions.NoSuchEntityException:
        return None
    return tuple(one["UserName"] for one in found)


def attached_to(group: str, iam: Any) -> frozenset[str]:
    """Returns the ARNs of the managed policies that are attached to a group."""
    found = paginated(iam, "list_attached_group_policies", "AttachedPolicies", GroupName=group)
    return frozenset(one["PolicyArn"] for one in found)
