"""The page of `docs/` about the simulated account, whose table of leniencies is generated."""

from pathlib import Path

from delivery.markdown import code, table
from simulator.leniencies import LENIENCIES

_PAGE = Path(__file__).resolve().parents[2] / "docs" / "simulator.md"

_START, _END = "<!-- Generated from simulator/leniencies by `make golden`. -->", "<!-- End -->"


def simulator_page() -> str:
    """Returns the page in the checkout with the current tables between its two comments.

    Raises ValueError if the page lacks one of the comments.
    """
    before, rest = _PAGE.read_text().split(_START)
    _, after = rest.split(_END)
    blocks = [
        block
        for area, leniencies in LENIENCIES.items()
        for block in (
            f"### {area}",
            table(
                ["The account", "AWS", "Test"],
                [[one.account, one.aws, code(f"{one.file}::{one.test}")] for one in leniencies],
            ),
        )
    ]
    return before + "\n\n".join([_START, *blocks, _END]) + after
