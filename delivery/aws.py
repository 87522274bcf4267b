"""boto3 clients, made with the credentials of the AWS environment variables and files."""

from collections.abc import Callable, Iterator
from typing import Any

import boto3
from botocore.exceptions import ClientError

Clients = Callable[[str], Any]
"""Returns the boto3 client of a service, named as in boto3, such as `s3`."""


def clients(region: str) -> Clients:
    """Returns a factory of clients in a region, with the credentials of the caller."""
    session: Any = boto3.Session(region_name=region)
    return session.client


def paginated(client: Any, call: str, key: str, **parameters: Any) -> Iterator[Any]:
    """Yields all items under `key`, from every page of a paginated call."""
    for page in client.get_paginator(call).paginate(**parameters):
        yield from page.get(key, ())


def status_of(error: ClientError) -> int:
    """Returns the HTTP status of an AWS error response, or 0 if it has none."""
    return error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
