"""IAM's decisions according to moto's evaluator, which is independent of `iam/`."""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.iam.aws_managed_policies import aws_managed_policies_data

from components.identity.resource_policies import Document
from components.identity.role_documents import permissions_document
from estate.identity.access_groups import AccessGroup
from settings import StackSettings
from tests.components.identity.findings import _parliament

_MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}


class Judge:
    """Evaluates the rights of a principal with these documents.

    A right with a condition counts as allowed, so a denial is certain. Without `mfa`, rights that
    require MFA do not count.
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
        """Returns whether the action is allowed on the resource."""
        statements = self._by_service.get(action.partition(":")[0], [])
        policy = IAMPolicy(json.dumps({"Statement": statements}))
        return policy.is_action_permitted(action.lower(), arn) is PermissionResult.PERMITTED


def judge_of(group: AccessGroup, settings: StackSettings, **who: Any) -> Judge:
    """Returns a judge with the customer and AWS managed policies of the group."""
    own = [permissions_document(policy.rights, settings) for policy in group.policies]
    return Judge([*own, *(managed_document(arn) for arn in group.managed_policies)], **who)


@cache
def limitable_actions(service: str) -> tuple[str, ...]:
    """Returns all actions of a service for which parliament knows a resource type."""
    return tuple(
        f"{service}:{privilege['privilege']}"
        for definition in _parliament().iam_definition
        if definition["prefix"] == service
        for privilege in definition["privileges"]
        if any(resource["resource_type"] for resource in privilege["resource_types"])
    )


def managed_document(arn: str) -> Document:
    """Returns the document of an AWS managed policy, in moto's version."""
    name = arn.rpartition("/")[2]
    policy = _managed()[name]
    assert arn == f"arn:aws:iam::aws:policy{policy['Path']}{name}"
    return policy["Document"]


@cache
def _managed() -> Mapping[str, Any]:
    return json.loads(aws_managed_policies_data)


def _plain(statement: Mapping[str, Any], username: str) -> Mapping[str, Any]:
    """Returns the statement without conditions, in the form that moto's evaluator matches."""
    assert statement["Effect"] == "Allow"
    assert statement.keys() <= {"Sid", "Effect", "Action", "Resource", "Condition"}
    actions, resources = (_listed(statement[key]) for key in ("Action", "Resource"))
    return {
        "Effect": "Allow",
        # Actions are case-insensitive.
        "Action": [action.lower() for action in actions],
        "Resource": [_literal(arn.replace("${aws:username}", username)) for arn in resources],
    }


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _literal(pattern: str) -> str:
    return re.escape(pattern).replace(r"\*", "*")
