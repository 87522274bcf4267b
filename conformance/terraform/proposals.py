"""What Terraform proposes to a provider before a plan.

https://github.com/hashicorp/terraform/blob/main/docs/resource-instance-change-lifecycle.md
"""

from collections.abc import Mapping
from typing import Any

from conformance.terraform.blocks import Block, Nested, Type
from conformance.terraform.inputs import Config
from conformance.terraform.provider import UNKNOWN, is_unknown

_KNOWN: Mapping[str, Any] = {"string": "computed", "number": 1, "bool": False}


def proposed(block: Block, prior: Config, config: Config) -> Config:
    """The configuration, completed with the prior values of what the provider computes."""
    state: Config = {}
    for name, attribute in block.attributes.items():
        value = config.get(name)
        keeps = attribute.computed and value is None
        state[name] = prior.get(name) if keeps else value
    for name, nested in block.nested.items():
        state[name] = _blocks(nested, prior.get(name), config.get(name))
    return state


def deployed(block: Block, planned: Config) -> Config:
    """A planned state as after the deployment: unknown values are known."""
    state: Config = {
        name: _known(attribute.type, planned.get(name))
        for name, attribute in block.attributes.items()
    }
    for name, nested in block.nested.items():
        held = None if is_unknown(planned.get(name)) else planned.get(name)
        if nested.single:
            state[name] = None if held is None else deployed(nested.block, held)
        else:
            state[name] = [deployed(nested.block, one) for one in held or []]
    return state


def _blocks(nested: Nested, prior: Any, config: Any) -> Any:
    if nested.single:
        return None if config is None else proposed(nested.block, prior or {}, config)
    olds: list[Config] = list(prior or [])
    found: list[Config] = []
    for index, one in enumerate(config or []):
        if nested.ordered:
            old = olds[index] if index < len(olds) else {}
        else:
            old = next((old for old in olds if _is_same(nested.block, old, one)), {})
        found.append(proposed(nested.block, old, one))
    return found


def _is_same(block: Block, old: Config, new: Config) -> bool:
    """Whether an element of a set is the old one: equal but for what the provider computes."""
    return all(
        new.get(name) == old.get(name) or (attribute.computed and new.get(name) is None)
        for name, attribute in block.attributes.items()
    ) and all(
        len(new.get(name) or []) == len(old.get(name) or [])
        and (
            nested.single
            or all(
                _is_same(nested.block, *pair)
                for pair in zip(old.get(name) or [], new.get(name) or [], strict=True)
            )
        )
        for name, nested in block.nested.items()
    )


def _known(type_: Type, value: Any) -> Any:
    if not is_unknown(value):
        return value
    if isinstance(type_, str):
        return _KNOWN.get(type_)
    kind, of = type_
    if kind == "object":
        return {name: _known(part, UNKNOWN) for name, part in of.items()}
    return {} if kind == "map" else []
