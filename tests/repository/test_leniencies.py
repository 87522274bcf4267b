"""Tests that each leniency of the simulated account is described and has its test."""

import pytest

from simulator.leniencies import LENIENCIES
from simulator.leniencies.leniency import Leniency
from tests.checkout import tracked
from tests.repository.test_runbook import names_in

ALL = [one for leniencies in LENIENCIES.values() for one in leniencies]


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.test)
def test_a_leniency_is_described_and_its_test_exists(one: Leniency) -> None:
    assert all(text.strip().endswith(".") for text in (one.account, one.aws))
    assert one.test in set(names_in(one.file))


def test_no_leniency_is_listed_twice() -> None:
    assert (
        len({(one.file, one.test) for one in ALL}) == len({one.account for one in ALL}) == len(ALL)
    )


def test_every_test_of_the_folder_of_leniencies_has_its_row() -> None:
    named = {one.test for one in ALL}
    files = tracked("tests/simulator/leniencies/test_*.py")
    shown = {name for file in files for name in names_in(str(file)) if name.startswith("test_")}
    assert shown <= named
