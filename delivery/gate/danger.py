"""What a plan does that nobody should be surprised by."""

import json
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from delivery.plan.change import Change
from delivery.plan.stack_plan import StackPlan


class Step(StrEnum):
    """A step that has to be acknowledged, by the word that acknowledges it; the worst first."""

    DELETE = "delete"
    REPLACE = "replace"
    FORGET = "forget"
    """It leaves the program, and AWS keeps it: nothing guards or deletes it from then on."""
    UNPROTECT = "unprotect"
    LOOSEN = "loosen"
    """A protection of data is taken away or gets weaker."""
    REMOVE_ADMIN = "remove-admin"
    """An admin of the cluster, or whoever deploys, gets in no more."""
    WIDEN_TRUST = "widen-trust"
    """A role may be taken by more principals, or under fewer conditions."""


@dataclass(frozen=True)
class Danger:
    """A step that a stack's plan takes; `label` is a resource, or the ARN of a principal.

    `why` says in words what makes it one.
    """

    step: Step
    stack: str
    label: str
    why: str

    @property
    def line(self) -> str:
        """The line that acknowledges exactly this."""
        return f"Acknowledge: {self.step} {self.stack} {self.label}"


class Labels:
    """How the resources of one plan are called, so that a label never means two of them."""

    def __init__(self, plan: StackPlan) -> None:
        self._uses = Counter(_plain(one.label) for one in plan.resources)

    def of(self, change: Change) -> str:
        """The resource's type and name, or its whole URN where another has the same."""
        label = _plain(change.label)
        return label if self._uses[label] < 2 else _plain(change.urn)


def _plain(text: str) -> str:
    """The text if it can be copied as a line of Markdown without loss, else as a JSON string."""
    if text.isprintable() and text == " ".join(text.split()) and not set("`<") & set(text):
        return text
    return json.dumps(text).replace("`", "\\u0060").replace("<", "\\u003c")
