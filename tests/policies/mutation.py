"""Mutations: changes of the program's rendered resources, of which one rule must report each.

The files in `mutations` have the form stack: resource: rule: {path: new value}. A resource is
written as type and name. A path consists of keys and of indexes of lists; it also leads into JSON
strings, such as policy documents. The value null removes the property. `protect` is the resource
option. Under `added` are groups of resources that the program lacks; a mutation of one of them adds
its group, which complies with all rules unless the mutation is empty.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from pulumi_policy.proxy import unknown_checking_proxy

from policies.engine.resource import Resource
from tests.checkout import tracked
from tests.policies.estate import resources_of
from tests.policies.rules.cases import a


@dataclass(frozen=True)
class Mutation:
    """A change of a resource's property at `path` to `value`, or none if the resource is forbidden.

    `resource` is its type and name. `added` are the resources that the mutation adds first.
    """

    rule: str
    stack: str
    resource: str
    path: str
    value: Any
    added: tuple[Resource, ...]

    def resources(self) -> tuple[Resource, ...]:
        """Returns the stack's resources after the change."""
        own = resources_of(self.stack)
        provider = next(one.provider for one in own if one.type.startswith("aws:"))
        found = [*own, *(replace(one, provider=provider) for one in self.added)]
        (index,) = (n for n, one in enumerate(found) if f"{one.type} {one.name}" == self.resource)
        found[index] = self._changed(found[index])
        return tuple(found)

    def _changed(self, one: Resource) -> Resource:
        if self.path == "protect":
            return replace(one, protect=self.value)
        if not self.path:
            return one
        changed = _with(one.props, self.path.split("."), self.value)
        return replace(one, props=unknown_checking_proxy(changed))


def _with(whole: Any, path: list[str], value: Any) -> Any:
    """Returns a copy with the new value. Raises KeyError if it lacks an object on the path."""
    if isinstance(whole, str):
        return json.dumps(_with(json.loads(whole), path, value))
    is_object = hasattr(whole, "keys")
    copy: Any = dict(whole) if is_object else list(whole)
    key: Any = path[0] if is_object else int(path[0])
    if path[1:]:
        copy[key] = _with(copy[key], path[1:], value)
    elif value is None:
        del copy[key]
    else:
        copy[key] = value
    return copy


def _read(file: Path) -> Iterator[Mutation]:
    stacks = yaml.safe_load(file.read_text())
    added: dict[str, tuple[Resource, ...]] = {}
    for group in stacks.pop("added", []):
        made = tuple(a(*resource.split(" "), **props) for resource, props in group.items())
        added |= dict.fromkeys(group, made)
    for stack, resources in stacks.items():
        for resource, rules in resources.items():
            for rule, change in rules.items():
                ((path, value),) = change.items() or [("", None)]
                yield Mutation(rule, stack, resource, path, value, added.get(resource, ()))


_FILES = tracked("tests/policies/mutations/*.yaml")
MUTATIONS = [one for file in _FILES for one in _read(file)]
