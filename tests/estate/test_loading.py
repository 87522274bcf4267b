"""Declarations that Python cannot load: file, line and remedy instead of a traceback."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.checkout import copy_of_checkout

CHECK = "from estate.checks.loading import broken; print(*broken(), sep='\\n')"

BUCKETS, TABLES = "estate/data/buckets.py", "estate/data/tables.py"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of_checkout(tmp_path_factory.mktemp("checkout"))


def run(checkout: Path, *command: str, **changes: tuple[str, str]) -> str:
    """Runs Python in a copy in which texts of the declarations are replaced; returns its output."""
    before = {file: (checkout / file).read_text() for file in (BUCKETS, TABLES)}
    try:
        for file, (old, new) in zip((BUCKETS, TABLES), changes.values(), strict=False):
            assert before[file].count(old) == 1
            (checkout / file).write_text(before[file].replace(old, new))
        done = subprocess.run(
            [sys.executable, "-B", *command],
            cwd=checkout,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        for file, text in before.items():
            (checkout / file).write_text(text)
    assert "Traceback" not in done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            ('"cell-sets", Owner.PIPELINE', '"cell-sets", Owner.PIPELIN'),
            '"PIPELIN" is not defined. Did you mean "PIPELINE"? Correct it, or declare it first.',
        ),
        (
            ('Bucket("cell-sets"', 'Buckett("cell-sets"'),
            '"Buckett" is not defined. Did you mean "Bucket"? Correct it, or declare it first.',
        ),
        (
            ('"cell-sets", Owner.PIPELINE, DataClass.CUSTOMER, 7', '"cell-sets", dais=7'),
            "Bucket.__init__() got an unexpected keyword argument 'dais'. The fields are name,",
        ),
        (
            ('"cell-sets", Owner.PIPELINE, DataClass.CUSTOMER, 7', '"cell-sets"'),
            "Bucket.__init__() missing 2 required positional arguments: 'owner' and 'data'.",
        ),
        (('"cell-sets", Owner.PIPELINE', '"cell-sets" Owner.PIPELINE'), "invalid syntax"),
    ],
)
def test_a_declaration_that_cannot_be_loaded_is_reported_with_its_line(
    checkout: Path, change: tuple[str, str], message: str
) -> None:
    lines = run(checkout, "-c", CHECK, buckets=change).splitlines()
    number = (
        (checkout / BUCKETS)
        .read_text()
        .splitlines()
        .index('    Bucket("cell-sets", Owner.PIPELINE, DataClass.CUSTOMER, 7),')
    )
    assert {line.partition(": ")[0] for line in lines} == {f"{BUCKETS}:{number + 1}"}
    assert message in lines[0]


def test_two_files_that_cannot_be_loaded_are_reported_together(checkout: Path) -> None:
    changes = {
        "buckets": ('Bucket("cell-sets"', 'Buckett("cell-sets"'),
        "tables": ('Table("projects"', 'Tabel("projects"'),
    }
    output = run(checkout, "-m", "delivery", "preview", "staging", **changes)
    first, *lines = output.splitlines()
    assert first == "delivery: estate/: 2 problems, nothing was changed."
    assert [line.strip().partition(":")[0] for line in lines] == [BUCKETS, TABLES]
