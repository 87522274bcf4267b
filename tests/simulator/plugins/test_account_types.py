"""Special behaviour of account-wide types: group memberships, KMS calls, lifecycle policies."""

from typing import Any

import boto3
import pytest
from pulumi.runtime.proto import provider_pb2

from simulator.plugins.aws.resource import _client
from simulator.plugins.aws.servicer import AwsProvider
from tests.simulator.plugins.life import Life, RefusedError
from tests.simulator.samples.all_types import SAMPLES

DIFF = provider_pb2.DiffResponse


@pytest.fixture
def iam(provider: AwsProvider, people: tuple[str, ...]) -> Any:
    iam = boto3.client("iam", region_name="eu-west-1")
    iam.create_group(GroupName="engineers")
    yield iam
    delete_group(iam)


def delete_group(iam: Any) -> None:
    """Delete the group, which may have no members then."""
    for user in members(iam):
        iam.remove_user_from_group(GroupName="engineers", UserName=user)
    iam.delete_group(GroupName="engineers")


def membership(provider: AwsProvider) -> Life:
    return Life(provider, "aws:iam/groupMembership:GroupMembership")


def inputs_of(*users: str) -> dict[str, Any]:
    return {"name": "engineers", "group": "engineers", "users": list(users)}


def members(iam: Any) -> set[str]:
    return {user["UserName"] for user in iam.get_group(GroupName="engineers")["Users"]}


def test_group_has_exactly_the_listed_users(provider: AwsProvider, iam: Any) -> None:
    iam.add_user_to_group(GroupName="engineers", UserName="hedy")
    life = membership(provider)
    life.create(inputs_of("ada", "grace"))
    assert members(iam) == {"ada", "grace"}
    life.delete()
    assert members(iam) == set()


def test_manually_added_user_is_drift_and_is_removed(provider: AwsProvider, iam: Any) -> None:
    life = membership(provider)
    life.create(inputs_of("ada"))
    iam.add_user_to_group(GroupName="engineers", UserName="hedy")
    life.refresh()
    assert list(life.diff(inputs_of("ada")).diffs) == ["users"]
    life.update(inputs_of("ada"))
    assert members(iam) == {"ada"}


def test_order_of_group_users_is_ignored(provider: AwsProvider, iam: Any) -> None:
    life = membership(provider)
    life.create(inputs_of("ada", "grace"))
    assert life.diff(inputs_of("grace", "ada")).changes == DIFF.DIFF_NONE


def test_missing_user_is_reported_with_the_error_of_iam(provider: AwsProvider, iam: Any) -> None:
    with pytest.raises(
        RefusedError, match=r"NoSuchEntity.* user with name missing cannot be found"
    ):
        membership(provider).create(inputs_of("ada", "missing"))


def test_membership_disappears_with_its_group(provider: AwsProvider, iam: Any) -> None:
    life = membership(provider)
    life.create(inputs_of("ada"))
    delete_group(iam)
    assert not life.refresh()
    iam.create_group(GroupName="engineers")


def test_key_is_created_with_its_tags(
    provider: AwsProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    kms = _client("kms", "eu-west-1")
    monkeypatch.setattr(kms, "tag_resource", lambda **_: None)
    life = Life(provider, "aws:kms/key:Key")
    life.create({"tags": {"owner": "platform"}})
    assert life.state["tags"] == {"owner": "platform"}


def test_lifecycle_policy_is_deleted_before_replacement(provider: AwsProvider) -> None:
    life, sample = (
        Life(provider, "aws:ecr/lifecyclePolicy:LifecyclePolicy"),
        SAMPLES["lifecycle_of_images"],
    )
    life.inputs = sample.inputs
    changed = life.diff(sample.inputs | {"policy": sample.replacing["policy"]})
    assert list(changed.replaces) == ["policy"]
    assert changed.deleteBeforeReplace
    spaced = sample.inputs | {"policy": sample.inputs["policy"].replace(" ", "\n")}
    assert life.diff(spaced).changes == DIFF.DIFF_NONE
