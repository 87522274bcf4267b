"""The access groups of an environment with their members."""

from dataclasses import dataclass

from pulumi import ComponentResource, Output, ResourceOptions

from components.identity.access_group import AccessGroup, AccessGroupArgs
from components.options import child
from estate.identity.access_groups import ACCESS_GROUPS
from settings import PlatformSettings


@dataclass(frozen=True)
class AccessArgs:
    """The stack's settings, which list the people and their groups."""

    settings: PlatformSettings


class Access(ComponentResource):
    """Creates an `AccessGroup` for each declared group. Outputs: `groups` by name."""

    def __init__(self, name: str, args: AccessArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("cellscope:access:Access", name, None, opts)
        self.groups: dict[str, Output[str]] = {
            group.name.value: AccessGroup(
                group.name.value, AccessGroupArgs(group, args.settings), child(self)
            ).group_name
            for group in ACCESS_GROUPS
        }
        self.register_outputs({"groups": self.groups})
