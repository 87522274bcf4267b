"""What IAM would say, by the evaluator of moto, which the simulated account judges by as well."""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.iam.aws_managed_policies import aws_managed_policies_data

from components.resource_policies import Document
from components.role_documents import permissions_document
from estate.access_groups import AccessGroup
from settings import StackSettings
from tests.unit.findings import _parliament

_MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}


class Judge:
    """Judges what somebody with these documents may do.

    A right under a condition counts as a right, so that what is denied is denied for certain; only
    without `mfa` those that want it do not count.
    """

    def __init__(
        self, documents: Iterable[Document], *, username: str = "ada", mfa: bool = True
    ) -> None:
        statements = [
            _plain(statement, username)
            for document in documents
            for statement in document["Statement"]
            if mfa or statement.get("Condition") != _MFA
        ]
        self._by_service: dict[str, list[Mapping[str, Any]]] = {}
        for statement in statements:
            for service in {action.partition(":")[0] for action in statement["Action"]}:
                self._by_service.setdefault(service, []).append(statement)

    def allows(self, action: str, arn: str = "*") -> bool:
        """Whether the action is allowed on the resource."""
        statements = self._by_service.get(action.partition(":")[0], [])
        policy = IAMPolicy(json.dumps({"Statement": statements}))
        return policy.is_action_permitted(action.lower(), arn) is PermissionResult.PERMITTED


def judge_of(group: AccessGroup, settings: StackSettings, **who: Any) -> Judge:
    """Judges people of the group, by its own policies and by those of AWS."""
    own = [permissions_document(policy.rights, settings) for policy in group.policies]
    return Judge([*own, *(managed_document(arn) for arn in group.managed_policies)], **who)


@cache
def limitable_actions(service: str) -> tuple[str, ...]:
    """All actions of a service that parliament knows a resource for."""
    return tuple(
        f"{service}:{privilege['privilege']}"
        for definition in _parliament().iam_definition
        if definition["prefix"] == service
        for privilege in definition["privileges"]
        if any(resource["resource_type"] for resource in privilege["resource_types"])
    )


def managed_document(arn: str) -> Document:
    """The document of a policy of AWS's, in its version of when moto was made."""
    name = arn.rpartition("/")[2]
    policy = _managed()[name]
    assert arn == f"arn:aws:iam::aws:policy{policy['Path']}{name}"
    return policy["Document"]


@cache
def _managed() -> Mapping[str, Any]:
    return json.loads(aws_managed_policies_data)


def _plain(statement: Mapping[str, Any], username: str) -> Mapping[str, Any]:
    """The statement without conditions, as moto matches it: by regular expressions with stars."""
    assert statement["Effect"] == "Allow"
    assert statement.keys() <= {"Sid", "Effect", "Action", "Resource", "Condition"}
    actions, resources = (_listed(statement[key]) for key in ("Action", "Resource"))
    return {
        "Effect": "Allow",
        # No upper case tells actions apart.
        "Action": [action.lower() for action in actions],
        "Resource": [_literal(arn.replace("${aws:username}", username)) for arn in resources],
    }


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _literal(pattern: str) -> str:
    return re.escape(pattern).replace(r"\*", "*")
