"""The resources that a stack of the project adopts: those to import, and those in its state."""

import json
from collections.abc import Iterator
from typing import Any

from delivery.aws import Clients
from delivery.pulumi_cli import Cli
from delivery.recovery.state import name_of, resources_of
from delivery.stacks import stacks_in

_FILE = "adoption/{stack}/import.json"
"""The file, in the project's folder, in which `adopt inspect` lists what the engine imports.

https://www.pulumi.com/docs/iac/guides/migration/import/#bulk-import-operations
"""

Resource = dict[str, Any]
"""A resource of the file or of a state, with `type` and, unless it is a component, `id`."""


def planned(stack: str, cli: Cli) -> list[Resource]:
    """Returns the resources to import into a stack; an empty list if the file does not exist."""
    file = cli.project / _FILE.format(stack=stack)
    return json.loads(file.read_text(encoding="utf-8"))["resources"] if file.exists() else []


def in_state(stack: str, cli: Cli, aws: Clients) -> list[Resource]:
    """Returns the resources in the state of a stack; an empty list if the stack does not exist."""
    if stack not in stacks_in(cli, aws):
        return []
    return resources_of(json.loads(cli.output("stack", "export", "-s", stack)))


def not_imported(stack: str, cli: Cli, aws: Clients) -> Iterator[str]:
    """Yields a line for each resource that is to be imported and that the state lacks."""
    present = in_state(stack, cli, aws)
    known = {(one["type"], one.get("id")) for one in present}
    known |= {(one["type"], one["urn"].rpartition("::")[2]) for one in present}
    for one in planned(stack, cli):
        if one.get("id") and not {(one["type"], one["id"]), (one["type"], one["name"])} & known:
            yield (
                f"{name_of('::::' + one['type'] + '::' + one['name'])} ({one['id']}) is not"
                f" imported. Run `adopt import -s {stack}`."
            )
