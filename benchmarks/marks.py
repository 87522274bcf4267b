"""Marks: strings that represent a resource's outputs when no engine resolves them."""

import re
from collections.abc import Sequence
from typing import Any, get_args, get_origin

from pulumi import _types

MARK = re.compile(r"<output (\d+)((?:\.\w+|\[0\])*)(!s)?>")
"""A resource's number; the Python attributes that lead to the output (none for the resource
itself); and, as in an f-string, `!s` for a number, which the program may only use in strings."""

_DEPTH = 2
"""The depth to which lists are marked. Deeper records may be recursive."""

_CONVERSIONS = {str: "", int: "!s"}
"""The types of outputs that have marks."""


def output_marks(number: int, class_: type, way: str = "") -> dict[str, Any]:
    """The marks of a resource's outputs, and of outputs in nested records, but no deeper.

    Keys are Pulumi's names. Only strings and numbers have marks. Of a list of records only the
    first is included.
    """
    marks: dict[str, Any] = {}
    names = _types.resource_pulumi_to_py_names(class_)
    for key, hint in _types.resource_types(class_).items():
        path = f"{way}.{names[key]}"
        if hint in _CONVERSIONS:
            marks[key] = f"<output {number}{path}{_CONVERSIONS[hint]}>"
        elif not way and _types.is_output_type(hint):
            marks[key] = output_marks(number, hint, path)
        elif way.count(".") < _DEPTH and get_origin(hint) in (list, Sequence):
            (element,) = get_args(hint)
            if _types.is_output_type(element):
                marks[key] = [output_marks(number, element, f"{path}[0]")]
    return marks
