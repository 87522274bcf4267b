"""Pulumi's resource options as this program uses them: who is protected, in one place."""

from pulumi import Resource, ResourceOptions

from settings import AccountSettings


def child(parent: Resource, *, after: list[Resource] | None = None) -> ResourceOptions:
    """A plain part of a component; `after` are resources that must exist first."""
    return ResourceOptions(parent=parent, depends_on=after)


def data_store(parent: Resource, settings: AccountSettings) -> ResourceOptions:
    """Something that holds data: nothing deletes or replaces it where data is to be kept."""
    return ResourceOptions(
        parent=parent, protect=settings.keeps_data, retain_on_delete=settings.keeps_data
    )


def guard(parent: Resource, settings: AccountSettings) -> ResourceOptions:
    """What keeps a data store safe: it stays on a store that the program no longer declares."""
    return ResourceOptions(parent=parent, retain_on_delete=settings.keeps_data)
