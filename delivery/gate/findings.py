"""The result of checking plans."""

import re
from dataclasses import dataclass

from delivery.gate.dangers import Acknowledgement, Danger, Labels
from delivery.plan.stack_plan import Judgement, StackPlan
from delivery.report.text import listed

_PROTECTED = re.compile(
    r'resource "(?P<urn>[^"]+)"\s+'
    r"(?:as it is currently marked for protection|cannot be deleted\s+because it is protected)"
)
"""Errors of the engine about a protected resource, which it would replace or delete.

https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/step_generator.go
"""

_NO_REASON = "preview failed"
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


@dataclass(frozen=True)
class LockOut:
    """A group of principals that would have no access to the cluster of a stack.

    `who` describes the group; `principals` are ARNs, those of roles without path. They have no
    access after the steps `done` and before the steps `left`; if `left` is empty, the lock-out is
    permanent. `unknown` are values that might grant access.
    """

    stack: str
    who: str
    principals: tuple[str, ...]
    remedy: str
    done: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    reason: str = ""

    @property
    def text(self) -> str:
        """The lock-out and its remedy, in up to three sentences."""
        return f"{self.stack}: {self._description()}. {self.remedy}"

    def _description(self) -> str:
        if self.reason:
            return self.reason
        named = f" ({', '.join(self.principals)})" if self.principals else ""
        out = f"{self.who}{named} would have no access to the cluster"
        if self.left:
            after = f"after {listed(self.done)}" if self.done else "before its first step"
            text = f"if the deployment stopped {after} and before {listed(self.left)}, {out}"
        else:
            text = f"after the deployment, {out}"
        unknown = f"; not known until deployment: {listed(self.unknown)}" if self.unknown else ""
        return text + unknown


@dataclass(frozen=True)
class Findings:
    """Dangers, failures and lock-outs; an acknowledgement overrides only dangers.

    `open` dangers are not acknowledged. `unused` acknowledgements match no danger. `problems`
    describe invalid acknowledgement lines.
    """

    open: tuple[Danger, ...] = ()
    acknowledged: tuple[Danger, ...] = ()
    unused: tuple[Acknowledgement, ...] = ()
    problems: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()
    lock_outs: tuple[LockOut, ...] = ()

    @property
    def passes(self) -> bool:
        """Whether the plans may be deployed."""
        return not (self.open or self.failures or self.lock_outs)


def failure_of(plan: StackPlan) -> Failure | None:
    """Returns the failure of the preview of a plan, or None if it succeeded."""
    if plan.succeeded:
        return None
    urns = {found["urn"] for error in plan.errors for found in _PROTECTED.finditer(error)}
    labels = Labels(plan)
    refused = tuple(labels.of(one) for one in plan.resources if one.urn in urns)
    policies = tuple(one for one in plan.judgements if one.mandatory)
    known = (_NO_REASON, *(error for error in plan.errors if _PROTECTED.search(error)))
    errors = tuple(error for error in plan.errors if error not in known)
    return Failure(plan.stack, refused, policies, errors)
