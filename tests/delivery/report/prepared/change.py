"""A prepared change: edits of files."""

from dataclasses import dataclass

RECORDED_STACKS = ("staging", "production")
SANDBOX = "sandbox-ada-1"

NEW_PERSON = "lise.meitner"
"""An IAM user who is in no stack file."""


@dataclass(frozen=True)
class Edit:
    """Replaces `old`, which occurs once in `file`, by `new`."""

    file: str
    old: str
    new: str


@dataclass(frozen=True)
class PreparedChange:
    """A named change of some stacks; `passes` is the expected result of the gate."""

    name: str
    passes: bool
    edits: tuple[Edit, ...] = ()
    stacks: tuple[str, ...] = RECORDED_STACKS


def in_both(old: str, new: str) -> tuple[Edit, ...]:
    """Returns the edit of the stack files of staging and production."""
    return tuple(Edit(f"Pulumi.{stack}.yaml", old, new) for stack in RECORDED_STACKS)


def added_to_both(line: str) -> tuple[Edit, ...]:
    """Returns the edit that adds a line to both stack files."""
    return tuple(
        Edit(f"Pulumi.{stack}.yaml", f"environment: {stack}\n", f"environment: {stack}\n{line}\n")
        for stack in RECORDED_STACKS
    )
