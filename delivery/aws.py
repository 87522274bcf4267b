"""The account that a command works with: whichever AWS's own environment and files lead to."""

from collections.abc import Callable, Iterator
from typing import Any

import boto3
from botocore.exceptions import ClientError

Clients = Callable[[str], Any]
"""From the name of a service, such as `s3`, to a boto3 client of it."""


def clients(region: str) -> Clients:
    """Clients in a region, made with the caller's credentials."""
    session: Any = boto3.Session(region_name=region)
    return session.client


def listed(client: Any, call: str, key: str, **parameters: Any) -> Iterator[Any]:
    """All that a call lists under `key`, from every page of its answers."""
    for page in client.get_paginator(call).paginate(**parameters):
        yield from page[key]


def status_of(error: ClientError) -> int:
    """The HTTP status that AWS answered with."""
    return error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
