"""Validates the whole --policy-pack-config before any resource is checked."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from policies.engine.rule import AnyRule

_EVERY_RULE = "all"
"""The key under which the engine accepts an enforcement level for every rule."""


def problems_of(given: Mapping[str, Mapping[str, Any]], rules: Iterable[AnyRule]) -> Iterator[str]:
    """Yields a line for each mistake: the key path, the value and the remedy."""
    models = {rule.name: rule.config for rule in rules}
    for name, config in given.items():
        if name in models:
            yield from _problems(name, models[name], config)
        elif name != _EVERY_RULE:
            near = get_close_matches(name, models, 1)
            meant = f"Did you mean {near[0]}?" if near else "docs/policies.md lists them."
            yield f"{name}: there is no such rule. {meant}"


def _problems(name: str, model: Any, config: Mapping[str, Any]) -> Iterator[str]:
    try:
        model.model_validate(config)
    except ValidationError as error:
        for one in error.errors():
            path = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in one["loc"])
            known = ", ".join(model.model_fields)
            remedy = (
                f"Remove it, or use one of: {known}."
                if one["type"] == "extra_forbidden"
                else f"{one['msg']}."
            )
            yield f"{name}{path} = {one['input']!r}: {remedy}"
