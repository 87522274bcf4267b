"""Terraform's schema of a resource type, and the encoding of values that have it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import msgpack

Type = str | list[Any]
"""A type in Terraform's JSON notation, such as `["list", "string"]`."""

_SINGLE, _LIST, _SET, _MAP, _GROUP = range(1, 6)
"""The nesting modes of the protocol."""


@dataclass(frozen=True)
class Attribute:
    """An attribute of a block; `computed` means that the provider may set it."""

    type: Type
    required: bool
    optional: bool
    computed: bool
    sensitive: bool
    write_only: bool

    @property
    def given(self) -> bool:
        """Whether a configuration can set it."""
        return self.required or self.optional


@dataclass(frozen=True)
class Nested:
    """Blocks inside a block: a single one, or a list or set of them with a minimum and maximum."""

    block: "Block"
    single: bool
    ordered: bool
    least: int
    most: int


@dataclass(frozen=True)
class Block:
    """A schema: attributes and nested blocks by name."""

    attributes: Mapping[str, Attribute]
    nested: Mapping[str, Nested]

    def encoded(self, value: Mapping[str, Any] | None) -> dict[str, bytes]:
        """A value in the protocol's encoding, completed to all attributes of the schema."""
        return {"msgpack": cast(bytes, msgpack.packb(self.completed(value)))}

    def completed(self, value: Mapping[str, Any] | None) -> dict[str, Any] | None:
        """A value with null or an empty list for each part that it lacks.

        Raises LookupError if the schema lacks a part of the value.
        """
        if value is None:
            return None
        if unknown := value.keys() - self.attributes.keys() - self.nested.keys():
            raise LookupError(f"the provider's schema has no {', '.join(sorted(unknown))}")
        parts = dict(_attributes(self.attributes, value))
        for name, nested in self.nested.items():
            parts[name] = _blocks(nested, value.get(name))
        return parts


def block_of(message: Any) -> Block:
    """The schema in the protocol's message."""
    return Block(
        {
            one.name: Attribute(
                json.loads(one.type),
                one.required,
                one.optional,
                one.computed,
                one.sensitive,
                one.write_only,
            )
            for one in message.attributes
        },
        {
            one.type_name: Nested(
                block_of(one.block),
                one.nesting in (_SINGLE, _GROUP),
                one.nesting == _LIST,
                one.min_items,
                one.max_items,
            )
            for one in message.block_types
        },
    )


def _attributes(
    attributes: Mapping[str, Attribute], value: Mapping[str, Any]
) -> Iterator[tuple[str, Any]]:
    for name, attribute in attributes.items():
        yield name, _typed(attribute.type, value.get(name))


def _typed(type_: Type, value: Any) -> Any:
    """A value of an attribute; objects are completed with nulls."""
    if value is None or isinstance(type_, str):
        return value
    kind, of = type_
    if kind == "object" and isinstance(value, Mapping):
        given = cast(Mapping[str, Any], value)
        return {name: _typed(of[name], given.get(name)) for name in of}
    if kind == "map" and isinstance(value, Mapping):
        return {key: _typed(of, item) for key, item in cast(Mapping[str, Any], value).items()}
    if kind in ("list", "set") and isinstance(value, list):
        return [_typed(of, item) for item in cast(list[Any], value)]
    return value


def _blocks(nested: Nested, value: Any) -> Any:
    if nested.single:
        return nested.block.completed(value)
    if value is None:
        return []
    if not isinstance(value, Sequence):
        return value
    return [
        nested.block.completed(item) if isinstance(item, Mapping) else item
        for item in cast(Sequence[Any], value)
    ]
