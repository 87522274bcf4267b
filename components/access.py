"""The access groups of an environment, each with the people who name it."""

from dataclasses import dataclass

from pulumi import ComponentResource, Output, ResourceOptions

from components.access_group import AccessGroup, AccessGroupArgs
from components.options import child
from estate.access_groups import ACCESS_GROUPS
from settings import PlatformSettings


@dataclass(frozen=True)
class AccessArgs:
    """The stack's settings, whose people name their groups."""

    settings: PlatformSettings


class Access(ComponentResource):
    """Makes an `AccessGroup` for each that the estate declares. Outputs: `groups` by name."""

    def __init__(self, name: str, args: AccessArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("cellscope:access:Access", name, None, opts)
        self.groups: dict[str, Output[str]] = {
            group.name.value: AccessGroup(
                group.name.value, AccessGroupArgs(group, args.settings), child(self)
            ).group_name
            for group in ACCESS_GROUPS
        }
        self.register_outputs({"groups": self.groups})
