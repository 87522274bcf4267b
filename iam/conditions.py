"""Evaluates the conditions of a statement for a request.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from base64 import b64decode
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from ipaddress import ip_address, ip_network
from operator import eq, ge, gt, le, lt
from typing import Any

from iam.documents import Condition
from iam.variables import Keys, equals, is_like

_Test = Callable[[str, str, Keys | None], bool]
"""Compares a value of the request with one of the policy; the keys resolve its variables."""


def meets(condition: Condition, keys: Keys, *, variables: bool = True) -> bool:
    """Returns whether a request with these keys meets the condition.

    `variables` is whether the document's Version has policy variables. Several values of a key
    without ForAllValues or ForAnyValue, for which AWS documents no result, meet a condition if one
    of them does, and a negated condition if all do. Raises ValueError for an unknown operator.
    """
    qualifier, _, name = condition.kind.rpartition(":")
    optional = name.endswith("ifexists")
    name = name.removesuffix("ifexists")
    values = [value for value in keys.get(condition.key, ()) if value or not qualifier]
    if name == "null":
        return any((one.lower() == "true") != bool(values) for one in condition.values)
    negated = name in _NEGATED
    test = _TESTS.get(_NEGATED.get(name, name))
    if test is None or qualifier not in _QUALIFIERS:
        raise ValueError(f"unknown condition operator {condition.operator}")
    resolving = keys if variables else None
    met = [any(test(one, asked, resolving) for asked in condition.values) for one in values]
    if not values:
        return optional or qualifier == "forallvalues" or (negated and not qualifier)
    needs_all = qualifier == "forallvalues" or (negated and not qualifier)
    return (all if needs_all else any)(one != negated for one in met)


_QUALIFIERS = ("", "forallvalues", "foranyvalue")


def is_operator(text: str) -> bool:
    """Returns whether a text is a condition operator, in any case, with or without a set operator.

    Null has no variant with IfExists.
    """
    qualifier, _, name = text.lower().rpartition(":")
    known = name == "null" or name.removesuffix("ifexists") in {*_TESTS, *_NEGATED}
    return known and qualifier in _QUALIFIERS


def _typed(parse: Callable[[str], Any], compare: Callable[[Any, Any], bool]) -> _Test:
    """Returns a test of parsed values; a value of another type meets no condition."""

    def test(value: str, wanted: str, _keys: Keys | None) -> bool:
        try:
            return compare(parse(value), parse(wanted))
        except ValueError:
            return False

    return test


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not number.is_finite():
        raise ValueError(text)
    return number


def _date(text: str) -> datetime:
    """Reads a date of ISO 8601 or a number of seconds since 1970; without a zone, it is in UTC."""
    try:
        return datetime.fromtimestamp(float(_number(text)), UTC)
    except (ValueError, OverflowError, OSError):
        date = datetime.fromisoformat(text)
        return date if date.tzinfo else date.replace(tzinfo=UTC)


def _boolean(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError(text)
    return text.lower() == "true"


def _binary(text: str) -> bytes:
    return b64decode(text, validate=True)


def _in_network(value: str, wanted: str, _keys: Keys | None) -> bool:
    try:
        return ip_address(value) in ip_network(wanted, strict=False)
    except ValueError:
        return False


def _equals_ignoring_case(value: str, wanted: str, keys: Keys | None) -> bool:
    # The names of the variables, too, may be in any case.
    lower = keys and {key: tuple(one.lower() for one in some) for key, some in keys.items()}
    return equals(value.lower(), wanted.lower(), lower)


def _is_arn_like(value: str, pattern: str, keys: Keys | None) -> bool:
    return is_like(value, pattern, keys, arn=True)


_COMPARISONS = {
    "equals": eq,
    "lessthan": lt,
    "lessthanequals": le,
    "greaterthan": gt,
    "greaterthanequals": ge,
}

_TESTS: Mapping[str, _Test] = {
    "stringequals": equals,
    "stringequalsignorecase": _equals_ignoring_case,
    "stringlike": is_like,
    "arnequals": _is_arn_like,
    "arnlike": _is_arn_like,
    "bool": _typed(_boolean, eq),
    "binaryequals": _typed(_binary, eq),
    "ipaddress": _in_network,
    **{f"numeric{name}": _typed(_number, test) for name, test in _COMPARISONS.items()},
    **{f"date{name}": _typed(_date, test) for name, test in _COMPARISONS.items()},
}
"""The tests by operator in lower case, without a set operator and IfExists."""

_NEGATED = {
    "stringnotequals": "stringequals",
    "stringnotequalsignorecase": "stringequalsignorecase",
    "stringnotlike": "stringlike",
    "arnnotequals": "arnequals",
    "arnnotlike": "arnlike",
    "notipaddress": "ipaddress",
    "numericnotequals": "numericequals",
    "datenotequals": "dateequals",
}
"""The operators that a value meets if it does not meet the other operator."""
