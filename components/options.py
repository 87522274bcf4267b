"""The Pulumi resource options of this program, including the protection of data stores.

`adopt` is the id of an existing resource to import. The engine fails if its properties differ from
the declared ones.
"""

from pulumi import Alias, ProviderResource, Resource, ResourceOptions

from settings import StackSettings


def child(
    parent: Resource,
    *,
    after: list[Resource] | None = None,
    provider: ProviderResource | None = None,
    adopt: str | None = None,
    former_parent: Resource | None = None,
) -> ResourceOptions:
    """Returns options of a component's child; `after` are resources that must exist first.

    If the child is a component, `provider` is the provider of its children. A resource that had
    `former_parent` in an earlier version keeps its place in the state through an alias.
    """
    return ResourceOptions(
        parent=parent,
        depends_on=after,
        providers=[provider] if provider else None,
        import_=adopt,
        aliases=[Alias(parent=former_parent)] if former_parent else None,
    )


def data_store(
    parent: Resource, settings: StackSettings, *, adopt: str | None = None
) -> ResourceOptions:
    """Returns options of a data store: protected and retained where `keeps_data` is true."""
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
    """Returns options of a data store's protections: retained where `keeps_data` is true."""
    return ResourceOptions(
        parent=parent, depends_on=after, retain_on_delete=settings.keeps_data, import_=adopt
    )
