"""A type of resource in templates: the calls that create, read, change and delete one.

Values are selected with JMESPath (https://jmespath.org/specification.html) from what is known about
a resource: its properties, `Id` for its physical id, and the answer of the call.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import jmespath
from botocore.exceptions import ClientError
from botocore.model import ListShape, MapShape, Shape, StructureShape

from simulator.moto_patches.cloudformation.account_calls import AccountCalls

Props = dict[str, Any]
"""Properties of a resource by their names in templates."""


@dataclass(frozen=True)
class Operation:
    """An operation of boto3, and the JMESPath expression of each of its parameters."""

    name: str
    given: Mapping[str, str] = field(default_factory=dict[str, str])


class FailedError(Exception):
    """A resource that reached a state of failure."""


Settle = Callable[[AccountCalls, str, Props, Props], None]
"""Applies properties, given the physical id, the properties, and those applied before."""


@dataclass(frozen=True)
class ResourceType:
    """How a service creates a resource.

    `create` is an operation whose parameters have the names of the properties, or a function.
    `id` selects the physical id. `names` has the parameters that are named otherwise, `own` the
    properties that the operation does not take. `settle` applies these and can do so again.
    `settle` also changes the properties `mutable`. `name` is the property with the resource's name,
    which CloudFormation generates if it is missing. `ready`, `failed` and `gone` are conditions on
    the answer of `read`; without `gone` the resource is gone when it cannot be read.
    """

    service: str
    create: str | Callable[[AccountCalls, Props], Props]
    id: str
    delete: Operation | Callable[[AccountCalls, str, Props], None]
    read: Operation | None = None
    attributes: Mapping[str, str] = field(default_factory=dict[str, str])
    name: str = ""
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    own: tuple[str, ...] = ()
    mutable: tuple[str, ...] = ()
    settle: Settle | None = None
    ready: str | Callable[[Props], bool] = ""
    failed: str = ""
    gone: str = ""

    def make(self, calls: AccountCalls, properties: Props) -> str:
        """Create a resource; returns its physical id."""
        given = {name: value for name, value in properties.items() if name not in self.own}
        if callable(self.create):
            answer = self.create(calls, properties)
        else:
            answer = call(calls, self.service, self.create, given, self.names)
        return str(jmespath.search(self.id, {**properties, **answer}))

    def adjust(self, calls: AccountCalls, id_: str, properties: Props, before: Props) -> None:
        """Apply the properties that are not part of the creation."""
        if self.settle:
            self.settle(calls, id_, properties, before)

    def remove(self, calls: AccountCalls, id_: str, properties: Props) -> None:
        """Delete a resource; one that is gone is deleted."""
        if callable(self.delete):
            self.delete(calls, id_, properties)
        else:
            calls.call(self.service, self.delete.name, _given(self.delete, id_, properties))

    def known(self, calls: AccountCalls, id_: str, properties: Props) -> Props:
        """What is known about an existing resource."""
        common = {**properties, "Id": id_, "Region": calls.region, "Account": calls.account}
        if self.read is None:
            return common
        answer = calls.call(self.service, self.read.name, _given(self.read, id_, properties))
        return {**common, **answer}

    def is_ready(self, calls: AccountCalls, id_: str, properties: Props) -> bool:
        """Whether what depends on the resource can use it; raises FailedError if it never can."""
        if not self.ready:
            return True
        known = self.known(calls, id_, properties)
        self._check(known, id_)
        if callable(self.ready):
            return self.ready(known)
        return jmespath.search(self.ready, known) is True

    def is_gone(self, calls: AccountCalls, id_: str, properties: Props) -> bool:
        """Whether the deletion of a resource has ended; raises FailedError if it failed."""
        if not self.ready:
            return True
        try:
            known = self.known(calls, id_, properties)
        except ClientError:
            return True
        self._check(known, id_)
        return bool(self.gone) and jmespath.search(self.gone, known) is True

    def _check(self, known: Props, id_: str) -> None:
        if self.failed and jmespath.search(self.failed, known) is True:
            raise FailedError(f"Resource of type {self.service} with identifier {id_} failed.")


def _given(operation: Operation, id_: str, properties: Props) -> Props:
    known = {**properties, "Id": id_}
    return {name: jmespath.search(path, known) for name, path in operation.given.items()}


def call(
    calls: AccountCalls,
    service: str,
    operation: str,
    properties: Mapping[str, Any],
    names: Mapping[str, str] | None = None,
) -> Props:
    """Call an operation with properties, in the shapes of its parameters; returns the answer."""
    meta: Any = calls.client(service).meta
    model: Any = meta.service_model.operation_model(meta.method_to_api_mapping[operation])
    parameters = as_parameter(model.input_shape, properties, names or {})
    return calls.call(service, operation, parameters)


def as_parameter(shape: Shape, value: Any, names: Mapping[str, str]) -> Any:
    """Convert a value of a template; raises LookupError for a property that AWS's API lacks."""
    if isinstance(shape, StructureShape):
        return _structure(shape, value, names)
    if isinstance(shape, ListShape):
        return [as_parameter(shape.member, item, names) for item in value]
    if isinstance(shape, MapShape):
        entries = {one["Key"]: one["Value"] for one in value} if isinstance(value, list) else value
        return {key: as_parameter(shape.value, one, names) for key, one in entries.items()}
    match shape.type_name:
        case "string":
            return as_text(value)
        case "integer" | "long":
            return int(value)
        case "double" | "float":
            return float(value)
        case "boolean":
            return value if isinstance(value, bool) else value == "true"
        case _:
            return value


def as_text(value: Any) -> str:
    """A value of a template as text: documents as JSON, logical values in lower case."""
    if isinstance(value, dict | list | bool):
        return json.dumps(value)
    return str(value)


def _structure(shape: StructureShape, value: Any, names: Mapping[str, str]) -> Props:
    members = {name.lower(): name for name in shape.members}
    found: Props = {}
    for name, item in cast(Mapping[str, Any], value).items():
        member = members.get(names.get(name, name).lower())
        if member is None:
            raise LookupError(f"the simulated account does not support {name} in {shape.name}")
        found[member] = as_parameter(shape.members[member], item, names)
    return found
