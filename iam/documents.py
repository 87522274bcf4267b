"""Reads IAM policy documents into typed statements.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from iam.patterns import matches


@dataclass(frozen=True, order=True)
class Principal:
    """A principal: its kind (AWS, Service, Federated or CanonicalUser) and its identifier."""

    kind: str
    value: str


ALL_PRINCIPALS = Principal("AWS", "*")
"""Every principal of every account; `"Principal": "*"` has the same meaning."""


@dataclass(frozen=True)
class Condition:
    """A condition. `operator` is as written, `key` in lower case: IAM ignores the case of both."""

    operator: str
    key: str
    values: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The operator in lower case, such as `stringlike` or `forallvalues:stringequals`."""
        return self.operator.lower()

    @property
    def demands(self) -> bool:
        """Whether the condition denies a request without the key, or with an arbitrary value of it.

        Negated operators, ...IfExists and ForAllValues also match if the key is missing.
        https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
        """
        loose = self.kind.startswith("forallvalues:") or self.kind.endswith("ifexists")
        negative = "not" in self.kind or self.kind == "null"
        return not loose and not negative and all(value.strip("*?") for value in self.values)


@dataclass(frozen=True)
class Statement:
    """A statement. `number` is its position in the document, from 1; missing elements are empty."""

    number: int
    sid: str
    allows: bool
    principals: tuple[Principal, ...]
    not_principals: tuple[Principal, ...]
    actions: tuple[str, ...]
    not_actions: tuple[str, ...]
    resources: tuple[str, ...]
    not_resources: tuple[str, ...]
    conditions: tuple[Condition, ...]

    @property
    def label(self) -> str:
        """The statement in a message: its Sid, or its number."""
        return f"statement {self.sid or self.number}"

    @property
    def covers_everything(self) -> bool:
        """Whether it covers every action on every resource."""
        return any(map(_is_star, self.actions)) and any(map(_is_star, self.resources))

    def covers(self, action: str) -> bool:
        """Returns whether it covers the action, by name or by pattern."""
        if self.not_actions:
            return not matches(action, self.not_actions)
        return matches(action, self.actions)

    def principals_of(self, kind: str) -> tuple[str, ...]:
        """Returns the identifiers of the principals of a kind."""
        return tuple(one.value for one in self.principals if one.kind == kind)

    def demanded(self, *keys: str) -> tuple[str, ...]:
        """Returns the values of the keys that the conditions require, or an empty tuple."""
        wanted = [key.lower() for key in keys]
        found = [one.values for one in self.conditions if one.demands and one.key in wanted]
        return tuple(value for values in found for value in values)

    def split(self) -> Iterator["Statement"]:
        """Yields a statement for each principal, action and resource; a Not... list stays whole."""
        for principal in self.principals or (None,):
            for action in self.actions or (None,):
                for resource in self.resources or (None,):
                    yield replace(
                        self,
                        principals=(principal,) if principal else (),
                        actions=(action,) if action else (),
                        resources=(resource,) if resource else (),
                    )


def statements_of(document: Any) -> Iterator[Statement]:
    """Yields the statements of a document, given as a JSON string or parsed.

    Yields none for another string: IAM rejects it, or its value is not known yet.
    """
    for number, one in enumerate(several(_read(document).get("Statement")), 1):
        if isinstance(one, Mapping):
            yield _statement(number, cast(Mapping[str, Any], one))


def has_variables(document: Any) -> bool:
    """Returns whether `${...}` in a document, given as JSON or parsed, is a policy variable.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
    """
    return _read(document).get("Version") == "2012-10-17"


def _read(document: Any) -> Mapping[str, Any]:
    try:
        return _object(json.loads(document) if isinstance(document, str) else document)
    except json.JSONDecodeError:
        return {}


def _statement(number: int, read: Mapping[str, Any]) -> Statement:
    return Statement(
        number,
        str(read.get("Sid") or ""),
        read.get("Effect") == "Allow",
        _principals(read.get("Principal")),
        _principals(read.get("NotPrincipal")),
        _texts(read.get("Action")),
        _texts(read.get("NotAction")),
        _texts(read.get("Resource")),
        _texts(read.get("NotResource")),
        tuple(_conditions(read.get("Condition"))),
    )


def _principals(value: Any) -> tuple[Principal, ...]:
    if isinstance(value, str):
        return (Principal("AWS", value),)
    return tuple(
        Principal(kind, one) for kind, values in _object(value).items() for one in _texts(values)
    )


def _conditions(value: Any) -> Iterator[Condition]:
    for operator, keys in _object(value).items():
        for key, values in _object(keys).items():
            yield Condition(operator, key.lower(), _texts(values))


def _object(value: Any) -> Mapping[str, Any]:
    return cast(Mapping[str, Any], value) if isinstance(value, Mapping) else {}


def several(value: Any) -> Sequence[Any]:
    """Returns the items of a value, which may be a single one without a list."""
    if value is None:
        return ()
    single = isinstance(value, str | int | float | Mapping)
    return cast(Sequence[Any], (value,) if single else value)


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(one if isinstance(one, str) else json.dumps(one) for one in several(value))


def _is_star(text: str) -> bool:
    return not text.strip("*:")
