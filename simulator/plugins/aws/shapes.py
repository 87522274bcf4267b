"""Conversion between Pulumi's property names and AWS's, based on botocore's service descriptions.

Both have different conventions for the same names (`corsRules` and `CORSRules`, a map of tags and a
list of Key and Value). A resource type lists only names that follow neither.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from botocore.model import ListShape, MapShape, Shape, StructureShape

from simulator.plugins.aws.schema import Kind

Props = dict[str, Any]
"""A resource's properties by Pulumi name, in JSON's types."""


def words(*lines: str) -> frozenset[str]:
    """The words of some lines, such as names of properties."""
    return frozenset(" ".join(lines).split())


def to_aws(shape: Shape | None, value: Any, names: Mapping[str, str] | None = None) -> Any:
    """Convert a Pulumi value to the parameter that `shape` describes.

    `names` has AWS's name for each property whose names do not correspond, at any depth. Raises
    LookupError for a property that the parameter lacks: nothing is dropped silently.
    """
    names = names or {}
    if isinstance(shape, StructureShape):
        return _structure(shape, value, names)
    if isinstance(shape, ListShape):
        if isinstance(value, Mapping) and _is_tag(shape.member):
            return tag_list(cast(Mapping[str, str], value))
        # Pulumi has one object where AWS has a list with at most one element.
        items = cast(list[Any], value) if isinstance(value, list) else [value]
        return [to_aws(shape.member, item, names) for item in items]
    if isinstance(shape, MapShape):
        entries = cast(Props, value)
        return {key: to_aws(shape.value, item, names) for key, item in entries.items()}
    if shape is not None and shape.type_name == "string":
        return str(value)
    if shape is not None and shape.type_name in ("integer", "long"):
        return int(value)
    return value


def to_pulumi(kind: Kind, value: Any, names: Mapping[str, str] | None = None) -> Any:
    """Convert AWS's response to a property of type `kind`; omits what AWS did not return."""
    names = names or {}
    if kind.name == "object" and isinstance(value, Mapping):
        return properties(kind.fields, cast(Mapping[str, Any], value), names)
    if kind.name == "list":
        return [to_pulumi(kind.element, item, names) for item in value]
    if kind.name == "map":
        tags = cast(list[Mapping[str, str]], value)
        return tag_map(tags) if isinstance(value, list) else dict(value)
    if isinstance(value, list):
        return to_pulumi(kind, value[0], names) if value else None
    if isinstance(value, datetime):
        return value.isoformat()
    return _scalar(kind.name, value)


def properties(
    kinds: Mapping[str, Kind], answer: Mapping[str, Any], names: Mapping[str, str] | None = None
) -> Props:
    """The properties `kinds` that are in AWS's response `answer`."""
    names = names or {}
    found: Props = {}
    for name, kind in kinds.items():
        member = _member(name, answer, names)
        value = to_pulumi(kind, answer[member], names) if member else None
        if value is not None:
            found[name] = value
    return found


def tag_list(tags: Mapping[str, str]) -> list[dict[str, str]]:
    """Tags in the format of most AWS calls."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def tag_map(tags: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Tags in Pulumi's format, without those that AWS sets itself."""
    pairs = {
        tag.get("Key", tag.get("TagKey", "")): tag.get("Value", tag.get("TagValue", ""))
        for tag in tags
    }
    return {key: value for key, value in pairs.items() if not key.startswith("aws:")}


def _structure(shape: StructureShape, value: Any, names: Mapping[str, str]) -> dict[str, Any]:
    rendered: dict[str, Any] = {}
    for name, item in cast(Mapping[str, Any], value).items():
        if item is None or name.startswith("__"):
            continue
        member = _member(name, shape.members, names)
        if member is None:
            raise LookupError(f"the simulated account does not support {name!r} in {shape.name}")
        rendered[member] = to_aws(shape.members[member], item, names)
    return rendered


def _member(name: str, members: Mapping[str, Any], names: Mapping[str, str]) -> str | None:
    if name in names:
        return names[name] if names[name] in members else None
    by_folded = {member.lower(): member for member in members}
    folded = name.lower()
    candidates = (folded, f"{folded}s", folded.removesuffix("s"), f"{folded}set", f"{folded}list")
    return next((by_folded[form] for form in candidates if form in by_folded), None)


def _is_tag(shape: Shape) -> bool:
    return isinstance(shape, StructureShape) and set(shape.members) == {"Key", "Value"}


def _scalar(kind: str, value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return str(value).lower() if kind == "str" and value is not None else value
    if kind == "bool" and isinstance(value, str):
        return value.lower() == "true"
    if kind == "int":
        return int(value)
    if kind == "str" and isinstance(value, int | float):
        return str(value)
    return value
