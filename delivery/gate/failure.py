"""The reasons for a failed preview."""

import re
from dataclasses import dataclass

from delivery.gate.danger import Labels
from delivery.plan.stack_plan import Judgement, StackPlan

_PROTECTED = re.compile(
    r'unable to (?:delete|replace) resource "(?P<urn>[^"]+)"\s+as it is currently marked for'
    r" protection"
)
"""Error of the engine about a protected resource (pulumi/pkg, deploy/step_generator.go)."""

_SAYS_NOTHING = "preview failed"
"""The last error of every failed preview, without a reason."""


@dataclass(frozen=True)
class Failure:
    """A failed preview of a stack.

    `refused` are labels of protected resources that the engine refuses to delete or replace,
    `policies` are violations of mandatory rules, and `errors` are other errors of the engine.
    """

    stack: str
    refused: tuple[str, ...]
    policies: tuple[Judgement, ...]
    errors: tuple[str, ...]


def failure_of(plan: StackPlan) -> Failure | None:
    """Returns the failure of the preview of a plan, or None if it succeeded."""
    if plan.succeeded:
        return None
    urns = {found["urn"] for error in plan.errors for found in _PROTECTED.finditer(error)}
    labels = Labels(plan)
    refused = tuple(labels.of(one) for one in plan.resources if one.urn in urns)
    policies = tuple(one for one in plan.judgements if one.mandatory)
    known = (_SAYS_NOTHING, *(error for error in plan.errors if _PROTECTED.search(error)))
    errors = tuple(error for error in plan.errors if error not in known)
    return Failure(plan.stack, refused, policies, errors)
