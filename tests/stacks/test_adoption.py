"""Adoption: which of the resources in AWS the program imports."""

from typing import Any

import pytest

from tests.mocks import stand_in
from tests.mocks.recording import Recording
from tests.mocks.runs import run_main
from tests.mocks.stand_in import record
from tests.settings.malformed.files import CIPHERTEXT, stack_file
from tests.settings.test_settings import flat

ACCOUNT = "eu-west-1:242905224710"
SECRET = f"arn:aws:secretsmanager:{ACCOUNT}:secret:mail-token-staging-AbCdEf"
KEY = f"arn:aws:kms:{ACCOUNT}:key/0123"
BUCKET = "arn:aws:s3:::cell-sets-staging"
USER_POOL = f"arn:aws:cognito-idp:{ACCOUNT}:userpool/eu-west-1_One"
ARNS = (
    *(BUCKET, SECRET, KEY, USER_POOL),
    f"arn:aws:dynamodb:{ACCOUNT}:table/experiments-staging",
    f"arn:aws:backup:{ACCOUNT}:backup-vault:biomage-staging",
    f"arn:aws:cognito-identity:{ACCOUNT}:identitypool/eu-west-1:0123",
    # No data store.
    f"arn:aws:sns:{ACCOUNT}:work-results-staging-default",
)
IMPORTED = {
    ("s3/bucket:Bucket", "cell-sets"): "cell-sets-staging",
    ("dynamodb/table:Table", "experiments"): "experiments-staging",
    ("secretsmanager/secret:Secret", "mail-token"): SECRET,
    ("kms/key:Key", "cloudwatch-alarms"): "0123",
    ("backup/vault:Vault", "backups"): "biomage-staging",
    ("cognito/userPool:UserPool", "users"): "eu-west-1_One",
    ("cognito/identityPool:IdentityPool", "sign-in"): "eu-west-1:0123",
}
DESCRIPTION = "Encrypts what CloudWatch publishes to cloudwatch-alarms-staging"


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What AWS answers: resources by ARN with tags, live secrets, and the deletion of the key."""
    answers: dict[str, Any] = {
        "tagged": {arn: {} for arn in ARNS},
        "secrets": [SECRET],
        "deleted": "",
    }
    usual = stand_in.function

    def function(token: str, arguments: Any) -> dict[str, Any]:
        if token.endswith(":getResources"):
            found = answers["tagged"].items()
            listed = [{"resourceArn": arn, "tags": tags} for arn, tags in found]
            return {"resourceTagMappingLists": listed}
        if token.endswith(":getSecrets") and "secretsmanager" in token:
            return {"arns": answers["secrets"]}
        if token.endswith(":getKey"):
            return {"description": DESCRIPTION, "deletionDate": answers["deleted"]}
        return usual(token, arguments)

    monkeypatch.setattr(stand_in, "function", function)
    return answers


def run() -> Recording:
    text = stack_file("staging", secrets=f"{{mail-token: {CIPHERTEXT}}}")
    return record(run_main, stack="staging", config=flat(text))


def imported(recording: Recording) -> dict[tuple[str, str], str]:
    return {
        (one.type.removeprefix("aws:"), one.name): one.adopted
        for one in recording.resources.values()
        if one.adopted
    }


def test_the_data_stores_that_exist_are_imported(there: dict[str, Any]) -> None:
    recording = run()
    assert imported(recording) == IMPORTED
    (asked,) = (one for one in recording.asked if one.token.endswith(":getResources"))
    assert {one["key"]: one["values"] for one in asked.arguments["tagFilters"]} == {
        "Environment": ["staging"],
        "ManagedBy": ["pulumi"],
        "Project": ["cellscope"],
    }


def test_what_is_a_sandboxs_is_ambiguous_or_pending_deletion_is_not_imported(
    there: dict[str, Any],
) -> None:
    there["tagged"][BUCKET] = {"Sandbox": "ada-1"}
    there["tagged"][f"{USER_POOL}s"] = {}
    there["secrets"], there["deleted"] = [], "2026-12-31T00:00:00Z"
    assert imported(run()).keys() == {
        ("dynamodb/table:Table", "experiments"),
        ("backup/vault:Vault", "backups"),
        ("cognito/identityPool:IdentityPool", "sign-in"),
    }
