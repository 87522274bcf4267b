"""The properties of a resource type, at all depths, in Pulumi's names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from conformance.terraform.blocks import Attribute, Block, Type
from conformance.terraform.inputs import Config, configuration
from conformance.terraform.names import fields, object_fields, resource_name
from conformance.terraform.provider import Provider, Refusal
from simulator.plugins.aws.schema import Kind, schema_of


@dataclass(frozen=True)
class Property:
    """A property: its names from the outermost block, whether each holds a list, and its kind."""

    names: tuple[str, ...]
    listed: tuple[bool, ...]
    terraform: tuple[str, ...]
    kind: Kind
    """The kind of one value; of an element, if the property is a list."""

    @property
    def path(self) -> str:
        """The names, joined: `rules.filter.prefix`."""
        return ".".join(self.names)

    def inputs(self, value: Any) -> Config:
        """Inputs of the resource that contain only this property."""
        for name, listed in zip(reversed(self.names), reversed(self.listed), strict=True):
            value = {name: [value] if listed else value}
        return value


@dataclass(frozen=True)
class SimulatedType:
    """A resource type, which the provider can be asked about."""

    token: str
    provider: Provider
    name: str

    @property
    def block(self) -> Block:
        """The provider's schema."""
        return self.provider.blocks[self.name]

    def configuration(self, inputs: Mapping[str, Any]) -> Config:
        """The inputs as a Terraform configuration."""
        return configuration(self.block, schema_of(self.token).inputs, inputs)

    def refusals(self, inputs: Mapping[str, Any]) -> frozenset[Refusal]:
        """What the provider refuses in the inputs."""
        return frozenset(self.provider.validate(self.name, self.configuration(inputs)))


def type_of(provider: Provider, token: str) -> SimulatedType:
    """The resource type with this token."""
    return SimulatedType(token, provider, resource_name(token, provider.blocks))


def properties(type_: SimulatedType) -> Iterator[Property]:
    """All properties of a resource type that both Pulumi and the provider have, blocks too."""
    yield from _of_block(type_.block, schema_of(type_.token).inputs, Property((), (), (), Kind("")))


def _of_block(block: Block, kinds: Mapping[str, Kind], outer: Property) -> Iterator[Property]:
    for name, terraform in fields(block, kinds).items():
        attribute = block.attributes.get(terraform)
        if attribute and not attribute.given:
            continue
        inner = _inside(outer, name, terraform, kinds[name])
        yield inner
        if attribute:
            yield from _of_attribute(attribute, inner)
        else:
            yield from _of_block(block.nested[terraform].block, inner.kind.fields, inner)


def _of_attribute(attribute: Attribute, outer: Property) -> Iterator[Property]:
    of = _element(attribute.type)
    if isinstance(of, dict) and outer.kind.name == "object":
        for name, terraform in object_fields(of, outer.kind.fields).items():
            yield _inside(outer, name, terraform, outer.kind.fields[name])


def _element(type_: Type) -> Any:
    """The attributes of an object type, or of the objects in a list."""
    while isinstance(type_, list):
        type_ = type_[1]
    return type_


def _inside(outer: Property, name: str, terraform: str, kind: Kind) -> Property:
    listed = kind.name == "list"
    return Property(
        (*outer.names, name),
        (*outer.listed, listed),
        (*outer.terraform, terraform),
        kind.element if listed else kind,
    )
