"""The table of faults in docs/first-day.md names tests that exist."""

import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
ROWS = re.findall(
    r"`(tests/[^`:]+)::(\w+)` \|$", (CHECKOUT / "docs/first-day.md").read_text(), re.M
)


@pytest.mark.parametrize(("file", "test"), ROWS)
def test_a_fault_has_the_named_test(file: str, test: str) -> None:
    assert f"def {test}(" in (CHECKOUT / file).read_text()


def test_every_row_names_a_test() -> None:
    lines = (CHECKOUT / "docs/first-day.md").read_text().splitlines()
    assert len(ROWS) == len([one for one in lines if one.startswith("| ")]) - 1
