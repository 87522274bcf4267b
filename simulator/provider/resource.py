"""A row of the table of simulated resource types, and what every row shares."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from threading import Lock
from typing import Any, Protocol

import boto3
from botocore.exceptions import ClientError

from simulator.provider.shapes import Props, to_aws

_GONE = ("nosuch", "notfound", "nonexistent", "doesnotexist")
"""What the codes of AWS's "it is not there" errors have in common, over all its services."""


class Aws(Protocol):
    """Clients of the account that a provider was configured for, in a resource's region."""

    @property
    def region(self) -> str: ...

    @property
    def account_id(self) -> str: ...

    def __call__(self, service: str) -> Any:
        """The boto3 client of a service such as `s3`."""
        ...


@dataclass(frozen=True)
class Session:
    """An `Aws` that boto3's own environment leads to (`AWS_ENDPOINT_URL` and the like)."""

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


@cache
def _client(service: str, region: str) -> Any:
    # One session keeps the services' descriptions that it has read; it is for one thread at a time.
    with _CREATING:
        client: Any = _session().client(service, region_name=region)
    client.meta.events.register("before-call.s3-control", _without_account_host)
    return client


def _without_account_host(params: dict[str, Any], **_: Any) -> None:
    """S3 Control puts the account id before the host's name, which an address cannot carry."""
    account = params["headers"]["x-amz-account-id"]
    params["url"] = params["url"].replace(f"//{account}.", "//", 1)


Create = Callable[[Aws, Props], str]
Read = Callable[[Aws, str], Props | None]
Update = Callable[[Aws, str, Props, Props], None]
Delete = Callable[[Aws, str, Props], None]
Retag = Callable[[Aws, str, list[str], dict[str, str]], None]


@dataclass(frozen=True, kw_only=True)
class ResourceType:
    """One resource type: how it is made, read, changed and deleted through AWS's own calls.

    `create` makes the resource and answers its id; `update` is then called with no old inputs, so
    that whatever takes further calls is written once. `read` answers None for what is gone.
    """

    token: str
    create: Create
    read: Read
    delete: Delete
    update: Update | None = None
    retag: Retag | None = None
    """Takes the tags' keys to drop and the tags to keep or set."""
    create_only: frozenset[str] = frozenset()
    """Inputs whose change replaces the resource; a part of one is named `vpcConfig.subnetIds`."""
    irremovable: frozenset[str] = frozenset()
    """Inputs that may be given later, but whose removal replaces the resource."""
    spelling: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict[str, Any])
    """For inputs that AWS answers in another spelling: what brings each to one spelling."""
    name: str | None = None
    """The input that holds the physical name; made from the logical one where it is not given."""
    suffix: Callable[[Props], str] = field(default=lambda _: "")
    """What a made name must end with, such as `.fifo`."""
    defaults: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """What the real provider fills in where an input is not given."""
    unordered: frozenset[str] = frozenset()
    """Lists whose order means nothing."""
    moving: frozenset[str] = frozenset()
    """Outputs that any change moves, such as a number that counts versions."""
    unreadable: frozenset[str] = frozenset()
    """Inputs that the simulated account does not answer: kept as they were given."""
    secret: frozenset[str] = frozenset()
    """Inputs whose values no message tells, and which the engine gets as secrets."""
    recorded: bool = False
    """Whether the simulated account lacks the type, so that only a record of it is kept."""


def is_gone(error: ClientError) -> bool:
    """Whether AWS says that the thing asked for is not there."""
    code = str(error.response.get("Error", {}).get("Code", "")).lower()
    return code == "404" or any(word in code for word in _GONE)


def unless_gone(read: Read) -> Read:
    """A read that answers None where AWS says that the thing is not there."""

    def answer(aws: Aws, id_: str) -> Props | None:
        try:
            return read(aws, id_)
        except ClientError as error:
            if is_gone(error):
                return None
            raise

    return answer


def write(row: ResourceType, aws: Aws, id_: str, old: Props, new: Props) -> None:
    """Bring what exists from the old inputs to the new ones; all of them where there are no old."""
    if row.update:
        row.update(aws, id_, old, new)
    before, after = old.get("tags") or {}, new.get("tags") or {}
    if row.retag and before != after:
        row.retag(aws, id_, [key for key in before if key not in after], after)


def request(
    aws: Aws, service: str, operation: str, inputs: Props, names: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The parameters of a service's operation such as `CreateVpc`, made of a resource's inputs.

    Raises LookupError for an input that the operation has no place for.
    """
    shape = aws(service).meta.service_model.operation_model(operation).input_shape
    given = {name: value for name, value in inputs.items() if name != "region"}
    return to_aws(shape, given, names)


def changed(old: Props, new: Props, *names: str) -> bool:
    """Whether any of the named inputs differs."""
    return any(old.get(name) != new.get(name) for name in names)
