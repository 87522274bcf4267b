"""Finds mistakes in IAM policy documents, which AWS reports only when it stores the document.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, cast

from iam.conditions import is_operator
from iam.documents import several

VERSIONS = ("2012-10-17", "2008-10-17")

_ELEMENTS = ("Version", "Id", "Statement")

_ACTION = re.compile(r"\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+")

_ARN = re.compile(r"arn:[^:]*:[^:]*:[^:]*:[^:]*:.+|\*.*", re.DOTALL)

_SID = re.compile(r"[A-Za-z0-9]*")
"""https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html"""


class Kind(NamedTuple):
    """A kind of documents: what its statements need besides `Action`, and their Sids.

    IAM's own documents allow only letters and digits in a Sid.
    """

    needs: tuple[str, ...]
    has_plain_sids: bool = False


IDENTITY = Kind(("Resource",), has_plain_sids=True)
TRUST = Kind(("Principal",), has_plain_sids=True)
RESOURCE = Kind(("Principal", "Resource"))
OF_ONE_RESOURCE = Kind(("Principal",))
"""A resource policy whose statements name no resource, such as that of an ECR repository."""


def mistakes(document: Any, kind: Kind) -> Iterator[str]:
    """Yields the mistakes of a document, given as a JSON string or parsed."""
    try:
        read = json.loads(document) if isinstance(document, str) else document
    except json.JSONDecodeError as error:
        yield f"the document is not valid JSON: {error}"
        return
    if not isinstance(read, Mapping):
        yield "the document is not a JSON object"
        return
    whole = cast(Mapping[str, Any], read)
    yield from _unknown("the document", whole, _ELEMENTS)
    if (version := whole.get("Version", VERSIONS[0])) not in VERSIONS:
        yield f"Version {_shown(version)} is not one of {', '.join(VERSIONS)}"
    statements = several(whole.get("Statement"))
    if not statements:
        yield "the document has no Statement"
    for number, statement in enumerate(statements, 1):
        if isinstance(statement, Mapping):
            yield from _of_statement(number, cast(Mapping[str, Any], statement), kind)
        else:
            yield f"statement {number} is not a JSON object"
    yield from _repeated_sids(statements)


def _of_statement(number: int, one: Mapping[str, Any], kind: Kind) -> Iterator[str]:
    label = f"statement {one.get('Sid') or number}"
    needed = ("Action", *kind.needs)
    pairs = {name: (name, f"Not{name}") for name in ("Action", "Principal", "Resource")}
    yield from _unknown(label, one, ("Sid", "Effect", "Condition", *sum(pairs.values(), ())))
    if (effect := one.get("Effect")) not in ("Allow", "Deny"):
        yield f"{label}: Effect {_shown(effect)} is not Allow or Deny"
    for name, (positive, negative) in pairs.items():
        given = [each for each in (positive, negative) if each in one]
        if name in needed and len(given) != 1:
            yield f"{label} needs exactly one of {positive} and {negative}"
        if name not in needed and given:
            yield f"{label}: {given[0]} does not belong in this kind of document"
        if given and not several(one[given[0]]):
            yield f"{label}: {given[0]} is empty"
    yield from _wrong(label, one, "Action", _ACTION, "not of the form service:Action")
    yield from _wrong(label, one, "Resource", _ARN, "not an ARN or *")
    sid = one.get("Sid", "")
    if kind.has_plain_sids and not _SID.fullmatch(str(sid)):
        yield f"{label}: Sid has other characters than letters and digits"
    yield from _of_condition(label, one.get("Condition", {}))


def _wrong(
    label: str, one: Mapping[str, Any], name: str, pattern: re.Pattern[str], what: str
) -> Iterator[str]:
    """Yields the values of an element, or of its negation, that do not match."""
    for each in (name, f"Not{name}"):
        for value in several(one.get(each)):
            if not isinstance(value, str) or not pattern.fullmatch(value):
                yield f"{label}: {each} {_shown(value)} is {what}"


def _of_condition(label: str, condition: Any) -> Iterator[str]:
    if not isinstance(condition, Mapping):
        yield f"{label}: Condition is not a JSON object"
        return
    for operator, keys in cast(Mapping[str, Any], condition).items():
        if not is_operator(operator):
            yield f"{label}: {_shown(operator)} is not a condition operator"
        elif not isinstance(keys, Mapping) or not keys:
            yield f"{label}: the operator {operator} has no condition keys"


def _unknown(label: str, one: Mapping[str, Any], known: Iterable[str]) -> Iterator[str]:
    for name in one:
        if name not in known:
            yield f"{label} has the unknown element {_shown(name)}"


def _repeated_sids(statements: Sequence[Any]) -> Iterator[str]:
    objects = [cast(Mapping[str, Any], one) for one in statements if isinstance(one, Mapping)]
    for sid, uses in Counter(str(one.get("Sid") or "") for one in objects).items():
        if sid and uses > 1:
            yield f"{uses} statements have the Sid {_shown(sid)}"


def _shown(value: Any) -> str:
    return json.dumps(value, default=str)
