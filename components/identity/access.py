"""The members of an environment's access groups."""

from dataclasses import dataclass

from pulumi import ComponentResource, Output, ResourceOptions
from pulumi_aws import iam

from components.options import child
from estate.identity.access_groups import ACCESS_GROUPS
from estate.naming import access_group_name
from settings import AccessGroupName, PlatformSettings


@dataclass(frozen=True)
class AccessArgs:
    """The stack's settings, which list the people and their groups."""

    settings: PlatformSettings


class Access(ComponentResource):
    """The members of each access group, which are exactly the settings'.

    Creates an `aws.iam.GroupMembership` for each group of the stack `account`, also for a group
    without members, so that the last member is removed from it. Outputs: `groups` by name.
    """

    def __init__(self, name: str, args: AccessArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("cellscope:access:Access", name, None, opts)
        settings = args.settings
        self.groups: dict[str, Output[str]] = {
            group.name.value: iam.GroupMembership(
                group.name.value,
                name=access_group_name(group.name, settings),
                group=access_group_name(group.name, settings),
                users=members_of(group.name, settings),
                opts=child(self),
            ).group
            for group in ACCESS_GROUPS
        }
        self.register_outputs({"groups": self.groups})


def members_of(group: AccessGroupName, settings: PlatformSettings) -> list[str]:
    """Returns the names, without paths, of the IAM users in the group.

    They are sorted, so that a different order in the settings does not show as a change.
    """
    return sorted(person.username for person in settings.people if group in person.access_groups)
