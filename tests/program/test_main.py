"""The program as a whole, with the committed stack files."""

import json

import pytest

from settings import STACKS, SettingsError
from tests.environments import ENVIRONMENTS
from tests.malformed import MALFORMED
from tests.program.recording import Recording
from tests.program.runs import run_main, whole_program
from tests.program.stand_in import record
from tests.unit.test_settings import committed, flat

with_every_stack = pytest.mark.parametrize("stack", STACKS)


@pytest.mark.parametrize("stack", ENVIRONMENTS)
def test_an_environment_exports_what_its_data_plane_tells(stack: str) -> None:
    recording = whole_program(stack)
    (plane,) = recording.of("data:DataPlane").values()
    assert recording.exports == recording.outputs[plane.urn]
    assert recording.exports.keys() == {"buckets", "tables", "queues", "topics"}


def test_the_account_exports_its_analyzer() -> None:
    recording = whole_program("account")
    analyzer = recording.of("accessanalyzer/analyzer:Analyzer")["account"]
    assert recording.exports == {"analyzerArn": analyzer.arn}


@with_every_stack
def test_everything_is_made_through_the_one_provider_that_checks_the_account(stack: str) -> None:
    recording = whole_program(stack)
    (provider,) = recording.of("providers:aws").values()
    assert provider.name == "aws"
    made = {one.urn: one.provider for one in recording.resources.values() if one.custom}
    assert made.pop(provider.urn) == ""
    assert set(made.values()) == {f"{provider.urn}::aws-id"}


@with_every_stack
def test_the_provider_refuses_other_accounts_and_tags_whatever_it_makes(stack: str) -> None:
    settings = committed(stack)
    inputs = whole_program(stack).of("providers:aws")["aws"].inputs
    assert inputs["region"] == settings.region
    # The engine takes a provider's structured inputs as JSON.
    assert json.loads(inputs["allowedAccountIds"]) == [settings.account_id]
    # If it skipped that check, the provider would not learn whose credentials it has.
    assert inputs.get("skipRequestingAccountId", "false") == "false"
    assert json.loads(inputs["defaultTags"]) == {
        "tags": {
            "Environment": settings.environment,
            "ManagedBy": "pulumi",
            "Project": "cellscope",
        }
    }


@with_every_stack
def test_a_preview_shows_all_that_an_update_makes(stack: str) -> None:
    # What is made inside an `apply` would be missing while the value is unknown.
    previewed = whole_program(stack, preview=True).resources
    assert previewed.keys() == whole_program(stack).resources.keys()


@with_every_stack
def test_the_sdk_has_nothing_to_warn_about(stack: str) -> None:
    assert whole_program(stack).warnings == []


def test_a_malformed_stack_file_ends_the_program_before_any_resource() -> None:
    for case in MALFORMED:
        recording = Recording()
        with pytest.raises(SettingsError):
            record(run_main, stack=case.stack, config=flat(case.yaml), recording=recording)
        assert list(recording.resources) == [], case.name
