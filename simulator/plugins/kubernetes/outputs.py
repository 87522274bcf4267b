"""A resource's properties as the engine stores them."""

from typing import Any, cast

from google.protobuf.struct_pb2 import Struct

from simulator.plugins.aws.schema import UNKNOWN
from simulator.plugins.aws.shapes import Props
from simulator.plugins.aws.values import as_secret, to_struct
from simulator.plugins.kubernetes.kinds import Kind

_SECRET = Kind("", "v1", "Secret")
_SECRET_PARTS = ("data", "stringData")
"""The properties of a Secret that the official provider always marks as secret."""


def has_unknown(value: Any) -> bool:
    """Whether a value is unknown, or contains one that is."""
    if isinstance(value, dict):
        return any(has_unknown(part) for part in cast(Props, value).values())
    if isinstance(value, list):
        return any(has_unknown(part) for part in cast(list[Any], value))
    return value == UNKNOWN


def to_outputs(token: str, state: Props) -> Struct:
    """The properties of a resource of the type `token`, with the secret ones marked."""
    secret = _SECRET_PARTS if Kind.of_token(token) == _SECRET else ()
    return to_struct(
        {name: as_secret(value) if name in secret else value for name, value in state.items()}
    )
