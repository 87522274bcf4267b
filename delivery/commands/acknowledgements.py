"""The command that writes the acknowledgements of a merge which reviewers have seen."""

import subprocess
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from delivery.command import argument, command
from delivery.pulumi_cli import PROJECT
from delivery.repository.connection import GitHubError, connected, variable


@command(
    "acknowledgements",
    argument("--into", required=True, type=Path, metavar="FILE", help="the file to write"),
)
def acknowledgements_command(arguments: Namespace) -> Iterator[str]:
    """Write the acknowledgements of the merge commit that preceded its approval to a file."""
    from delivery.repository.approval import approved  # PyGithub loads slowly

    with connected(variable("GITHUB_REPOSITORY")) as repository:
        found = approved(repository, _commit())
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


def _commit() -> str:
    git = ["git", "rev-parse", "HEAD"]
    try:
        done = subprocess.run(git, cwd=PROJECT, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        raise GitHubError(
            f"{PROJECT.absolute()} is not a Git checkout, so there is no merge commit. Run this in"
            " a checkout of the commit to deploy."
        ) from None
    return done.stdout.strip()
