"""What a template says: the resources that it declares, their order and their references."""

import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Any, cast

from moto.cloudformation.exceptions import CloudFormationError, ValidationError
from moto.cloudformation.parsing import clean_json

from simulator.moto_patches.cloudformation.stack_resource import Values
from simulator.moto_patches.cloudformation.types import TYPES

_VARIABLE = re.compile(r"\$\{([\w:]+)(?:\.[\w.]+)?\}")
"""A variable of `Fn::Sub`, with the name that it refers to."""

_BODY_BYTES = 51200
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html"""

_NAMED = {
    "AWS::IAM::Group": "GroupName",
    "AWS::IAM::Role": "RoleName",
    "AWS::IAM::User": "UserName",
}
"""Types whose custom names need `CAPABILITY_NAMED_IAM`.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/control-access-with-iam.html#using-iam-capabilities
"""


class InsufficientCapabilitiesError(CloudFormationError):
    """The refusal to create IAM resources without an acknowledgement."""

    code = "InsufficientCapabilitiesException"


def complete(template: Any) -> Any:
    """A template in which `Fn::GetAtt` has two elements, also for a nested attribute."""
    if isinstance(template, list):
        return [complete(one) for one in cast(list[Any], template)]
    if not isinstance(template, dict):
        return template
    found = {name: complete(one) for name, one in cast(dict[str, Any], template).items()}
    match found.get("Fn::GetAtt"):
        case [name, *parts]:
            found["Fn::GetAtt"] = [name, ".".join(parts)]
        case _:
            pass
    return found


def check(template: dict[str, Any], body: str, by_url: bool, capabilities: list[str]) -> None:
    """Check a template as CloudFormation does before it begins.

    Raises ValidationError or InsufficientCapabilitiesError.
    """
    if not by_url and len(body.encode()) > _BODY_BYTES:
        raise ValidationError(
            message="1 validation error detected: Value at 'templateBody' failed to satisfy"
            f" constraint: Member must have length less than or equal to {_BODY_BYTES}"
        )
    declared: dict[str, Any] = template.get("Resources") or {}
    kinds = {one["Type"] for one in declared.values()}
    if unknown := sorted(kinds - TYPES.keys()):
        raise ValidationError(
            message=f"Template format error: Unrecognized resource types: [{', '.join(unknown)}]"
        )
    has_named = any(
        _NAMED.get(one["Type"]) in one.get("Properties", {}) for one in declared.values()
    )
    needed = "CAPABILITY_NAMED_IAM" if has_named else "CAPABILITY_IAM"
    accepted = {needed, "CAPABILITY_NAMED_IAM"}
    if any(kind.startswith("AWS::IAM::") for kind in kinds) and not accepted & {*capabilities}:
        raise InsufficientCapabilitiesError(f"Requires capabilities : [{needed}]")


def in_order(template: dict[str, Any], values: Values) -> list[str]:
    """The logical ids of the resources whose conditions hold, each after those it refers to."""
    declared: dict[str, Any] = {
        name: one
        for name, one in template["Resources"].items()
        if "Condition" not in one or values.lazy_condition_map[one["Condition"]]
    }
    sorter = TopologicalSorter(
        {name: sorted(references(one) & declared.keys()) for name, one in declared.items()}
    )
    try:
        return list(sorter.static_order())
    except CycleError as error:
        names = ", ".join(sorted(set(error.args[1])))
        message = f"Circular dependency between resources: [{names}]"
        raise ValidationError(message=message) from None


def references(value: Any) -> set[str]:
    """The names that a part of a template refers to."""
    return set(_references(value))


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in cast(list[Any], value):
            yield from _references(one)
    if not isinstance(value, dict):
        return
    for name, one in cast(dict[str, Any], value).items():
        match name, one:
            case ("Ref" | "DependsOn", str()):
                yield one
            case "DependsOn", list():
                yield from cast(list[str], one)
            case "Fn::GetAtt", [str(), *_]:
                yield one[0]
            case "Fn::Sub", _:
                text = one[0] if isinstance(one, list) else one
                yield from _VARIABLE.findall(text)
                yield from _references(one)
            case _:
                yield from _references(one)


def imports(value: Any, values: Values) -> set[str]:
    """The names of the exports that a part of a template imports."""
    if isinstance(value, list):
        return {name for one in cast(list[Any], value) for name in imports(one, values)}
    if not isinstance(value, dict):
        return set()
    found = {name for one in value.values() for name in imports(one, values)}
    if "Fn::ImportValue" in value:
        found.add(str(clean_json(value["Fn::ImportValue"], values)))
    return found


def importing(stack_id: str, exports: dict[str, Any], stacks: Any) -> Iterator[tuple[str, str]]:
    """Yields each export of a stack that another stack imports, with the name of that stack."""
    own = {name for name, one in exports.items() if one.exporting_stack_id == stack_id}
    for other in stacks.values():
        used = (
            imports(other.template_dict, other.resource_map) if other.stack_id != stack_id else ()
        )
        yield from ((name, other.name) for name in sorted(own.intersection(used)))
