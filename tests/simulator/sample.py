"""What a sample of a simulated resource type is."""

import json
from dataclasses import dataclass
from typing import Any

_EMPTY_POLICY = {"Version": "2012-10-17", "Statement": []}


@dataclass(frozen=True)
class Sample:
    """One resource type's inputs; `replacing` names the inputs whose change replaces it.

    `needs` are the names of samples of which resources are made beforehand: `{bucket}` in any of
    the inputs stands for the id of the one of the sample `bucket`.
    """

    token: str
    inputs: dict[str, Any]
    change: dict[str, Any]
    replacing: dict[str, Any]
    needs: tuple[str, ...] = ()


def policy(resource: str, action: str, effect: str = "Deny") -> str:
    """A resource's policy of one statement, about everybody."""
    return document(Effect=effect, Principal="*", Action=action, Resource=resource)


def document(**statement: Any) -> str:
    """A policy document of one statement."""
    return json.dumps(_EMPTY_POLICY | {"Statement": [statement]})
