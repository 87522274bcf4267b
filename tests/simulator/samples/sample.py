"""The definition of a sample of a simulated resource type."""

import json
from dataclasses import dataclass
from typing import Any

_EMPTY_POLICY = {"Version": "2012-10-17", "Statement": []}


@dataclass(frozen=True)
class Sample:
    """One resource type's inputs; `replacing` names the inputs whose change replaces it.

    `needs` are the names of samples whose resources are created first: `{bucket}` in any of the
    inputs is replaced by the id of the sample `bucket`.
    """

    token: str
    inputs: dict[str, Any]
    change: dict[str, Any]
    replacing: dict[str, Any]
    needs: tuple[str, ...] = ()


def policy(resource: str, action: str, effect: str = "Deny") -> str:
    """A resource policy with one statement for every principal."""
    return document(Effect=effect, Principal="*", Action=action, Resource=resource)


def document(**statement: Any) -> str:
    """A policy document with one statement."""
    return json.dumps(_EMPTY_POLICY | {"Statement": [statement]})
