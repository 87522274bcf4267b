"""Why a preview failed, as far as the gate can tell."""

import re
from dataclasses import dataclass

from delivery.gate.danger import Labels
from delivery.plan.stack_plan import StackPlan

_PROTECTED = re.compile(
    r'unable to (?:delete|replace) resource "(?P<urn>[^"]+)"\s+as it is currently marked for'
    r" protection"
)
"""How the engine refuses to destroy what is protected (pulumi/pkg, deploy/step_generator.go)."""

_SAYS_NOTHING = "preview failed"
"""The engine's last words, whatever the reason."""


@dataclass(frozen=True)
class Failure:
    """A stack's preview that failed.

    `refused` are labels of protected resources that the engine will not destroy, `policies` what
    mandatory rules say, `errors` all else in the engine's words.
    """

    stack: str
    refused: tuple[str, ...]
    policies: tuple[str, ...]
    errors: tuple[str, ...]


def failure_of(plan: StackPlan) -> Failure | None:
    """Why the plan's preview failed, or None if it did not."""
    if plan.succeeded:
        return None
    urns = {found["urn"] for error in plan.errors for found in _PROTECTED.finditer(error)}
    labels = Labels(plan)
    refused = tuple(labels.of(one) for one in plan.resources if one.urn in urns)
    policies = {f"{one.rule}: {one.name or plan.stack}" for one in plan.judgements if one.mandatory}
    known = (_SAYS_NOTHING, *(error for error in plan.errors if _PROTECTED.search(error)))
    errors = tuple(error for error in plan.errors if error not in known)
    return Failure(plan.stack, refused, tuple(sorted(policies)), errors)
