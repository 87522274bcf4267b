"""The file from which `pulumi import --file` imports resources.

`pulumi preview --import-file` writes such a file for one preview. This one has the resources of
several previews, in which more and more ids are known, with URNs (docs/decisions/0035).
https://www.pulumi.com/docs/iac/guides/migration/import/#bulk-import-operations
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from delivery.adopt.inspection.declared import Declared

ImportFile = dict[str, Any]
"""The content of a file: `nameTable`, `providerInputs` and `resources`."""


def import_file(ids: Mapping[str, str], declared: Mapping[str, Declared]) -> ImportFile:
    """Returns the file for resources by URN, with their components and providers.

    `declared` are the declared resources by URN, in the order of their registration. Besides what
    Pulumi reads, each resource has its `urn`, and whether the program has it protected.
    """
    urns = {*ids, *(up for urn in ids for up in _components_above(declared[urn], declared))}
    needed = [one for urn, one in declared.items() if urn in urns]
    providers = [declared[urn] for urn in dict.fromkeys(one.provider for one in needed) if urn]
    parents = [declared[one.parent] for one in needed if one.parent and one.parent not in urns]
    return {
        "nameTable": {one.label: one.urn for one in (*providers, *parents)},
        "providerInputs": {one.label: dict(one.inputs) for one in providers if one.created},
        "resources": [_resource(one, ids, declared) for one in needed],
    }


def part_of(file: ImportFile, urns: Collection[str]) -> ImportFile:
    """Returns the file for some of its resources; the parents of the others exist already."""
    resources = [one for one in file["resources"] if one["urn"] in urns]
    others = {one["name"]: one["urn"] for one in file["resources"] if one["urn"] not in urns}
    parents = {one["parent"]: others[one["parent"]] for one in resources if one["parent"] in others}
    return {**file, "nameTable": file["nameTable"] | parents, "resources": resources}


def _components_above(one: Declared, declared: Mapping[str, Declared]) -> Iterator[str]:
    """Yields the URNs of the components around a resource that the state lacks."""
    while one.parent and (one := declared[one.parent]).created:
        if not one.custom:
            yield one.urn


def _resource(
    one: Declared, ids: Mapping[str, str], declared: Mapping[str, Declared]
) -> dict[str, Any]:
    kind = {"id": ids[one.urn]} if one.custom else {"component": True}
    own = {"provider": declared[one.provider].label} if one.provider else {}
    return {
        "type": one.type,
        "name": one.label,
        "logicalName": one.name,
        **kind,
        "parent": declared[one.parent].label if one.parent else "",
        **own,
        "urn": one.urn,
        "protect": one.protected,
    }
