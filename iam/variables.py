"""Resources and condition values of policies, with wildcards and policy variables.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

import re
from collections.abc import Iterator, Mapping

from iam.patterns import MARKS, VARIABLE, compiled, expression

Keys = Mapping[str, tuple[str, ...]]
"""The values of the condition keys of a request, by key in lower case."""

SPECIAL = "*?$"
"""Characters that `${*}`, `${?}` and `${$}` stand for."""


class UnresolvedVariableError(Exception):
    """A policy variable has neither one value in the request nor a default value."""


def equals(value: str, wanted: str, keys: Keys | None) -> bool:
    """Returns whether a value equals the wanted one, in which wildcards are plain characters.

    `keys` resolve the variables; None leaves `${...}` as it is, as in documents of Version
    2008-10-17. An unresolved variable equals nothing.
    """
    try:
        return value == "".join(text for text, _ in _parts(wanted, keys))
    except UnresolvedVariableError:
        return False


def is_like(value: str, pattern: str, keys: Keys | None, *, arn: bool = False) -> bool:
    """Returns whether a value matches a pattern; `keys` as in `equals`, `arn` in `expression`."""
    if keys is None or "${" not in pattern:
        return compiled(expression(pattern, arn=arn)).fullmatch(value) is not None
    try:
        parts = [*_parts(pattern, keys)]
    except UnresolvedVariableError:
        return False
    # The marks keep wildcards in the value of a variable plain characters.
    literals = dict(zip(MARKS, (text for text, literal in parts if literal), strict=False))
    marks = iter(literals)
    found = expression(
        "".join(next(marks) if literal else text for text, literal in parts), arn=arn
    )
    whole = "".join(re.escape(literals[one]) if one in literals else one for one in found)
    return compiled(whole).fullmatch(value) is not None


def _parts(text: str, keys: Keys | None) -> Iterator[tuple[str, bool]]:
    """Yields the text in parts, each with whether it is the value of a variable."""
    start = 0
    for found in () if keys is None else VARIABLE.finditer(text):
        yield text[start : found.start()], False
        yield _value(found[1], keys or {}), True
        start = found.end()
    yield text[start:], False


def _value(variable: str, keys: Keys) -> str:
    if variable in SPECIAL:
        return variable
    name, _, default = variable.partition(", ")
    values = keys.get(name.lower(), ())
    if len(values) == 1:
        return values[0]
    if values or not _DEFAULT.fullmatch(default):
        raise UnresolvedVariableError(variable)
    return default.strip("'")


_DEFAULT = re.compile("'[^']*'")
"""A default value, which follows the name of the key after a comma and a space."""
