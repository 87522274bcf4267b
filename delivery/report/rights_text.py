"""Sentences about added and removed permissions."""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from delivery.plan.grants import ALLOW, Grant, Kind
from delivery.plan.rights import RightsChange
from delivery.report.text import code, listed, readable

_CLAIM = re.compile(r"^[^:]+\.[^:]+:(?=(aud|sub|amr)$)")

_FEW = 12
"""Maximum number of names in a sentence; further names are only counted."""


def sentences(changed: RightsChange, account: str) -> Iterator[str]:
    """Yields a line for each principal and set of permissions that it gains or loses."""
    yield from _told(changed.gained, "gains", account)
    yield from _told(changed.lost, "loses", account)
    for name in changed.unknown:
        yield f"- The permissions in {code(name)} are not known until deployment."


def _told(grants: Iterable[Grant], verb: str, account: str) -> Iterator[str]:
    # Group the actions by resource, then the resources by equal actions.
    actions: defaultdict[tuple[Kind, str, str, str, str], set[str]] = defaultdict(set)
    for one in grants:
        actions[one.kind, one.who, one.effect, one.condition, one.resource].add(one.action)
    things: defaultdict[tuple[Kind, str, str, str, frozenset[str]], list[str]] = defaultdict(list)
    for (kind, who, effect, condition, resource), done in actions.items():
        things[kind, who, effect, condition, frozenset(done)].append(resource)
    for (kind, who, effect, condition, done), on in sorted(things.items(), key=_order):
        subject = code(readable(who, account))
        what = _SENTENCES[kind](_names(done, account), _names(on, account))
        not_ = "" if effect == ALLOW or kind is Kind.BOUNDARY else "a denial of "
        if_ = f", on condition {code(_condition(condition))}" if condition else ""
        yield f"- {subject} **{verb}** {not_}{what}{if_}"


def _order(item: tuple[tuple[Kind, str, str, str, frozenset[str]], list[str]]) -> tuple[str, ...]:
    (kind, who, effect, condition, done), on = item
    return (who, kind, effect, *sorted(done), condition, *on)


_SENTENCES: dict[Kind, Callable[[str, str], str]] = {
    Kind.PERMISSION: "{0} on {1}".format,
    Kind.RESOURCE_POLICY: "{0} on {1}, by resource policy".format,
    Kind.TRUST: "permission to assume the role {1} ({0})".format,
    Kind.BOUNDARY: "the permissions boundary {1}".format,
    Kind.MEMBERSHIP: "membership in {1}".format,
    Kind.CLUSTER: "access to the cluster as {1}".format,
    Kind.RBAC: "{0} in {1}".format,
}


def _names(names: Iterable[str], account: str) -> str:
    found = sorted({readable(name, account) for name in names})
    more = [f"{len(found) - _FEW} more"] if len(found) > _FEW else []
    return listed([*(code(name) for name in found[:_FEW]), *more])


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
