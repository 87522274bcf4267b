"""Whether a property that protects data gets weaker, by its values before and after."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from delivery.gate.statement_subset import beyond
from delivery.plan.change import UNKNOWN, value_at
from delivery.plan.grants import Kind, of_resource

Words = str | None
"""What happens to the protection, or None if it gets no weaker."""

NEVER = float("inf")

_WHEN_AND_WHERE = ("schedule", "scheduleExpressionTimezone", "targetVaultName")
"""What a backup plan's rule says besides how long its copies are kept."""


def switched_off(old: Any, new: Any) -> Words:
    """Whether something was on, and is not any more."""
    return "is switched off" if old and not new else None


def switched_on(old: Any, new: Any) -> Words:
    """Whether something dangerous is on that was not."""
    return "is switched on" if new and not old else None


def removed(old: Any, new: Any) -> Words:
    """Whether there was something, and is nothing any more."""
    return "is removed" if old and not new else None


def changed(old: Any, new: Any) -> Words:
    """Whether it says anything else; for what nobody can tell to be more or less."""
    return "says something else" if (old or None) != (new or None) else None


def left(*values: str) -> Callable[[Any, Any], Words]:
    """Whether it had one of the values and has none of them any more."""

    def judge(old: Any, new: Any) -> Words:
        return f"is no longer {old}" if old in values and new not in values else None

    return judge


def lowered(default: float) -> Callable[[Any, Any], Words]:
    """Whether a number sinks; `default` is what AWS takes where none is set."""

    def judge(old: Any, new: Any) -> Words:
        before, after = (_number(value, default) for value in (old, new))
        if after is None:
            return None if old == new else "is decided at deployment"
        if before is None or after >= before:
            return None
        return f"sinks from {before:g} to {after:g}"

    return judge


def _number(value: Any, default: float) -> float | None:
    if value is None:
        return default
    # CloudWatch Logs writes "for ever" as 0 (PutRetentionPolicy; Pulumi's `retentionInDays`).
    return (value or default) if isinstance(value, int | float) else None


def denies_less(old: Any, new: Any) -> Words:
    """Whether a policy document refuses less than before."""
    before, after = (list(of_resource(Kind.RESOURCE_POLICY, str(side))) for side in (old, new))
    if not any(one.effect == "Deny" for one in before):
        return None
    if isinstance(new, str) and UNKNOWN in new:
        return "is decided at deployment, and refuses something today"
    lost = beyond(before, after, "Deny")
    if not lost:
        return None
    return f"no longer refuses {', '.join(sorted({one.action for one in lost}))} as it did"


def _shortest(rules: Any) -> dict[str, float]:
    """The days after which a lifecycle deletes, for each filter and each kind of version."""
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
    """Whether the rules of a bucket's lifecycle delete objects after fewer days than before."""
    before, after = _shortest(old), _shortest(new)
    sooner = [days for key, days in after.items() if days < before.get(key, NEVER)]
    return f"make objects go after {min(sooner):g} days" if sooner else None


def copies_less(old: Any, new: Any) -> Words:
    """Whether a backup plan's rules are fewer, copy elsewhere or at other times, or keep less."""
    before, after = (_by_name(rules) for rules in (old, new))
    if gone := before.keys() - after.keys():
        return f"lose {', '.join(sorted(gone))}"
    for name, rule in before.items():
        if moved := [key for key in _WHEN_AND_WHERE if rule.get(key) != after[name].get(key)]:
            return f"say another {' and '.join(moved)}"
        kept, keeps = (value_at(one, "lifecycle.deleteAfter") for one in (rule, after[name]))
        if shorter := lowered(NEVER)(kept, keeps):
            return f"keep copies for a time that {shorter}"
    return None


def _by_name(rules: Any) -> dict[str, Mapping[str, Any]]:
    """The rules of a backup plan."""
    given = cast(list[Mapping[str, Any]], rules) if isinstance(rules, list) else []
    return {str(rule.get("ruleName")): rule for rule in given}
