"""The account component: protections for everything in the account."""

import pytest

from components.account import Account
from settings import AccountSettings
from tests.environments import ENVIRONMENTS
from tests.program.stand_in import record
from tests.unit.test_settings import committed

BLOCK = "s3/accountPublicAccessBlock:AccountPublicAccessBlock"
ANALYZER = "accessanalyzer/analyzer:Analyzer"


def test_no_bucket_of_the_account_can_become_public() -> None:
    settings = committed("account")
    block = record(lambda: Account("account", settings)).of(BLOCK)["account"]
    assert block.inputs == {
        "accountId": settings.account_id,
        "blockPublicAcls": True,
        "blockPublicPolicy": True,
        "ignorePublicAcls": True,
        "restrictPublicBuckets": True,
    }


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_block_outlives_the_program_where_data_is_kept(environment: str) -> None:
    settings = AccountSettings(
        environment=environment, account_id="012345678901", region="eu-west-1"
    )
    block = record(lambda: Account("account", settings)).of(BLOCK)["account"]
    assert block.retained == (environment != "development")


def test_what_can_be_reached_from_outside_the_account_is_reported() -> None:
    recording = record(lambda: Account("account", committed("account")))
    analyzer = recording.of(ANALYZER)["account"]
    assert analyzer.inputs["type"] == "ACCOUNT"
    (component,) = recording.of("account:Account").values()
    assert recording.outputs[component.urn] == {"analyzer_arn": analyzer.arn}


def test_all_that_the_account_makes_is_its_child() -> None:
    recording = record(lambda: Account("account", committed("account")))
    (component,) = recording.of("account:Account").values()
    children = {one.type for one in recording.resources.values() if one.parent == component.urn}
    assert children == {f"aws:{BLOCK}", f"aws:{ANALYZER}"}
    assert len(recording.resources) == 3
