"""The command that checks the acknowledgements of dangerous steps."""

from argparse import Namespace
from collections.abc import Iterator

from delivery.command import ACKNOWLEDGED, PREVIEWS, NegativeResultError, command, read_text
from delivery.commands.preview import plans_in
from delivery.gate.verdict import judge


@command("gate", PREVIEWS, ACKNOWLEDGED)
def gate(arguments: Namespace) -> Iterator[str]:
    """Print dangerous steps of previews; fail if one is not acknowledged or the plan is blocked."""
    verdict = judge(plans_in(arguments.previews), read_text(arguments.acknowledged))
    if not verdict.passes:
        raise NegativeResultError(verdict.text)
    yield verdict.text
