"""Adopted resources, which the stack's setting `adopted` keeps as an older estate left them.

The setting is a list of records whose `resource` is the short type and the name of a resource, such
as `s3.Bucket source`. Until a record is removed, a violation of its resource refuses no deployment.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

_SETTING = ":adopted"

NOTE = "The setting adopted keeps this resource as it is. Remove the inputs from its record."


def adopted_resources(config: Mapping[str, str]) -> frozenset[str]:
    """Returns the labels of a stack's records; a setting that is no list of records has none."""
    return frozenset(
        label for key, text in config.items() if key.endswith(_SETTING) for label in _labels(text)
    )


def label_of(urn: str) -> str:
    """Returns the label of the resource with a URN."""
    _, _, types, name = urn.split("::", 3)
    _, module, kind = types.rpartition("$")[2].split(":", 2)
    # A Kubernetes module is an API version, such as apps/v1; an AWS one is a service and a file.
    module = module if re.search(r"/v\d", module) else module.partition("/")[0]
    return f"{module}.{kind} {name}"


def _labels(text: str) -> Iterator[str]:
    try:
        listed = json.loads(text)
    except ValueError:
        return
    for one in cast("list[Any]", listed) if isinstance(listed, list) else []:
        if isinstance(one, dict):
            yield str(cast("dict[str, Any]", one).get("resource"))
