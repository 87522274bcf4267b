"""A row of the table of simulated resource types, and what all rows share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from threading import Lock
from typing import Any, Protocol

import boto3
from botocore.exceptions import ClientError

from simulator.plugins.aws.shapes import Props

_GONE = ("nosuch", "notfound", "nonexistent", "doesnotexist")
"""Fragments of the codes of AWS's "not found" errors, in all services."""


class Aws(Protocol):
    """Clients of the provider's account, in a resource's region."""

    @property
    def region(self) -> str: ...

    @property
    def account_id(self) -> str: ...

    def __call__(self, service: str) -> Any:
        """Returns the boto3 client of a service such as `s3`."""
        ...


@dataclass(frozen=True)
class Session:
    """An `Aws` that uses boto3's environment variables (`AWS_ENDPOINT_URL` and so on)."""

    region: str

    @property
    def account_id(self) -> str:
        return str(self("sts").get_caller_identity()["Account"])

    def __call__(self, service: str) -> Any:
        return _client(service, self.region)


_CREATING = Lock()


@cache
def _session() -> boto3.Session:
    return boto3.Session()


def credentials() -> Any:
    """The access key, secret and token of the provider, as botocore returns them."""
    found = _session().get_credentials()
    if found is None:
        raise LookupError("there are no AWS credentials in the environment")
    return found.get_frozen_credentials()


@cache
def _client(service: str, region: str) -> Any:
    # One session, to parse service descriptions once; sessions are not thread-safe.
    with _CREATING:
        client: Any = _session().client(service, region_name=region)
    client.meta.events.register("before-call.s3-control", _without_account_host)
    return client


def _without_account_host(params: dict[str, Any], **_: Any) -> None:
    """Remove the account id before S3 Control's host name, which an IP address cannot have."""
    account = params["headers"]["x-amz-account-id"]
    params["url"] = params["url"].replace(f"//{account}.", "//", 1)


Create = Callable[[Aws, Props], str]
Read = Callable[[Aws, str], Props | None]
Update = Callable[[Aws, str, Props, Props], None]
Delete = Callable[[Aws, str, Props], None]
Retag = Callable[[Aws, str, list[str], dict[str, str]], None]


@dataclass(frozen=True, kw_only=True)
class ResourceType:
    """A resource type: how AWS's API creates, reads, updates and deletes it.

    `create` creates the resource and returns its id. Then `update` is called with no old inputs, so
    settings that need further calls are implemented once; it waits until the resource is ready.
    `read` returns None for a deleted resource, and does not wait.
    """

    token: str
    create: Create
    read: Read
    delete: Delete
    update: Update | None = None
    moved: Callable[[Props], str] | None = None
    """The id after an update, for a type whose id consists of inputs that an update can change."""
    imported: Callable[[Aws, str], str] | None = None
    """The id that follows from an import id, for a type where these differ.

    Source: the section "Import" of the type in the Pulumi registry.
    """
    retag: Retag | None = None
    """Takes the keys of tags to remove, and the tags to keep or set."""
    spelling: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict[str, Any])
    """For inputs that AWS returns in another notation: a function that normalizes both."""
    name: str | None = None
    """The input for the physical name; generated from the logical name if not given."""
    suffix: Callable[[Props], str] = field(default=lambda _: "")
    """The required suffix of a generated name, such as `.fifo`."""
    defaults: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """The official provider's defaults of inputs."""
    unordered: frozenset[str] = frozenset()
    """Lists whose order has no meaning."""
    moving: frozenset[str] = frozenset()
    """Outputs that change with every update, such as a version number."""
    unreadable: frozenset[str] = frozenset()
    """Inputs that the simulated account does not return; the given values are kept."""
    secret: frozenset[str] = frozenset()
    """Inputs that messages never contain, and which the engine receives as secrets."""
    mutex: Callable[[Props], str] | None = None
    """Takes the properties; resources with the same result are created and deleted in turn."""
    recorded: bool = False
    """Whether moto lacks the type, so that it is only stored as records."""


def is_gone(error: ClientError) -> bool:
    """Whether an AWS error means that the resource does not exist."""
    code = str(error.response.get("Error", {}).get("Code", "")).lower()
    return code == "404" or any(word in code for word in _GONE)


def unless_gone(read: Read) -> Read:
    """Wraps a read so that it returns None if AWS reports that the resource does not exist."""

    def answer(aws: Aws, id_: str) -> Props | None:
        try:
            return read(aws, id_)
        except ClientError as error:
            if is_gone(error):
                return None
            raise

    return answer


def write(row: ResourceType, aws: Aws, id_: str, old: Props, new: Props) -> None:
    """Update a resource from its old inputs to the new ones; without old ones, write all."""
    if row.update:
        row.update(aws, id_, old, new)
    before, after = old.get("tags") or {}, new.get("tags") or {}
    if row.retag and before != after:
        row.retag(aws, id_, [key for key in before if key not in after], after)
