"""Functions that compare a protective property before and after a change."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from delivery.gate.statement_subset import beyond
from delivery.plan.change import UNKNOWN, value_at
from delivery.plan.grants import Kind, of_resource

Words = str | None
"""How the protection is weakened, or None if it is not."""

NEVER = float("inf")

_WHEN_AND_WHERE = ("schedule", "scheduleExpressionTimezone", "targetVaultName")
"""Keys of a backup plan rule other than its retention."""


def switched_off(old: Any, new: Any) -> Words:
    """Reports a feature that is disabled."""
    return "is disabled" if old and not new else None


def switched_on(old: Any, new: Any) -> Words:
    """Reports a dangerous feature that is enabled."""
    return "is enabled" if new and not old else None


def removed(old: Any, new: Any) -> Words:
    """Reports a value that is removed."""
    return "is removed" if old and not new else None


def changed(old: Any, new: Any) -> Words:
    """Reports any change; used where strictness is not comparable."""
    return "changes" if (old or None) != (new or None) else None


def left(*values: str) -> Callable[[Any, Any], Words]:
    """Reports a change from one of the values to another value."""

    def judge(old: Any, new: Any) -> Words:
        return f"is no longer {old}" if old in values and new not in values else None

    return judge


def lowered(default: float) -> Callable[[Any, Any], Words]:
    """Reports a lower number; `default` is the default of AWS."""

    def judge(old: Any, new: Any) -> Words:
        before, after = (_number(value, default) for value in (old, new))
        if after is None:
            return None if old == new else "is not known until deployment"
        if before is None or after >= before:
            return None
        return f"decreases from {before:g} to {after:g}"

    return judge


def _number(value: Any, default: float) -> float | None:
    if value is None:
        return default
    # In `retentionInDays` of CloudWatch Logs, 0 means that logs never expire.
    return (value or default) if isinstance(value, int | float) else None


def denies_less(old: Any, new: Any) -> Words:
    """Reports a policy document that denies less."""
    before, after = (list(of_resource(Kind.RESOURCE_POLICY, str(side))) for side in (old, new))
    if not any(one.effect == "Deny" for one in before):
        return None
    if isinstance(new, str) and UNKNOWN in new:
        return "is not known until deployment, and denies actions now"
    lost = beyond(before, after, "Deny")
    if not lost:
        return None
    return f"denies {', '.join(sorted({one.action for one in lost}))} less strictly, or not at all"


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


def expires_sooner(old: Any, new: Any) -> Words:
    """Reports bucket lifecycle rules that delete objects after fewer days."""
    before, after = _shortest(old), _shortest(new)
    sooner = [days for key, days in after.items() if days < before.get(key, NEVER)]
    return f"delete objects after {min(sooner):g} days" if sooner else None


def copies_less(old: Any, new: Any) -> Words:
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
