"""A renamed bucket gives one clear message, or a plan without the old name.

https://github.com/pulumi/pulumi-aws/issues/511
"""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.checkout import ROOT, copy_of_checkout, tracked

OLD, NEW = "biomage-canaries", "biomage-screenshots"

PROGRAM = """
import sys
from estate.checks import EstateError
from tests.mocks.runs import whole_program
try:
    recording = whole_program("staging")
except EstateError as error:
    sys.exit(str(error))
print(*(one.physical_name for one in recording.of("s3/bucket:Bucket").values()))
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    return copy_of_checkout(tmp_path)


def rename(checkout: Path, old: str, new: str, *files: str) -> None:
    for file in files:
        text = (checkout / file).read_text()
        (checkout / file).write_text(text.replace(f'"{old}"', f'"{new}"'))


def planned(checkout: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=checkout, capture_output=True, text=True, check=False
    )


def test_a_name_that_others_refer_to_as_an_object_changes_in_one_place(checkout: Path) -> None:
    rename(checkout, OLD, NEW, "estate/data/buckets.py")
    plan = planned(checkout)
    assert plan.returncode == 0, plan.stderr
    assert f"{NEW}-staging" in plan.stdout
    assert f"{OLD}-staging" not in plan.stdout


def test_a_name_that_rights_refer_to_is_reported_with_each_right(checkout: Path) -> None:
    rename(checkout, "cell-sets", "cell-groups", "estate/data/buckets.py")
    plan = planned(checkout)
    first, *lines = plan.stderr.splitlines()
    assert first == f"estate/: {len(lines)} problems, nothing was changed."
    assert all('= "cell-sets": is not declared.' in line for line in lines)
    assert any(line.startswith("  estate/identity/service_roles.py: api.") for line in lines)
    assert all("declare it in estate/data/buckets.py" in line for line in lines)


def test_a_name_that_changes_everywhere_gives_a_plan(checkout: Path) -> None:
    files = [file.relative_to(ROOT).as_posix() for file in tracked("estate/*.py")]
    rename(checkout, "cell-sets", "cell-groups", *files)
    plan = planned(checkout)
    assert plan.returncode == 0, plan.stderr
    assert "cell-groups-staging" in plan.stdout
