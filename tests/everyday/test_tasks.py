"""Each change of docs/tasks.md in a copy of the checkout: `make golden`, then the fast tests."""

import subprocess
import sys
from itertools import groupby
from pathlib import Path

import pytest

from tests.checkout import ROOT, copy_of_checkout, tracked
from tests.everyday.tasks import PAGE, Task, tasks

TASKS = tasks((ROOT / PAGE).read_text())
REMOVALS = [
    [*steps]
    for _, steps in groupby((one for one in TASKS if one.removes), key=lambda task: task.section)
]

WRITERS = ("tests/stacks/test_inventory.py", "tests/delivery/docs")
"""The writers of golden files that show the declarations; the recordings of reports do not."""

GENERATED = ("docs/", "tests/golden/")

READING = (
    *("tests/settings/test_settings.py", "tests/stacks/test_inventory.py", "tests/delivery/docs"),
    *("tests/repository/test_workflows.py", "tests/repository/test_github_settings.py"),
    *("tests/policies/engine/test_taggable.py", "tests/delivery/plan/test_holds_data.py"),
    *("tests/policies/test_mutations.py", "tests/delivery/test_stack_files.py"),
)
"""The fast tests that read lists of files."""

FAST = (
    *("tests/estate", "tests/settings", "tests/stacks", "tests/policies/test_mutations.py"),
    *("tests/policies/test_the_estate.py", "tests/delivery/docs", "tests/delivery/plan"),
    "tests/components",
)


def pytest_in(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run pytest in a copy, forked from a process that has imported the packages."""
    launch = (sys.executable, str(ROOT / "tools" / "launch.py"), "sdk", "-m", "pytest")
    command = (*launch, "-q", "-n0", "-p", "no:cacheprovider", *arguments)
    return subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)


def only_generated_beside(steps: list[Task], checkout: Path) -> bool:
    """Whether the copy differs in the files of the steps and in generated ones, and no others."""
    listed = subprocess.check_output(["git", "diff", "--name-only"], cwd=checkout, text=True)
    changed, files = {*listed.splitlines()}, {task.file for task in steps}
    return changed >= files and all(one.startswith(GENERATED) for one in changed - files)


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with all changes of the page that add something, and new golden files."""
    checkout = copy_of_checkout(tmp_path_factory.mktemp("everything"))
    for task in TASKS:
        if not task.removes:
            task.apply(checkout)
    written = pytest_in(checkout, "--golden", *WRITERS, "tests/policies/test_mutations.py")
    assert written.returncode == 0, written.stdout
    return checkout


def test_documented_changes_need_no_other_edit_than_make_golden(everything: Path) -> None:
    assert only_generated_beside([task for task in TASKS if not task.removes], everything)


@pytest.mark.parametrize("steps", REMOVALS, ids=lambda steps: steps[0].section)
def test_a_documented_removal_needs_no_other_edit_than_make_golden(
    steps: list[Task], tmp_path: Path
) -> None:
    checkout = copy_of_checkout(tmp_path)
    for task in steps:
        task.apply(checkout)
        written = pytest_in(checkout, "--golden", *WRITERS)
        assert written.returncode == 0, written.stdout
    assert only_generated_beside(steps, checkout)


def test_the_fast_tests_pass_after_all_documented_changes(everything: Path) -> None:
    passed = pytest_in(everything, *FAST)
    assert passed.returncode == 0, passed.stdout


def test_files_outside_version_control_change_no_test(everything: Path) -> None:
    sandbox = everything / "Pulumi.sandbox-ada-1.yaml"
    left = (
        sandbox,
        everything / "Pulumi.staging.yaml~",
        everything / "Pulumi.old.yaml",
        everything / "estate" / "data" / "buckets (copy).py",
        everything / "tests" / "golden" / "inventory-old.txt",
        everything / ".github" / "workflows" / "old.yaml",
        everything / "tests" / "policies" / "mutations" / "old.yaml",
        everything / "previews" / "staging.jsonl",
    )
    for file in left:
        file.parent.mkdir(exist_ok=True)
        file.write_text("left: over\n")
    try:
        passed = pytest_in(everything, *READING)
    finally:
        for file in left:
            file.unlink()
    assert passed.returncode == 0, passed.stdout


def test_make_golden_runs_every_test_that_writes_golden_files() -> None:
    (line,) = (one for one in (ROOT / "Makefile").read_text().splitlines() if "--golden" in one)
    folders = line.partition("--golden")[2].split()
    files = [file.relative_to(ROOT).as_posix() for file in tracked("tests/*test_*.py")]
    writing = [file for file in files if "golden: Golden" in (ROOT / file).read_text()]
    writing.remove(Path(__file__).relative_to(ROOT).as_posix())
    assert writing
    assert [one for one in writing if not one.startswith(tuple(folders))] == []
