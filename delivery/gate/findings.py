"""What was found when plans were judged."""

from dataclasses import dataclass

from delivery.gate.acknowledgement import Acknowledgement
from delivery.gate.danger import Danger
from delivery.gate.failure import Failure
from delivery.gate.locked_out import LockOut


@dataclass(frozen=True)
class Findings:
    """The dangers, `open` if nobody acknowledged them, and what no acknowledgement helps against.

    `unused` acknowledgements match no danger; `problems` are lines that look like one.
    """

    open: tuple[Danger, ...] = ()
    acknowledged: tuple[Danger, ...] = ()
    unused: tuple[Acknowledgement, ...] = ()
    problems: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()
    lock_outs: tuple[LockOut, ...] = ()

    @property
    def passes(self) -> bool:
        """Whether the plans may be carried out."""
        return not (self.open or self.failures or self.lock_outs)
