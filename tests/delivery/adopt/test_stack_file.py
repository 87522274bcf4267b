"""The records of adopted resources in a stack file."""

from typing import Any

import yaml
from hypothesis import given, strategies

from delivery.adopt.stack_file import ADOPTED, merged, with_setting, without_setting
from settings.adopted import Adopted

FILE = """\
config:
  cellscope:environment: staging
  # A comment that stays.
  cellscope:monthlyBudget: 1000
"""
KEYS = "encryptedkey: abc\n"
RECORDS: list[dict[str, Any]] = [
    {"resource": "iam.Role api", "keep": {"path": "/", "permissionsBoundary": None}},
    {"resource": "s3.Bucket source", "keep": {"tags": {"a": "b"}, "list": [{"x": 1}]}},
]


def test_records_are_added_at_the_end_of_the_config() -> None:
    text = with_setting(FILE + KEYS, ADOPTED, RECORDS)
    assert text.startswith(FILE)
    assert text.endswith(KEYS)
    assert yaml.safe_load(text)["config"]["cellscope:adopted"] == RECORDS


def test_records_replace_those_of_the_file_and_no_other_line() -> None:
    again = with_setting(with_setting(FILE + KEYS, ADOPTED, RECORDS), ADOPTED, RECORDS[:1])
    assert yaml.safe_load(again)["config"]["cellscope:adopted"] == RECORDS[:1]
    assert without_setting(again, ADOPTED) == FILE + KEYS


def test_inputs_of_an_inspection_are_added_to_the_records_of_the_settings() -> None:
    own = Adopted(resource="iam.Role api", keep={"description": "old", "path": "/old/"})
    assert merged([own], RECORDS[:1]) == [
        {
            "resource": "iam.Role api",
            "keep": {"description": "old", "path": "/", "permissionsBoundary": None},
        }
    ]


KEYS_OF_FILE = ("cellscope:a", "cellscope:b", "cellscope:c")
VALUES = strategies.recursive(
    strategies.integers() | strategies.text("ab: #'\n", max_size=5) | strategies.booleans(),
    lambda inner: (
        strategies.lists(inner, min_size=1, max_size=3)
        | strategies.dictionaries(strategies.text("abc", min_size=1), inner, min_size=1, max_size=3)
    ),
    max_leaves=6,
)


@given(strategies.dictionaries(strategies.sampled_from(KEYS_OF_FILE), VALUES), VALUES)
def test_a_setting_is_set_and_removed_and_the_others_stay(own: dict[str, Any], value: Any) -> None:
    text = "config:\n"
    for key, one in own.items():
        text = with_setting(text, key, one)
    assert (yaml.safe_load(text)["config"] or {}) == own
    changed = with_setting(text, "cellscope:b", value)
    assert yaml.safe_load(changed)["config"] == own | {"cellscope:b": value}
    left = yaml.safe_load(without_setting(changed, "cellscope:b"))["config"] or {}
    assert left == {key: one for key, one in own.items() if key != "cellscope:b"}


def test_a_setting_keeps_its_place_and_the_comments_around_it() -> None:
    text = "config:\n  # First.\n  a: [1, 2]\n  # Second.\n  b: {x: 1}\n  c: 3\n"
    assert with_setting(text, "b", "new") == text.replace("{x: 1}", "new")
    assert with_setting(text, "a", [3]).startswith("config:\n  # First.\n  a:\n    - 3\n  # Sec")
    assert without_setting(text, "c") == text.replace("  c: 3\n", "")
