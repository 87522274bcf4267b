"""Patterns with `*` and `?`, as IAM uses them in actions, resources and condition values."""

import re
from collections.abc import Iterable
from functools import lru_cache

VARIABLE = re.compile(r"\$\{([^}]+)\}")
"""A policy variable, such as `${aws:username}`.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

MARKS = [chr(code) for code in range(0xE000, 0xF900)]
"""Unicode's characters for private use, which no policy contains; they replace variables."""

_ONE_CHARACTER = f"[^*{MARKS[0]}-{MARKS[-1]}]"


@lru_cache(maxsize=2**14)
def expression(pattern: str, *, arn: bool = False, one: str = ".") -> str:
    """Returns the regular expression of a pattern, with `one` for the wildcard `?`.

    With `arn`, as in conditions, the six components of an ARN match one by one: a wildcard matches
    no colon, except in the last component of the pattern.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
    """
    *components, last = pattern.split(":", 5) if arn else [pattern]
    inner = [_expression(text, "[^:]*", f"(?!:){one}") for text in components]
    return ":".join([*inner, _expression(last, ".*", one)])


def _expression(text: str, many: str, one: str) -> str:
    wildcards = {"*": many, "?": one}
    return "".join(wildcards.get(character) or re.escape(character) for character in text)


@lru_cache(maxsize=2**16)
def includes(pattern: str, text: str, *, arn: bool = False) -> bool:
    """Returns whether the pattern matches everything that `text`, itself a pattern, matches.

    A variable in `text` is matched by the same variable and by `*`. `arn` is as in `expression`.
    """
    names = dict(zip(VARIABLE.findall(pattern + text), MARKS, strict=False))
    wide, narrow = (VARIABLE.sub(lambda found: names[found[1]], one) for one in (pattern, text))
    found = expression(wide, arn=arn, one=_ONE_CHARACTER)
    return wide == narrow or compiled(found).fullmatch(narrow) is not None


@lru_cache(maxsize=2**14)
def compiled(regular_expression: str) -> re.Pattern[str]:
    """Returns the expression compiled; `re` itself keeps fewer than one policy of AWS may have."""
    return re.compile(regular_expression, re.DOTALL)


def matches(action: str, patterns: Iterable[str]) -> bool:
    """Returns whether a pattern includes the action. IAM ignores the case of actions."""
    return any(includes(pattern.lower(), action.lower()) for pattern in patterns)


def has_wildcard(text: str) -> bool:
    """Returns whether the string contains a wildcard."""
    return "*" in text or "?" in text


def is_any_resource(resource: str) -> bool:
    """Returns whether an ARN pattern matches a whole service or all of AWS."""
    return not resource.split(":", 5)[-1].strip("*?/")
