"""The result of checking plans."""

from dataclasses import dataclass

from delivery.gate.access.locked_out import LockOut
from delivery.gate.acknowledgement import Acknowledgement
from delivery.gate.danger import Danger
from delivery.gate.failure import Failure


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
