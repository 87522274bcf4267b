"""Patterns with `*` and `?`, as IAM uses them in actions, resources and condition values."""

import re
from collections.abc import Iterable


def includes(pattern: str, text: str) -> bool:
    """Returns whether the pattern matches everything that `text`, itself a pattern, matches."""
    wildcards = {"*": ".*", "?": "[^*]"}
    expression = "".join(wildcards.get(one) or re.escape(one) for one in pattern)
    return text == pattern or re.fullmatch(expression, text, re.DOTALL) is not None


def matches(action: str, patterns: Iterable[str]) -> bool:
    """Returns whether a pattern includes the action. IAM ignores the case of actions."""
    return any(includes(pattern.lower(), action.lower()) for pattern in patterns)


def has_wildcard(text: str) -> bool:
    """Returns whether the string contains a wildcard."""
    return "*" in text or "?" in text


def is_any_resource(resource: str) -> bool:
    """Returns whether an ARN pattern matches a whole service or all of AWS."""
    return not resource.split(":", 5)[-1].strip("*?/")
