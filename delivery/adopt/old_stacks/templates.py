"""The deletion policies in the text of a CloudFormation template.

The text is edited at the positions that a YAML parser reports, and JSON is YAML. All else remains
as it is: comments, short functions such as `!Sub`, and scalars, which CloudFormation and a parser
would not read alike. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
"""

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from delivery.adopt.old_stacks.old_stacks import NESTED

POLICIES = ("DeletionPolicy", "UpdateReplacePolicy")
"""The attributes that decide what happens to a resource whose stack deletes or replaces it.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-updatereplacepolicy.html
"""

_KEPT = "Retain"

Edit = tuple[int, int, str]
"""The start and end of a text to replace, as indexes, and the new text."""


def retained(template: str) -> str:
    """Returns a template whose resources all have both policies `Retain`, and are else unchanged.

    Nested stacks are left out: the deletion of their parent deletes them, and their resources have
    policies themselves.
    """
    edits = [edit for resource in _resources(template).values() for edit in _edits(resource)]
    for start, end, text in sorted(edits, reverse=True):
        template = template[:start] + text + template[end:]
    return template


def not_retained(template: str) -> list[str]:
    """Returns the logical ids of the resources that their stack may delete or replace."""
    return [name for name, resource in _resources(template).items() if [*_edits(resource)]]


def has_macros(template: str) -> bool:
    """Returns whether macros process the template, so that it does not name all resources.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-section-structure.html
    """
    return "Transform" in _document(template)


def _resources(template: str) -> dict[str, Any]:
    """Returns the nodes of the resources that may have policies, by logical id."""
    found = _values(_document(template)["Resources"])
    return {name: node for name, node in found.items() if _values(node)["Type"].value != NESTED}


def _document(template: str) -> Mapping[str, Any]:
    return _values(yaml.compose(template, yaml.SafeLoader))  # pyright: ignore[reportUnknownMemberType]


def _values(mapping: Any) -> Mapping[str, Any]:
    return {key.value: value for key, value in mapping.value}


def _edits(resource: Any) -> Iterator[Edit]:
    present, missing = _values(resource), ""
    first = resource.value[0][0].start_mark
    for policy in POLICIES:
        if policy not in present:
            missing += (
                f'"{policy}": "{_KEPT}", '
                if resource.flow_style
                else f"{policy}: {_KEPT}\n{' ' * first.column}"
            )
        elif present[policy].value != _KEPT:
            value = present[policy]
            text = f'"{_KEPT}"' if resource.flow_style else _KEPT
            yield value.start_mark.index, value.end_mark.index, text
    if missing:
        yield first.index, first.index, missing
