"""The command that writes the report of previews and drift."""

import json
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from delivery.command import ACKNOWLEDGED, INTO, SUMMARY, argument, command, read_text
from delivery.commands.preview import plans_in
from delivery.drift.drift import drift_in
from delivery.gate.verdict import judge
from delivery.report.report import report


@command(
    "report",
    argument(
        "previews",
        nargs="?",
        type=Path,
        metavar="FOLDER",
        help="what `preview` wrote",
    ),
    argument("--drift", type=Path, metavar="FOLDER", help="what `drift` wrote"),
    argument("--artifact-url", metavar="URL", help="the URL that the comment links"),
    INTO,
    SUMMARY,
    ACKNOWLEDGED,
)
def write_report(arguments: Namespace) -> Iterator[str]:
    """Write the report of previews and drift: comment.md, report.md and report.json."""
    plans = plans_in(arguments.previews) if arguments.previews else []
    drift = drift_in(arguments.drift) if arguments.drift else []
    verdict = judge(plans, read_text(arguments.acknowledged))
    made = report(plans, verdict, drift=drift, artifact_url=arguments.artifact_url)
    files = {
        "comment.md": made.comment,
        "report.md": made.full,
        "report.json": json.dumps(made.machine, indent=2, sort_keys=True),
    }
    arguments.into.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        file = arguments.into / name
        file.write_text(text, encoding="utf-8")
        yield str(file)
    if arguments.summary:
        with arguments.summary.open("a", encoding="utf-8") as file:
            file.write(made.summary)
