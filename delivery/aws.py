"""The account that a command works with: whichever AWS's own environment and files lead to."""

from collections.abc import Callable
from typing import Any

import boto3
from botocore.exceptions import ClientError

Clients = Callable[[str], Any]
"""From the name of a service, such as `s3`, to a boto3 client of it."""


def clients(region: str) -> Clients:
    """Clients in a region, made with the caller's credentials."""
    session: Any = boto3.Session(region_name=region)
    return session.client


def status_of(error: ClientError) -> int:
    """The HTTP status that AWS answered with."""
    return error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
