"""Compares statements by inclusion, so that a rewritten but equal policy is not a change."""

from collections.abc import Iterable, Iterator

from iam.documents import ALL_PRINCIPALS, Condition, Principal, Statement
from iam.patterns import includes

_WITH_WILDCARDS = ("stringlike", "arnlike", "arnequals")
"""Operators whose values may contain wildcards.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""


def added(before: Iterable[Statement], after: Iterable[Statement]) -> Iterator[Statement]:
    """Yields the parts of `after`, with one principal, action and resource, not in `before`."""
    known = list(before)
    for statement in after:
        for part in statement.split():
            if not any(covers(one, part) for one in known):
                yield part


def covers(wide: Statement, narrow: Statement) -> bool:
    """Returns whether `wide` surely applies to each request that `narrow` applies to."""
    return (
        wide.allows == narrow.allows
        and _cover_principals(wide, narrow)
        and _cover_names(
            *(_lower(wide.actions), _lower(wide.not_actions)),
            *(_lower(narrow.actions), _lower(narrow.not_actions)),
        )
        and _cover_names(
            *(wide.resources, wide.not_resources), *(narrow.resources, narrow.not_resources)
        )
        and all(any(_implies(one, asked) for one in narrow.conditions) for asked in wide.conditions)
    )


def _cover_principals(wide: Statement, narrow: Statement) -> bool:
    if narrow.not_principals or wide.not_principals:
        return bool(wide.not_principals) and set(wide.not_principals) <= set(narrow.not_principals)
    return all(_is_among(one, wide.principals) for one in narrow.principals)


def _is_among(principal: Principal, others: tuple[Principal, ...]) -> bool:
    return principal in others or (
        principal.kind == ALL_PRINCIPALS.kind and ALL_PRINCIPALS in others
    )


def _cover_names(
    wide: tuple[str, ...],
    wide_excluded: tuple[str, ...],
    narrow: tuple[str, ...],
    narrow_excluded: tuple[str, ...],
) -> bool:
    """Returns whether names or patterns, or all except the excluded ones, include the others."""
    if wide_excluded:
        return all(any(includes(one, name) for one in narrow_excluded) for name in wide_excluded)
    # A policy of a resource may omit the element Resource, which then means this resource.
    return all(any(includes(one, name) for one in wide or ("*",)) for name in narrow or ("*",))


def _implies(narrow: Condition, wide: Condition) -> bool:
    """Returns whether each request that meets `narrow` also meets `wide`."""
    stricter = (narrow.kind, wide.kind) == ("stringequals", "stringlike")
    if narrow.key != wide.key or not (narrow.kind == wide.kind or stricter):
        return False
    if wide.kind in _WITH_WILDCARDS:
        arn = wide.kind.startswith("arn")
        return all(
            any(includes(value, one, arn=arn) for value in wide.values) for one in narrow.values
        )
    # Fewer excluded values, or another condition on a set, may allow more principals.
    exact = "not" in wide.kind or ":" in wide.kind
    values, others = set(narrow.values), set(wide.values)
    return values == others if exact else values <= others


def _lower(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.lower() for name in names)
