"""The command `unmanaged`, with published states in the state bucket."""

from pathlib import Path
from typing import Any

import pytest

from delivery.__main__ import main
from delivery.aws import Clients
from delivery.unmanaged import last_use
from delivery.unmanaged.unmanaged import Listing, listing_in, unmanaged
from tests.delivery.unmanaged import planted
from tests.delivery.unmanaged.account import BUCKET, publish, resource
from tests.delivery.unmanaged.planted import HERE

NO_COSTS = (
    "Cost Explorer has no costs of single resources: An error occurred (DataUnavailableException)"
    " when calling the GetCostAndUsageWithResources operation: The requested data is unavailable."
)

pytestmark = pytest.mark.usefixtures("in_the_account")


@pytest.fixture(autouse=True)
def state_bucket(aws: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_use, "_SECONDS", 0)
    aws("s3").create_bucket(Bucket=BUCKET, **HERE)


def test_the_command_prints_and_saves_what_no_stack_knows(
    aws: Clients, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(aws, "staging", [resource(planted.topic(aws, "known"))])
    publish(aws, "sandbox-b1", [resource(planted.queue(aws, "of-a-sandbox"))])
    shadow = planted.topic(aws, "shadow")
    summary = tmp_path / "summary.md"
    into = ("--into", str(tmp_path), "--summary", str(summary))
    assert main(["unmanaged", "--published", *into]) == 0
    listing = listing_in(tmp_path)
    assert listing
    assert [one.arn for one in listing.resources] == [shadow]
    for text in (capsys.readouterr().out, summary.read_text(encoding="utf-8")):
        assert f"`{shadow}`" in text
        assert "1 unmanaged resource." in text


def test_a_stack_without_published_state_is_an_error(
    aws: Clients, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(aws, "staging", [])
    aws("s3").delete_object(Bucket=BUCKET, Key="published/staging.json")
    assert main(["unmanaged", "--published"]) == 2
    assert "staging is in the bucket" in capsys.readouterr().err
    # The nightly run continues, and its issue has the reason.
    assert main(["unmanaged", "--published", "--into", str(tmp_path)]) == 0
    listing = listing_in(tmp_path)
    assert listing
    assert listing.failed
    assert "python -m delivery deploy staging" in listing.notes[0]


def test_resources_are_listed_again_if_a_stack_was_deployed_meanwhile(
    aws: Clients, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    publish(aws, "staging", [])
    made = planted.topic(aws, "being-deployed")

    def then_deployed(*arguments: Any) -> Listing:
        found = unmanaged(*arguments)
        publish(aws, "staging", [resource(made)])
        return found

    monkeypatch.setattr("delivery.commands.unmanaged.unmanaged", then_deployed)
    assert main(["unmanaged", "--published", "--into", str(tmp_path)]) == 0
    assert listing_in(tmp_path) == Listing((), (NO_COSTS,))
