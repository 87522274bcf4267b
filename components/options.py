"""Pulumi's resource options as this program uses them: who is protected, in one place.

`adopt` is the id of something that exists already: it becomes the program's own as it is, and the
engine refuses if it is not as declared.
"""

from pulumi import ProviderResource, Resource, ResourceOptions

from settings import StackSettings


def child(
    parent: Resource,
    *,
    after: list[Resource] | None = None,
    provider: ProviderResource | None = None,
    adopt: str | None = None,
) -> ResourceOptions:
    """A plain part of a component; `after` are resources that must exist first.

    A part that is a component itself makes its own parts through `provider`, if one is given.
    """
    providers = [provider] if provider else None
    return ResourceOptions(parent=parent, depends_on=after, providers=providers, import_=adopt)


def data_store(
    parent: Resource, settings: StackSettings, *, adopt: str | None = None
) -> ResourceOptions:
    """Something that holds data: nothing deletes or replaces it where data is to be kept."""
    return ResourceOptions(
        parent=parent,
        protect=settings.keeps_data,
        retain_on_delete=settings.keeps_data,
        import_=adopt,
    )


def retained(
    parent: Resource,
    settings: StackSettings,
    *,
    after: list[Resource] | None = None,
    adopt: str | None = None,
) -> ResourceOptions:
    """What keeps a data store safe: it stays on a store that the program no longer declares."""
    return ResourceOptions(
        parent=parent, depends_on=after, retain_on_delete=settings.keeps_data, import_=adopt
    )
