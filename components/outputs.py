"""Typed outputs: records of a stack's or component's outputs, and their form in the state.

The state has dictionaries with camelCase keys, as usual for Pulumi outputs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, TypeVar, cast

from pulumi import Input, Output
from pydantic.alias_generators import to_camel

Record = TypeVar("Record")


@dataclass(frozen=True)
class NameAndArn:
    """The physical name and the ARN of a bucket, table or topic."""

    name: Output[str]
    arn: Output[str]


@dataclass(frozen=True)
class QueueOutputs(NameAndArn):
    """A queue's name, ARN and URL, and the URL of its dead-letter queue."""

    url: Output[str]
    dead_letter_url: Output[str]


@dataclass(frozen=True)
class LoadBalancerOutputs:
    """The DNS name of the load balancer with that name's zone id, and its security group's id."""

    dns_name: Output[str]
    zone_id: Output[str]
    security_group_id: Output[str]


@dataclass(frozen=True)
class CacheOutputs:
    """The endpoints of the cache, and the ARN of the secret with its AUTH token."""

    endpoint: Output[str]
    reader_endpoint: Output[str]
    token_arn: Output[str]


@dataclass(frozen=True)
class SignInOutputs:
    """The ids that pages need for sign-in, and the issuer of the pool's tokens (no `https://`)."""

    user_pool_id: Output[str]
    user_pool_endpoint: Output[str]
    client_id: Output[str]
    identity_pool_id: Output[str]


@dataclass(frozen=True)
class DomainOutputs:
    """The domain's name and the id of its hosted zone."""

    name: Input[str]
    zone_id: Input[str]


def exported(value: Any) -> Any:
    """Returns a record as a dictionary with camelCase keys; fields that are None are left out."""
    if is_dataclass(value):
        found = {one.name: getattr(value, one.name) for one in fields(value)}
        return {to_camel(key): exported(one) for key, one in found.items() if one is not None}
    if isinstance(value, Mapping):
        return {key: exported(one) for key, one in cast("Mapping[str, Any]", value).items()}
    return value


def read_record(kind: type[Record], outputs: Output[Any]) -> Record:
    """Returns the record that another stack exported as these outputs."""
    values: dict[str, Any] = {}
    for name, hint in kind.__annotations__.items():
        value = outputs[to_camel(name)]
        if isinstance(hint, type) and is_dataclass(hint):
            value = read_record(hint, value)
        values[name] = value
    return kind(**values)
