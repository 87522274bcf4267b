"""Tests of the conversion of old lists of names."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from delivery.__main__ import main
from delivery.commands.import_lists import ListError, import_lists

NAMES = st.from_regex(r"\A([a-z][a-z#]{0,3}/)?[A-Za-z0-9+=,.@_-]{1,12}\Z")


def written(folder: Path, text: str, name: str = "cluster_admins_staging") -> Path:
    file = folder / name
    file.write_bytes(text.encode())
    return file


def people(text: str) -> list[str]:
    return [row["name"] for row in yaml.safe_load(text) or []]


@pytest.mark.parametrize("ending", ["", "\n", "\n\n", "\r\n"])
def test_the_last_name_counts_with_or_without_a_final_newline(tmp_path: Path, ending: str) -> None:
    assert people(import_lists([written(tmp_path, f"ada\ngrace{ending}")])) == ["ada", "grace"]


def test_comments_and_blank_lines_are_ignored(tmp_path: Path) -> None:
    text = "# the first admins\n\nada # since 1843\n   \n  grace\t#\n"
    assert people(import_lists([written(tmp_path, text)])) == ["ada", "grace"]


def test_a_byte_order_mark_is_ignored(tmp_path: Path) -> None:
    assert people(import_lists([written(tmp_path, "\ufeffada\n")])) == ["ada"]


def test_each_person_is_one_line_of_yaml(tmp_path: Path) -> None:
    file = written(tmp_path, "ada\nci-users/testing/ci-user-testing\n")
    assert import_lists([file]) == (
        "# cluster_admins_staging\n- {name: ada}\n- {name: ci-users/testing/ci-user-testing}\n"
    )


def test_each_file_is_a_separate_list(tmp_path: Path) -> None:
    files = [written(tmp_path, "ada", "one"), written(tmp_path, "ada", "two")]
    assert import_lists(files) == "# one\n- {name: ada}\n\n# two\n- {name: ada}\n"


def test_an_empty_file_is_an_empty_list(tmp_path: Path) -> None:
    assert people(import_lists([written(tmp_path, "\n# empty\n")])) == []


def test_all_problems_of_all_files_are_reported_with_their_lines(tmp_path: Path) -> None:
    one = written(tmp_path, "ada\nno name\nstaff/ADA\n", "one")
    two = written(tmp_path, "grace/\n", "two")
    with pytest.raises(ListError) as refused:
        import_lists([one, two, tmp_path / "three"])
    first, second, third, fourth = str(refused.value).splitlines()
    assert first.startswith(f"{one}:2: 'no name' is not an IAM user name. Write")
    assert second == f"{one}:3: 'staff/ADA' duplicates line 1. Remove one of them."
    assert third.startswith(f"{two}:1: 'grace/' is not an IAM user name.")
    assert fourth.startswith(f"{tmp_path / 'three'}: cannot be read: No such file")


def test_a_binary_file_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "list"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ListError, match="not UTF-8"):
        import_lists([file])


def test_the_command_prints_the_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import-lists", str(written(tmp_path, "ada"))]) == 0
    assert people(capsys.readouterr().out) == ["ada"]


def test_the_command_prints_nothing_on_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import-lists", str(written(tmp_path, "ada\nno name\n"))]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("delivery: ")


@given(st.lists(NAMES, unique_by=lambda name: name.rpartition("/")[2].lower()))
def test_every_valid_name_is_preserved_in_yaml(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    file = written(tmp_path_factory.mktemp("lists"), "\n".join(names))
    assert people(import_lists([file])) == names
