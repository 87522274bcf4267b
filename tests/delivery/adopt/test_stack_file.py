"""The records of adopted resources in a stack file."""

from typing import Any

import yaml

from delivery.adopt.stack_file import merged, with_records
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
    text = with_records(FILE + KEYS, RECORDS)
    assert text.startswith(FILE)
    assert text.endswith(KEYS)
    assert yaml.safe_load(text)["config"]["cellscope:adopted"] == RECORDS


def test_records_replace_those_of_the_file_and_no_other_line() -> None:
    again = with_records(with_records(FILE + KEYS, RECORDS), RECORDS[:1])
    assert yaml.safe_load(again)["config"]["cellscope:adopted"] == RECORDS[:1]
    assert with_records(again, []) == FILE + KEYS


def test_inputs_of_an_inspection_are_added_to_the_records_of_the_settings() -> None:
    own = Adopted(resource="iam.Role api", keep={"description": "old", "path": "/old/"})
    assert merged([own], RECORDS[:1]) == [
        {
            "resource": "iam.Role api",
            "keep": {"description": "old", "path": "/", "permissionsBoundary": None},
        }
    ]
