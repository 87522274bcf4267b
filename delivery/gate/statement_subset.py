"""Compares grants by inclusion, so that a rewritten but equal statement is not a change."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from delivery.plan.grants import Grant

_Conditions = Mapping[str, Mapping[str, list[str]]]

_LIKE = ("stringlike", "arnlike", "arnequals")
"""Operators whose values may have wildcards (IAM reference, "Condition operators")."""

_AWS_PRINCIPAL = re.compile(r"\d{12}|arn:aws:(iam|sts)::\d{12}:(root|(user|role|assumed-role)/.+)")
"""Principals that `*` includes: accounts, users, roles, sessions (IAM reference, "Principal")."""


def beyond(some: Iterable[Grant], others: Iterable[Grant], effect: str) -> list[Grant]:
    """Returns the grants with the effect that no other grant includes."""
    there = list(others)
    return [
        one
        for one in some
        if one.effect == effect and not any(covers(other, one) for other in there)
    ]


def covers(wide: Grant, narrow: Grant) -> bool:
    """Returns whether `wide` surely includes `narrow`."""
    return (
        (wide.kind, wide.effect) == (narrow.kind, narrow.effect)
        and _is_among(narrow.who, wide.who)
        and _fits(narrow.action.lower(), wide.action.lower())
        and _fits(narrow.resource, wide.resource)
        and _asks_no_more(_read(wide.condition), _read(narrow.condition))
    )


def condition_values(grants: Iterable[Grant]) -> set[str]:
    """Returns all values in the conditions of the grants."""
    conditions = (_read(one.condition) for one in grants)
    return {
        value
        for one in conditions
        for keys in one.values()
        for some in keys.values()
        for value in some
    }


def _is_among(who: str, others: str) -> bool:
    return who == others or (others == "everybody" and _AWS_PRINCIPAL.fullmatch(who) is not None)


def _read(condition: str) -> _Conditions:
    found: Mapping[str, Any] = json.loads(condition) if condition else {}
    return {operator.lower(): keys for operator, keys in found.items()}


def _asks_no_more(wide: _Conditions, narrow: _Conditions) -> bool:
    return all(
        _is_asked(operator, key, values, narrow)
        for operator, keys in wide.items()
        for key, values in keys.items()
    )


def _is_asked(operator: str, key: str, values: list[str], conditions: _Conditions) -> bool:
    """Returns whether the conditions require at least that the key has one of the values."""
    asked = conditions.get(operator, {}).get(key)
    if asked is None and operator == "stringlike":
        asked = conditions.get("stringequals", {}).get(key)  # which is stricter
    if asked is None:
        return False
    if operator in _LIKE:
        return all(any(_fits(one, value) for value in values) for one in asked)
    # Fewer excluded values, or another condition on a set, may allow more principals.
    return (
        set(asked) == set(values)
        if "not" in operator or ":" in operator
        else set(asked) <= set(values)
    )


def _fits(text: str, pattern: str) -> bool:
    """Returns whether the pattern matches all that `text`, itself a pattern, matches."""
    wildcards = {"*": ".*", "?": "[^*]"}
    expression = "".join(wildcards.get(one) or re.escape(one) for one in pattern)
    return text == pattern or re.fullmatch(expression, text, re.DOTALL) is not None
