"""A kind of resource: how AWS lists it, and where its identifiers are in the answers."""

from collections.abc import Mapping
from typing import Any, NamedTuple

NOTHING = "`null`"
"""The path of what AWS does not tell."""


class Each(NamedTuple):
    """The parents, for each of which a call lists: their call, their path, and the parameter."""

    call: str
    items: str
    parameter: str


class Detail(NamedTuple):
    """The call that describes a listed item, the parameter that names it, and the path.

    `of` is the path of that name in the item; the parameter is a list of names if `many`.
    """

    call: str
    parameter: str
    path: str
    of: str = "@"
    many: bool = False
    parameters: Mapping[str, Any] = {}


class Kind(NamedTuple):
    """A type of resource, named as in CloudFormation, and the call of boto3 that lists it.

    Paths are JMESPath expressions (https://jmespath.org). `items` applies to a page of the list; it
    omits what AWS makes itself, with a comment that says what. `where`, which does so too, and the
    other paths apply to an item. An item has the keys of its description, those of the list, and
    `item`, which is a listed name.

    `id` is the physical id in CloudFormation; AWS uses it only once if `unique`, else it is a name.
    `arn` is a path, or a format with `{region}`, `{account}` and `{id}` if it starts with `arn:`.
    """

    type: str
    service: str
    call: str
    items: str
    id: str
    arn: str
    created: str = NOTHING
    used: str = NOTHING
    name: str = NOTHING
    where: str = "@"
    unique: bool = False
    parameters: Mapping[str, Any] = {}
    each: Each | None = None
    detail: Detail | None = None
