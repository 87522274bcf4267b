"""What an inspection keeps, with a copy of the stack that answers from values."""

from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from delivery.adopt.inspection import inspect as inspection
from delivery.adopt.inspection.declared import Declared, Preview
from delivery.adopt.inspection.differences import records
from delivery.plan.change import Change, Difference, Op, State
from delivery.plan.stack_plan import StackPlan
from delivery.pulumi_cli import Cli
from tests.delivery.adopt.projects import no_aws
from tests.environments import platform_of

TABLE = "urn:pulumi:staging::small::aws:dynamodb/table:Table::samples"
BUCKET = "urn:pulumi:staging::small::aws:s3/bucket:Bucket::source"


def declared(urn: str, inputs: Mapping[str, Any], *, created: bool) -> Declared:
    return Declared(urn, True, "", "", inputs, True, False, created)


def replaced(urn: str, *paths: str) -> Change:
    """The change of a resource whose inputs at these paths replace it, and are `old` in AWS."""
    old, new = (State(dict.fromkeys(paths, side), {}, id="a") for side in ("old", "new"))
    differences = tuple(Difference(path, replaces=True) for path in paths)
    return Change(urn, Op.REPLACE if paths else Op.SAME, old, new, differences)


def preview(*changes: Change, found: bool) -> Preview:
    """A preview in which the name of the bucket is known when the table is `found`."""
    of_bucket = {"bucket": "b"} if found else {}
    listed = [
        declared(TABLE, {"name": "a"}, created=not changes),
        declared(BUCKET, of_bucket, created=len(changes) < 2),
    ]
    return Preview(StackPlan("staging", changes), {one.urn: one for one in listed})


class Copy:
    """Answers with these previews, one after the other; `kept` are the records of each call."""

    def __init__(self, *previews: Preview) -> None:
        self._previews: Iterator[Preview] = iter(previews)
        self.kept: list[list[Mapping[str, Any]]] = []

    def preview(self) -> Preview:
        return next(self._previews)

    def import_all(self, file: Any) -> Mapping[str, str]:
        return {}

    def keep(self, adopted: list[Mapping[str, Any]]) -> None:
        self.kept.append(adopted)


def test_an_input_that_replaces_a_resource_stays_kept_when_another_is_found_later(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    copy = Copy(
        preview(found=False),
        preview(replaced(TABLE, "hashKey"), found=False),
        preview(replaced(TABLE), found=True),
        preview(replaced(TABLE, "rangeKey"), replaced(BUCKET), found=True),
        preview(replaced(TABLE), replaced(BUCKET), found=True),
    )

    @contextmanager
    def rehearsal(*_: object) -> Generator[Copy]:
        yield copy

    monkeypatch.setattr(inspection, "rehearsal", rehearsal)
    monkeypatch.setattr(inspection, "stacks_in", lambda *_: ())
    monkeypatch.setattr(inspection, "owned_elsewhere", lambda *_: {})
    found = inspection.inspect("staging", platform_of("staging"), Cli(tmp_path), no_aws)
    record = {"resource": "dynamodb.Table samples", "keep": {"hashKey": "old", "rangeKey": "old"}}
    assert records(found.kept) == [record]
    assert copy.kept[-1] == [record]
    assert found.adopted.keys() == {TABLE, BUCKET}
