"""The result of a deployment as Markdown: for the job summary and the merged pull request."""

from collections.abc import Iterator
from pathlib import Path

from delivery.commands.preview import PreviewError, events_file, plan_in
from delivery.gate.verdict import judge
from delivery.report.report import report


def result_file(folder: Path) -> Path:
    """Returns the file with the result of a deployment."""
    return folder / "result.md"


def recorded(
    stack: str, lines: Iterator[str], folder: Path, acknowledged: str, summary: Path | None
) -> Iterator[str]:
    """Yields the lines of a deployment, and at its end writes the result, also of a failure.

    The result has the outcome, the message of an error, and the judged plan, which is read from
    `folder`. It is written to `result_file` and appended to the file `summary`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    events_file(stack, folder).unlink(missing_ok=True)
    outcome, message = "interrupted", ""
    try:
        yield from lines
        outcome = "deployed"
    except Exception as error:
        outcome, message = "not deployed, or only in part", str(error)
        raise
    finally:
        parts = [f"## {stack}: {outcome}", _quoted(message), _plan(stack, folder, acknowledged)]
        text = "\n\n".join(filter(None, parts))
        result_file(folder).write_text(text, encoding="utf-8")
        if summary is not None:
            with summary.open("a", encoding="utf-8") as file:
                file.write(text)


def _quoted(message: str) -> str:
    return "\n".join(["```text", message.replace("```", "'''"), "```"]) if message else ""


def _plan(stack: str, folder: Path, acknowledged: str) -> str:
    try:
        plans = [plan_in(folder, stack)]
    except PreviewError:
        return "There is no plan, because the deployment ended before its preview.\n"
    return report(plans, judge(plans, acknowledged)).comment
