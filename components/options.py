"""The Pulumi resource options of this program, including the protection of data stores.

`adopt` is the id of an existing resource to import. After the import the engine updates what
differs.
"""

from pulumi import Alias, ProviderResource, Resource, ResourceOptions

from settings import Kind, StackSettings, is_destroyed, retirement_of


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
    parent: Resource,
    settings: StackSettings,
    kind: Kind,
    name: str = "",
    *,
    after: list[Resource] | None = None,
    adopt: str | None = None,
) -> ResourceOptions:
    """Returns options of a data store: protected and retained where `keeps_data` is true.

    A retirement of the kind and name, if there is one, removes the protection, and retains the data
    store if its data is kept.
    """
    return ResourceOptions.merge(
        retained(parent, settings, kind, name, after=after, adopt=adopt),
        ResourceOptions(protect=settings.keeps_data and not retirement_of(settings, kind, name)),
    )


def retained(
    parent: Resource,
    settings: StackSettings,
    kind: Kind | None = None,
    name: str = "",
    *,
    after: list[Resource] | None = None,
    adopt: str | None = None,
) -> ResourceOptions:
    """Returns options of a data store's protections: retained where `keeps_data` is true.

    Without the kind of a data store, no retirement applies.
    """
    kept = settings.keeps_data and not (kind and is_destroyed(settings, kind, name))
    return ResourceOptions(parent=parent, depends_on=after, retain_on_delete=kept, import_=adopt)
