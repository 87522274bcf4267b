"""Services that store settings in one flat map of strings (SQS, SNS, load balancers)."""

from collections.abc import Mapping
from typing import Any

from simulator.plugins.aws.schema import Schema
from simulator.plugins.aws.shapes import Props, to_pulumi


def write_attributes(names: Mapping[str, str], old: Props, new: Props) -> dict[str, str]:
    """The attributes to set: those that changed, and an empty string for each removed one."""
    wanted = {name for name in names if new.get(name) != old.get(name)}
    return {names[name]: _text(new.get(name)) for name in sorted(wanted)}


def read_attributes(
    schema: Schema, names: Mapping[str, str], attributes: Mapping[str, str]
) -> Props:
    """The properties in AWS's attributes, converted to the types of the schema."""
    return {
        name: to_pulumi(schema.inputs[name], attributes[attribute])
        for name, attribute in names.items()
        if attributes.get(attribute)
    }


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
