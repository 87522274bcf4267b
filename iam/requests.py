"""A request to AWS, and whether a statement applies to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from iam.conditions import meets
from iam.documents import Statement
from iam.variables import Keys, is_like


@dataclass(frozen=True)
class Request:
    """A request: an action such as `s3:GetObject`, the ARN of a resource, and condition keys.

    `resource` is `*` for an action without resource. A key of `context`, in any case, has a value
    or a list of values: strings, numbers or booleans. The keys that the caller's ARN and the
    resource's account determine are added if absent.
    """

    action: str
    resource: str
    context: Mapping[str, Any] = field(default_factory=dict[str, Any])


def condition_keys(*contexts: Mapping[str, Any]) -> Keys:
    """Returns the keys in lower case with their values as text; a later context replaces values."""
    return {key.lower(): _texts(value) for one in contexts for key, value in one.items()}


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        return (_text(value),)
    return tuple(_text(one) for one in cast(Iterable[Any], value))


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def applies(statement: Statement, request: Request, keys: Keys, *, variables: bool = True) -> bool:
    """Returns whether a statement applies to a request with these keys, of any principal.

    `variables` is whether the document's Version has policy variables. A statement without Resource
    is of a resource's policy, and applies to that resource. NotResource excludes nothing by a
    variable without value, as negated operators do.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value
    """

    def matched(patterns: Iterable[str]) -> bool:
        resolving = keys if variables else None
        return any(is_like(request.resource, one, resolving) for one in patterns)

    if not statement.covers(request.action):
        return False
    if statement.resources and not matched(statement.resources):
        return False
    if statement.not_resources and matched(statement.not_resources):
        return False
    return all(meets(one, keys, variables=variables) for one in statement.conditions)
