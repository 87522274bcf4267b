"""A resource of a stack, and the values to which a template can refer."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import jmespath
from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.parsing import ResourceMap
from moto.core.utils import utcnow

from simulator.moto_patches.cloudformation.account_calls import AccountCalls
from simulator.moto_patches.cloudformation.resource_type import Props
from simulator.moto_patches.cloudformation.types import TYPES


@dataclass(eq=False)
class StackResource:
    """A resource that a stack has created; `physical_resource_id` is empty before that."""

    logical_resource_id: str
    cf_resource_type: str
    calls: AccountCalls
    properties: Props
    physical_resource_id: str = ""
    status: str = ""
    reason: str | None = None
    since: datetime = field(default_factory=utcnow)
    _attributes: Props = field(default_factory=Props)

    def create(self) -> None:
        """Create the resource; raises ClientError or LookupError if that is impossible."""
        kind = TYPES[self.cf_resource_type]
        self.physical_resource_id = kind.make(self.calls, self.properties)
        kind.adjust(self.calls, self.physical_resource_id, self.properties, {})

    def change(self, calls: AccountCalls, properties: Props) -> None:
        """Apply other properties in place; raises LookupError for those that cannot change."""
        kind, before = TYPES[self.cf_resource_type], self.properties
        allowed = {*kind.own, *kind.mutable}
        changed = {
            name for name in {*before, *properties} if before.get(name) != properties.get(name)
        }
        if fixed := sorted(changed - allowed):
            raise LookupError(
                f"the simulated account does not update {', '.join(fixed)} of"
                f" {self.cf_resource_type}"
            )
        kind.adjust(calls, self.physical_resource_id, properties, before)
        self.properties = properties
        self._attributes.clear()

    def delete(self, calls: AccountCalls) -> None:
        """Begin the deletion."""
        self.calls = calls
        if self.physical_resource_id:
            TYPES[self.cf_resource_type].remove(calls, *self._identity)

    def is_ready(self) -> bool:
        """Whether what depends on the resource can be created."""
        return TYPES[self.cf_resource_type].is_ready(self.calls, *self._identity)

    def is_gone(self) -> bool:
        """Whether the deletion has ended."""
        if not self.physical_resource_id:
            return True
        return TYPES[self.cf_resource_type].is_gone(self.calls, *self._identity)

    def get_cfn_attribute(self, name: str) -> Any:
        """The value of `Fn::GetAtt`."""
        path = TYPES[self.cf_resource_type].attributes.get(name)
        if name.startswith("Outputs."):
            output = name.removeprefix("Outputs.")
            path = f"Stacks[0].Outputs[?OutputKey=='{output}'] | [0].OutputValue"
        if path is None:
            raise ValidationError(
                message=f"Template error: resource {self.logical_resource_id} does not support"
                f" attribute type {name} in Fn::GetAtt"
            )
        if name not in self._attributes:
            known = TYPES[self.cf_resource_type].known(self.calls, *self._identity)
            self._attributes[name] = jmespath.search(path, known)
        return self._attributes[name]

    @property
    def _identity(self) -> tuple[str, Props]:
        return self.physical_resource_id, self.properties


class Values(ResourceMap):
    """What a template refers to by name: parameters, mappings and resources that exist."""

    def __getitem__(self, key: str) -> Any:
        return self._parsed_resources[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parsed_resources)

    def add(self, resource: StackResource) -> None:
        """Let the template refer to a resource."""
        self._parsed_resources[resource.logical_resource_id] = resource

    def validate_outputs(self) -> None:
        """The outputs are evaluated when the resources exist."""
