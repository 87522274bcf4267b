"""The trust policy and permissions policy of a service's IAM role."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from components.identity.resource_policies import Document, document
from estate.arns import fill_placeholders
from estate.identity.rights import Condition, PolicyStatement
from settings import StackSettings

_AUDIENCE = "sts.amazonaws.com"
"""The audience of the tokens that EKS gives to pods.

https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
"""


def trust_document(provider_arn: str, issuer: str, subject: str) -> Document:
    """Returns the trust policy for pods of the service account `subject` in the issuer's cluster.

    `issuer` is with or without `https://`; `subject` may contain `*` wildcards.
    """
    host = issuer.removeprefix("https://")
    whom = Condition("StringEquals", f"{host}:aud", (_AUDIENCE,))
    who = Condition("StringLike" if "*" in subject else "StringEquals", f"{host}:sub", (subject,))
    return document(
        {
            "Sid": "PodsOfTheServiceAccount",
            "Effect": "Allow",
            "Principal": {"Federated": provider_arn},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": _block([whom, who]),
        }
    )


def permissions_document(rights: Sequence[PolicyStatement], settings: StackSettings) -> Document:
    """Returns the rights as a policy document for the stack with these settings."""
    return document(*(_statement(right, settings) for right in rights))


def _statement(right: PolicyStatement, settings: StackSettings) -> Mapping[str, Any]:
    conditions = [
        Condition(
            one.operator,
            fill_placeholders(settings, one.key),
            tuple(fill_placeholders(settings, value) for value in one.values),
        )
        for one in right.conditions
    ]
    return {
        "Sid": right.sid,
        "Effect": "Allow",
        "Action": list(right.actions),
        "Resource": list(right.resources(settings)),
    } | ({"Condition": _block(conditions)} if conditions else {})


def _block(conditions: Iterable[Condition]) -> Mapping[str, Mapping[str, str | list[str]]]:
    """Returns conditions by operator and key; a single value is not a list."""
    block: dict[str, dict[str, str | list[str]]] = {}
    for one in conditions:
        values = one.values[0] if len(one.values) == 1 else list(one.values)
        block.setdefault(one.operator, {})[one.key] = values
    return block
