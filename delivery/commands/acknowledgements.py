"""The command that writes the acknowledgements of a merge which reviewers have seen."""

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from delivery.checkout import checked_out_commit
from delivery.command import argument, command
from delivery.repository.connection import connected, variable


@command(
    "acknowledgements",
    argument("--into", required=True, type=Path, metavar="FILE", help="the file to write"),
)
def acknowledgements_command(arguments: Namespace) -> Iterator[str]:
    """Write the acknowledgements of the merge commit that preceded its approval to a file."""
    from delivery.repository.approval import approved  # PyGithub loads slowly

    with connected(variable("GITHUB_REPOSITORY")) as repository:
        found = approved(repository, checked_out_commit())
    lines = [f"{one.line}\n" for one in found.counting]
    arguments.into.parent.mkdir(parents=True, exist_ok=True)
    arguments.into.write_text("".join(lines), encoding="utf-8")
    for one in found.counting:
        yield f"counts: {one.line}"
    for one in found.others:
        yield (
            f"does not count, because {found.reason}: {one.line}. To deploy it, repeat the line:"
            " run the workflow by hand with it, or python -m delivery deploy --acknowledged FILE."
        )
    if not (found.counting or found.others):
        yield "the merge commit acknowledges nothing"
