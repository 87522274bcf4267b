"""Functions that compare a protective property before and after a change."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from delivery.gate.impact.comparisons import UNDECIDED
from delivery.plan.change import UNKNOWN, value_at
from delivery.plan.grants import actions_in
from iam.coverage import added
from iam.documents import statements_of

Weakening = str | None
"""How the protection is weakened, or None if it is not."""

NEVER = float("inf")

_WHEN_AND_WHERE = ("schedule", "scheduleExpressionTimezone", "targetVaultName")
"""Keys of a backup plan rule other than its retention."""


def removed(old: Any, new: Any) -> Weakening:
    """Reports a value that is removed."""
    return "is removed" if old and not new else None


def changed(old: Any, new: Any) -> Weakening:
    """Reports any change; used where strictness is not comparable."""
    return "changes" if (old or None) != (new or None) else None


def left(*values: str) -> Callable[[Any, Any], Weakening]:
    """Reports a change from one of the values to another value."""

    def judge(old: Any, new: Any) -> Weakening:
        return f"is no longer {old}" if old in values and new not in values else None

    return judge


def lowered(default: float) -> Callable[[Any, Any], Weakening]:
    """Reports a lower number; `default` is the default of AWS."""

    def judge(old: Any, new: Any) -> Weakening:
        before, after = (_number(value, default) for value in (old, new))
        if after is None:
            return None if old == new else UNDECIDED
        if before is None or after >= before:
            return None
        return f"decreases from {before:g} to {after:g}"

    return judge


def _number(value: Any, default: float) -> float | None:
    if value is None:
        return default
    # In `retentionInDays` of CloudWatch Logs, 0 means that logs never expire.
    return (value or default) if isinstance(value, int | float) else None


def denies_less(old: Any, new: Any) -> Weakening:
    """Reports a policy document that denies less."""
    before, after = list(statements_of(old)), list(statements_of(new))
    if all(one.allows for one in before):
        return None
    if isinstance(new, str) and UNKNOWN in new:
        return "is not known until deployment, and denies actions now"
    lost = {actions_in(one) for one in added(after, before) if not one.allows}
    return f"denies {', '.join(sorted(lost))} less strictly, or not at all" if lost else None


def _shortest(rules: Any) -> dict[str, float]:
    """Returns the days until expiration, for each filter and kind of version."""
    found: dict[str, float] = {}
    for rule in cast(list[Mapping[str, Any]], rules) if isinstance(rules, list) else []:
        kinds = (("expiration", "days"), ("noncurrentVersionExpiration", "noncurrentDays"))
        for kind, unit in kinds:
            days = value_at(rule, f"{kind}.{unit}")
            if rule.get("status") == "Enabled" and isinstance(days, int | float):
                key = f"{kind} {rule.get('filter')}"
                found[key] = min(days, found.get(key, days))
    return found


def expires_sooner(old: Any, new: Any) -> Weakening:
    """Reports bucket lifecycle rules that delete objects after fewer days."""
    before, after = _shortest(old), _shortest(new)
    sooner = [days for key, days in after.items() if days < before.get(key, NEVER)]
    return f"delete objects after {min(sooner):g} days" if sooner else None


def copies_less(old: Any, new: Any) -> Weakening:
    """Reports backup rules that are removed, have another schedule or vault, or retain less."""
    before, after = (_by_name(rules) for rules in (old, new))
    if gone := before.keys() - after.keys():
        return f"no longer include {', '.join(sorted(gone))}"
    for name, rule in before.items():
        if moved := [key for key in _WHEN_AND_WHERE if rule.get(key) != after[name].get(key)]:
            return f"change {' and '.join(moved)}"
        kept, keeps = (value_at(one, "lifecycle.deleteAfter") for one in (rule, after[name]))
        if shorter := lowered(NEVER)(kept, keeps):
            return f"have a retention that {shorter}"
    return None


def _by_name(rules: Any) -> dict[str, Mapping[str, Any]]:
    """Returns the rules of a backup plan by name."""
    given = cast(list[Mapping[str, Any]], rules) if isinstance(rules, list) else []
    return {str(rule.get("ruleName")): rule for rule in given}
