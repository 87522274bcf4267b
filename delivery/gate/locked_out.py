"""What is told of a lock-out."""

from dataclasses import dataclass

from delivery.report.text import listed


@dataclass(frozen=True)
class LockOut:
    """Who would be shut out of a stack's cluster, when, and what helps.

    `who` is in words; `principals` are ARNs, roles without path. After the steps `done` and without
    the steps `left` none of them gets in; if `left` is empty, that lasts. `unknown` are values that
    might have let them in.
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
        """All of it, in a sentence or three."""
        return " ".join(part for part in (f"{self.stack}: {self._told()}.", self.remedy) if part)

    def _told(self) -> str:
        if self.reason:
            return self.reason
        named = f" ({', '.join(self.principals)})" if self.principals else ""
        out = f"{self.who}{named} could not get into the cluster"
        if self.left:
            after = f"after {listed(self.done)}" if self.done else "before its first step"
            told = f"if the deployment stopped {after} and before {listed(self.left)}, {out}"
        else:
            told = f"with all done, {out}"
        unknown = f"; not known before deployment: {listed(self.unknown)}" if self.unknown else ""
        return told + unknown
