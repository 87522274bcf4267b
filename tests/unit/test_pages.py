"""The generated pages of `docs/`."""

import re

import pytest

from delivery.pages import PAGES
from tests.conftest import Golden


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_up_to_date(name: str, golden: Golden) -> None:
    golden(f"docs/{name}", PAGES[name]())


@pytest.mark.parametrize("name", PAGES)
def test_the_rows_of_a_page_have_as_many_cells_as_its_headings(name: str) -> None:
    widths = [
        {line.count("|") for line in block.splitlines()}
        for block in re.findall(r"(?m)(?:^\|.*\n)+", PAGES[name]())
    ]
    assert widths
    assert all(len(width) == 1 for width in widths)
