"""Plans a deployment: the plan that reviewers see before they approve the deployment."""

from argparse import Namespace
from collections.abc import Iterator

from delivery.command import ACKNOWLEDGED, INTO, SUMMARY, NegativeResultError, argument, command
from delivery.commands.deploy import acknowledgements
from delivery.commands.preview import plan_in, preview, state_bucket, steps_in
from delivery.deployment.planned import write_planned
from delivery.gate.verdict import judge
from delivery.pulumi_cli import PROJECT
from delivery.report.report import report
from settings import STACKS


@command(
    "plan",
    argument("stack", choices=STACKS, help="the stack to plan"),
    INTO,
    SUMMARY,
    ACKNOWLEDGED,
)
def plan(arguments: Namespace) -> Iterator[str]:
    """Plan a deployment from the published state; save its steps for `deploy --planned`."""
    stack, folder = arguments.stack, arguments.into
    yield from preview([stack], folder, PROJECT, state_bucket())
    plans = [plan_in(folder, stack)]
    verdict = judge(plans, acknowledgements(arguments))
    if arguments.summary:
        with arguments.summary.open("a", encoding="utf-8") as file:
            file.write(f"## Plan of {stack}\n\n{report(plans, verdict).summary}")
    if not verdict.passes:
        raise NegativeResultError(verdict.text)
    write_planned(steps_in(folder, stack), folder / "steps.txt")
    yield verdict.text
