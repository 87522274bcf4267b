"""A lock-out and its description."""

from dataclasses import dataclass

from delivery.report.text import listed


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
        return " ".join(part for part in (f"{self.stack}: {self._told()}.", self.remedy) if part)

    def _told(self) -> str:
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
