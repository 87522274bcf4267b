"""Pulumi inputs as a Terraform configuration."""

import json
from collections.abc import Mapping
from typing import Any, cast

from pulumi.runtime import rpc

from conformance.terraform.blocks import Block, Type
from conformance.terraform.names import fields, object_fields
from conformance.terraform.provider import UNKNOWN
from simulator.plugins.aws import schema
from simulator.plugins.aws.schema import Kind

_UNKNOWN = (schema.UNKNOWN, rpc.UNKNOWN)

Config = dict[str, Any]


def configuration(block: Block, kinds: Mapping[str, Kind], inputs: Mapping[str, Any]) -> Config:
    """The configuration of inputs; an input that the schema lacks raises LookupError."""
    names = fields(block, kinds)
    config: Config = {}
    for name, value in inputs.items():
        if name.startswith("__") or value is None:
            continue
        if name not in names:
            raise LookupError(f"the provider has no {name}")
        attribute = block.attributes.get(names[name])
        if attribute:
            config[names[name]] = typed(attribute.type, kinds[name], value)
            continue
        nested = block.nested[names[name]]
        kind = kinds[name].element if kinds[name].name == "list" else kinds[name]
        items = cast(list[Any], value) if isinstance(value, list) else [value]
        parts = [_part(nested.block, kind, item) for item in items]
        config[names[name]] = parts[0] if nested.single else parts
    return config


def typed(type_: Type, kind: Kind, value: Any) -> Any:
    """A value as Terraform's type."""
    if value in _UNKNOWN:
        return UNKNOWN
    if isinstance(type_, str):
        return _scalar(type_, value)
    shape, of = type_
    if shape in ("list", "set"):
        items = cast(list[Any], value) if isinstance(value, list) else [value]
        inner = kind.element if kind.name == "list" else kind
        return [typed(of, inner, item) for item in items]
    if shape == "map":
        inner = kind.element if kind.name == "map" else kind
        return {key: typed(of, inner, item) for key, item in cast(Config, value).items()}
    names = object_fields(of, kind.fields)
    return {
        names[name]: typed(of[names[name]], kind.fields[name], item)
        for name, item in cast(Config, value).items()
        if item is not None
    }


def _part(block: Block, kind: Kind, value: Any) -> Any:
    if value in _UNKNOWN:
        return UNKNOWN
    return configuration(block, kind.fields, cast(Config, value))


def _scalar(type_: str, value: Any) -> Any:
    if type_ == "string" and isinstance(value, bool):
        return str(value).lower()
    if type_ == "string" and isinstance(value, dict | list):
        return json.dumps(value)
    if type_ == "string":
        return str(value)
    if type_ == "number" and isinstance(value, float) and value.is_integer():
        return int(value)
    return value
