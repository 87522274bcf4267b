"""The parts of two policy documents or access lists that differ."""

from collections.abc import Mapping
from typing import Any, cast

import yaml


def differing(before: Any, after: Any) -> tuple[list[Any], list[Any]]:
    """Returns the statements or rows that only the first and only the second document has.

    The documents are JSON or YAML; one that is neither is a single part.
    """
    old, new = _parts(before), _parts(after)
    return [one for one in old if one not in new], [one for one in new if one not in old]


def _parts(document: Any) -> list[Any]:
    try:
        # JSON is YAML, too.
        found = yaml.safe_load(document) if isinstance(document, str) else document
    except yaml.YAMLError:
        found = document
    if isinstance(found, Mapping):
        found = cast(Mapping[str, Any], found).get("Statement", found)
    if found is None:
        return []
    return cast(list[Any], found) if isinstance(found, list) else [found]
