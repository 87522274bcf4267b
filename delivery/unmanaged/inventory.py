"""What exists in the account, service by service.

The services list it themselves, because the other sources are incomplete. Resource Explorer and
AWS Config must be enabled and do not support all types. The Resource Groups Tagging API omits what
never had a tag. The Cloud Control API returns no creation times.
https://docs.aws.amazon.com/resource-explorer/latest/userguide/supported-resource-types.html
https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple, cast

import jmespath
from botocore.exceptions import BotoCoreError, ClientError

from delivery.aws import Clients
from delivery.unmanaged import kinds_of_access, kinds_of_compute, kinds_of_data, kinds_of_network
from delivery.unmanaged.kind import Detail, Kind
from delivery.unmanaged.resource import Resource, moment, plain

KINDS = (
    *kinds_of_data.KINDS,
    *kinds_of_access.KINDS,
    *kinds_of_network.KINDS,
    *kinds_of_compute.KINDS,
)
"""What is listed; resources of other types are not found."""


class Inventory(NamedTuple):
    """The resources of an account, and why AWS does not list those of some types."""

    resources: list[Resource]
    unreadable: dict[str, str]


def inventory(aws: Clients, account: str, kinds: Iterable[Kind] = KINDS) -> Inventory:
    """Returns the resources of the kinds, from all pages; a kind that AWS refuses is unreadable.

    Resources that are deleted while they are listed are omitted.
    """
    found, client = Inventory([], {}), cache(aws)
    for kind in kinds:
        try:
            found.resources.extend(_listed(kind, client(kind.service), account))
        except (BotoCoreError, ClientError) as error:
            found.unreadable[kind.type] = " ".join(str(error).split())
    return found


def _listed(kind: Kind, client: Any, account: str) -> Iterator[Resource]:
    place = {"account": account, "region": client.meta.region_name}
    for item in _items(kind, client, account):
        if not jmespath.search(kind.where, item):
            continue
        listed = jmespath.search(kind.id, item)
        id_ = plain(listed)
        is_format = kind.arn.startswith("arn:")
        yield Resource(
            kind.type,
            id_,
            jmespath.search(kind.name, item) or _last_part(listed),
            kind.arn.format(id=id_, **place) if is_format else jmespath.search(kind.arn, item),
            moment(jmespath.search(kind.created, item)),
            moment(jmespath.search(kind.used, item)),
            kind.unique,
            item,
        )


def _last_part(id_: str) -> str:
    """Returns the name at the end of an ARN or URL; other ids are names themselves."""
    return re.split("[:/]", id_)[-1] if id_.startswith(("arn:", "http")) else id_


def _items(kind: Kind, client: Any, account: str) -> Iterator[dict[str, Any]]:
    given = {
        name: account if value == "{account}" else value for name, value in kind.parameters.items()
    }
    for parent in _parents(kind, client):
        for page in _pages(client, kind.call, {**given, **parent}):
            for one in jmespath.search(kind.items, page) or ():
                item = cast(dict[str, Any], one) if isinstance(one, dict) else {"item": one}
                if kind.detail:
                    detail = _described(kind.detail, client, one, parent)
                    if detail is None:
                        continue
                    item = {**item, **detail}
                yield {**parent, **item}


def _parents(kind: Kind, client: Any) -> Iterator[dict[str, str]]:
    if kind.each is None:
        yield {}
        return
    for page in _pages(client, kind.each.call, {}):
        yield from ({kind.each.parameter: one} for one in jmespath.search(kind.each.items, page))


def _pages(client: Any, call: str, parameters: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if client.can_paginate(call):
        yield from client.get_paginator(call).paginate(**parameters)
        return
    # boto3 has no paginator for some calls with pages.
    page = getattr(client, call)(**parameters)
    yield page
    while token := page.get("NextToken"):
        page = getattr(client, call)(**parameters, NextToken=token)
        yield page


def _described(
    detail: Detail, client: Any, item: Any, parent: dict[str, str]
) -> dict[str, Any] | None:
    """Returns the description of an item, or None if it no longer exists."""
    name = jmespath.search(detail.of, item)
    named = {detail.parameter: [name] if detail.many else name}
    try:
        answer = getattr(client, detail.call)(**parent, **named, **detail.parameters)
    except ClientError as error:
        if any(word in error.response.get("Error", {}).get("Code", "") for word in _GONE):
            return None
        raise
    return jmespath.search(detail.path, answer)


_GONE = ("NotFound", "NoSuchEntity", "NonExistentQueue", "QueueDoesNotExist")
"""Parts of the error codes of services for what does not exist."""
