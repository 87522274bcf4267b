"""Changes of the real program, each of which one rule alone has to refuse."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutation:
    """A change in one place: in `file`, `old` (found once) becomes `new`.

    Without `old`, `new` is added at the file's end. `what` says it in a few words.
    """

    rule: str
    stack: str
    what: str
    file: str
    new: str
    old: str = ""
