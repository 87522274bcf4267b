"""Entries about added and removed permissions."""

import json
import re
from collections.abc import Callable, Iterable, Iterator

from delivery.plan.grants import ALLOW, Grant, Kind
from delivery.plan.rights import RightsChange
from delivery.report.merge import Entry, grouped
from delivery.report.names import Names
from delivery.report.text import code, listed

_CLAIM = re.compile(r"^[^:]+\.[^:]+:(?=(aud|sub|amr)$)")

_SENTENCES: dict[Kind, Callable[[str, str], str]] = {
    Kind.PERMISSION: "{0} on {1}".format,
    Kind.RESOURCE_POLICY: "{0} on {1}, by resource policy".format,
    Kind.TRUST: "permission to assume {1} ({0})".format,
    Kind.BOUNDARY: "the permissions boundary {1}".format,
    Kind.MEMBERSHIP: "membership in {1}".format,
    Kind.CLUSTER: "access to the cluster as {1}".format,
    Kind.RBAC: "{0} in {1}".format,
}


def permissions(changed: RightsChange, names: Names) -> Iterator[Entry]:
    """Yields an entry for each principal and set of permissions that it gains or loses."""
    yield from _entries(changed.gained, "**gains**", "**is now denied**", names)
    yield from _entries(changed.lost, "**loses**", "**is no longer denied**", names)
    for name in changed.unknown:
        yield Entry(f"The permissions in {code(name)} are not known until deployment.")


def _entries(grants: Iterable[Grant], allowed: str, denied: str, names: Names) -> Iterator[Entry]:
    def shown(found: Iterable[str]) -> str:
        return listed(code(names.short(one)) for one in sorted(found))

    # Group the actions by resource, then the resources by equal actions.
    actions = grouped(
        ((one.who, one.kind, one.effect, one.condition, one.resource), one.action) for one in grants
    )
    resources = grouped(
        ((who, kind, effect, frozenset(done), condition), resource)
        for (who, kind, effect, condition, resource), done in actions.items()
    )
    for (who, kind, effect, done, condition), on in sorted(resources.items(), key=_order):
        verb = allowed if effect == ALLOW or kind is Kind.BOUNDARY else denied
        what = _SENTENCES[kind](shown(done), shown(on))
        if_ = f", on condition {code(_condition(condition))}" if condition else ""
        yield Entry(f"{shown([who])} {verb} {what}{if_}")


def _order(item: tuple[tuple[str, Kind, str, frozenset[str], str], list[str]]) -> tuple[str, ...]:
    (who, kind, effect, done, condition), on = item
    return (who, kind, effect, *sorted(done), condition, *on)


def _condition(text: str) -> str:
    """Formats `{"Bool": {"aws:securetransport": ["false"]}}` as `aws:securetransport Bool false`.

    A claim of a token is shortened to its name, because the sentence already names the provider.
    """
    said: dict[str, dict[str, list[str]]] = json.loads(text)
    return " and ".join(
        f"{_CLAIM.sub('', key)} {operator} {' or '.join(values)}"
        for operator, keys in said.items()
        for key, values in keys.items()
    )
