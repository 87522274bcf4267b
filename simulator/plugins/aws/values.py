"""Conversion between the engine's protobuf values and Python values."""

from collections.abc import Mapping
from typing import Any, cast

from google.protobuf.json_format import MessageToDict
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.rpc import _special_secret_sig, _special_sig_key

from simulator.plugins.aws.shapes import Props


def to_props(struct: Struct) -> Props:
    """A protobuf struct as a dict; protobuf has only floats, so whole numbers become ints."""
    return _whole(MessageToDict(struct))


def to_struct(props: Mapping[str, Any]) -> Struct:
    """A dict as a protobuf struct, without None values."""
    struct = Struct()
    struct.update({name: value for name, value in props.items() if value is not None})
    return struct


def as_secret(value: Any) -> Props:
    """A value marked as secret, so that the engine encrypts it and never shows it."""
    return {_special_sig_key: _special_secret_sig, "value": value}


def _whole(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _whole(item) for key, item in cast(Props, value).items()}
    if isinstance(value, list):
        return [_whole(item) for item in cast(list[Any], value)]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
