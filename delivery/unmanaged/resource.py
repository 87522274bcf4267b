"""A resource of the account, as its service lists it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple, cast
from urllib.parse import urlsplit


class Resource(NamedTuple):
    """A resource; `type` and `id` are those of CloudFormation, `properties` what AWS describes.

    `created` and `used` are None if AWS does not tell them. `unique` says that AWS uses the id only
    once, so that it is no name.
    """

    type: str
    id: str
    name: str
    arn: str
    created: datetime | None = None
    used: datetime | None = None
    unique: bool = False
    properties: Mapping[str, Any] = {}

    @property
    def tags(self) -> Mapping[str, str]:
        """The tags, if the service lists them: a mapping, or a list of keys and values."""
        tags: Any = self.properties.get("Tags") or self.properties.get("tags") or {}
        if isinstance(tags, Mapping):
            return cast(Mapping[str, str], tags)
        return {one["Key"]: one.get("Value", "") for one in tags if "Key" in one}


def plain(id_: str) -> str:
    """Returns an id without what services put before it: a host of SQS, or a path of Route 53.

    The host of a queue's URL depends on the endpoint that returns it.
    """
    if id_.startswith("http"):
        return urlsplit(id_).path
    return id_.removeprefix("/hostedzone/")


def moment(value: Any) -> datetime | None:
    """Returns a time from what services return: a time, or seconds or milliseconds since 1970."""
    if value is None or isinstance(value, datetime):
        return value
    seconds = float(value)
    # Log groups count milliseconds; as seconds, their times would be after the year 5000.
    return datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC)
