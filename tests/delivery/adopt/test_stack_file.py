"""The records of adopted resources in a stack file."""

import textwrap
from typing import Any

import pytest
import yaml
from hypothesis import given, strategies

from delivery.adopt.refusal import RefusedError
from delivery.adopt.stack_file import (
    ADOPTED,
    POSTPONED,
    merged,
    with_setting,
    without,
    without_setting,
)
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


STYLES = {
    "brackets, before a block of text that is last": """\
config:
  cellscope:adopted: [{resource: a.B c, keep: {d: 1}}]
  last: |
    x
    y
key: abc
""",
    "a block of text, before another one": """\
config:  # of staging
  cellscope:adopted:
    - resource: a.B c
      keep:
        d: |
          text
  next: >-
    x
  last: 1
""",
    "wide indents and a quoted key": """\
config:
    first: 1
    'cellscope:adopted':
    -   resource: a.B c
        keep: {d: 1}
    last: 2
""",
    "wide indents without records": "config:\n    first: 1\n    list:\n    - 1\nkey: abc\n",
    "a block of text that is last": "config:\n  a: |\n    x\nkey: abc\n",
    "no settings": "config:\nkey: abc\n",
    "no line break at the end": "config:\n  a: 1\n  b: |-\n    x",
}


@pytest.mark.parametrize("before", STYLES.values(), ids=STYLES)
def test_the_other_settings_stay_in_each_style_of_yaml(before: str) -> None:
    others = yaml.safe_load(before)
    others["config"] = dict(others["config"] or {})
    others["config"].pop(ADOPTED, None)
    for after in (without_setting(before, ADOPTED), without(before, "", lambda *_: False)):
        left = yaml.safe_load(after)
        assert left | {"config": left["config"] or {}} == others
    after = yaml.safe_load(with_setting(before, ADOPTED, RECORDS))
    assert after.pop("config") == others.pop("config") | {ADOPTED: RECORDS}
    assert after == others


def test_settings_in_braces_are_refused() -> None:
    with pytest.raises(RefusedError, match="settings in braces"):
        with_setting("config: {a: 1}\n", ADOPTED, RECORDS)


GROUPS = ["versioning", "encryption", "policies"]


def setting(key: str, value: Any, *, flow_style: bool) -> str:
    """The lines of a setting; with `flow_style`, in braces and brackets of several lines."""
    if not flow_style or isinstance(value, str):
        return yaml.safe_dump({key: value})
    return f"{key}: {yaml.safe_dump(value, default_flow_style=True, width=20)}"


KEEPS = strategies.dictionaries(strategies.sampled_from("abc"), VALUES, min_size=1)


@given(
    strategies.lists(KEEPS, min_size=1, max_size=3),
    strategies.sets(strategies.sampled_from("abc")),
    strategies.booleans(),
    strategies.permutations([ADOPTED, POSTPONED, "other"]),
)
def test_only_the_inputs_and_the_group_go_in_each_style_of_yaml(
    keeps: list[dict[str, Any]], gone: set[str], flow_style: bool, order: list[str]
) -> None:
    records = [{"resource": f"s3.Bucket {n}", "keep": keep} for n, keep in enumerate(keeps)]
    config = {ADOPTED: records, POSTPONED: GROUPS, "other": "|\n"}
    settings = "".join(setting(key, config[key], flow_style=flow_style) for key in order)
    text = f"config:\n{textwrap.indent(settings, '  ')}{KEYS}"
    after = yaml.safe_load(without(text, "versioning", lambda _, path: path not in gone))
    kept = [
        one | {"keep": {path: own for path, own in one["keep"].items() if path not in gone}}
        for one in records
    ]
    left = [one for one in kept if one["keep"]]
    expected = {**config, POSTPONED: GROUPS[1:]} | ({ADOPTED: left} if left else {})
    if not left:
        expected.pop(ADOPTED)
    assert after == {"config": expected, "encryptedkey": "abc"}
