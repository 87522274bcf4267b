"""Marks: texts that stand for what resources put out where there is no engine to tell it."""

import re
from collections.abc import Sequence
from typing import Any, get_args, get_origin

from pulumi import _types

MARK = re.compile(r"<output (\d+)((?:\.\w+|\[0\])*)(!s)?>")
"""A resource's number, the Python that leads to the output (the resource itself needs none), and,
as in an f-string, `!s` for a number, which the program may only write into texts."""

_DEPTH = 2
"""How deep lists are marked. Deeper records may hold their own like, without end."""

_CONVERSIONS = {str: "", int: "!s"}
"""The types of outputs that have marks."""


def output_marks(number: int, class_: type, way: str = "") -> dict[str, Any]:
    """The marks of a resource's outputs, and of those in records that it puts out, but no deeper.

    Keys are Pulumi's names; outputs of other types than texts and numbers are not there. Of a list
    of records the first is there.
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
