"""Dangerous steps of a plan."""

import json
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from delivery.plan.change import Change
from delivery.plan.stack_plan import StackPlan


class Step(StrEnum):
    """Kinds of dangerous steps, as written in an acknowledgement; the most severe first."""

    DELETE = "delete"
    REPLACE = "replace"
    FORGET = "forget"
    """The resource is removed from the program but retained in AWS, no longer managed."""
    UNPROTECT = "unprotect"
    LOOSEN = "loosen"
    """A protection of data is removed or weakened."""
    REMOVE_ADMIN = "remove-admin"
    """An admin of the cluster, or the deployer, loses access."""
    WIDEN_TRUST = "widen-trust"
    """A trust policy allows more principals, or has fewer conditions."""


@dataclass(frozen=True)
class Danger:
    """A dangerous step of a plan; `label` is a resource or the ARN of a principal.

    `why` describes the effect of the step.
    """

    step: Step
    stack: str
    label: str
    why: str

    @property
    def line(self) -> str:
        """The line that acknowledges exactly this step."""
        return f"Acknowledge: {self.step} {self.stack} {self.label}"


class Labels:
    """Unique labels of the resources of a plan."""

    def __init__(self, plan: StackPlan) -> None:
        self._uses = Counter(_plain(one.label) for one in plan.resources)

    def of(self, change: Change) -> str:
        """Returns the type and name of a resource, or its URN if another has the same."""
        label = _plain(change.label)
        return label if self._uses[label] < 2 else _plain(change.urn)


def _plain(text: str) -> str:
    """Returns the text if it can be copied from Markdown unchanged, else as a JSON string."""
    if text.isprintable() and text == " ".join(text.split()) and not set("`<") & set(text):
        return text
    return json.dumps(text).replace("`", "\\u0060").replace("<", "\\u003c")
