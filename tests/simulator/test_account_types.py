"""What the types of an account owe beyond any other type: who is in a group, what KMS is told."""

from typing import Any

import boto3
import pytest
from pulumi.runtime.proto import provider_pb2

from simulator.provider.resource import _client
from simulator.provider.servicer import AwsProvider
from simulator.provider.values import to_struct
from tests.simulator.life import Context, Life, RefusedError
from tests.simulator.samples import SAMPLES

DIFF = provider_pb2.DiffResponse


@pytest.fixture
def provider(aws_environment: None, people: tuple[str, ...]) -> AwsProvider:
    """A provider that was configured for an account with nothing but people in it."""
    provider = AwsProvider("0.0.0")
    args = to_struct({"region": "eu-west-1"})
    provider.Configure(provider_pb2.ConfigureRequest(args=args), Context())
    return provider


@pytest.fixture
def iam(provider: AwsProvider) -> Any:
    iam = boto3.client("iam", region_name="eu-west-1")
    iam.create_group(GroupName="engineers")
    yield iam
    iam.delete_group(GroupName="engineers")


def membership(provider: AwsProvider) -> Life:
    return Life(provider, "aws:iam/groupMembership:GroupMembership")


def inputs_of(*users: str) -> dict[str, Any]:
    return {"name": "engineers", "group": "engineers", "users": list(users)}


def members(iam: Any) -> set[str]:
    return {user["UserName"] for user in iam.get_group(GroupName="engineers")["Users"]}


def test_a_group_has_the_users_of_its_list_and_no_others(provider: AwsProvider, iam: Any) -> None:
    iam.add_user_to_group(GroupName="engineers", UserName="hedy")
    life = membership(provider)
    life.create(inputs_of("ada", "grace"))
    assert members(iam) == {"ada", "grace"}
    life.delete()
    assert members(iam) == set()


def test_a_user_added_by_hand_is_found_and_taken_out(provider: AwsProvider, iam: Any) -> None:
    life = membership(provider)
    life.create(inputs_of("ada"))
    iam.add_user_to_group(GroupName="engineers", UserName="hedy")
    life.refresh()
    assert list(life.diff(inputs_of("ada")).diffs) == ["users"]
    life.update(inputs_of("ada"))
    assert members(iam) == {"ada"}


def test_the_order_of_a_groups_users_means_nothing(provider: AwsProvider, iam: Any) -> None:
    life = membership(provider)
    life.create(inputs_of("ada", "grace"))
    assert life.diff(inputs_of("grace", "ada")).changes == DIFF.DIFF_NONE


def test_a_user_that_is_not_there_is_told_in_iams_words(provider: AwsProvider, iam: Any) -> None:
    with pytest.raises(RefusedError, match=r"NoSuchEntity.* user with name nobody cannot be found"):
        membership(provider).create(inputs_of("ada", "nobody"))


def test_a_membership_goes_with_its_group(provider: AwsProvider, iam: Any) -> None:
    life = membership(provider)
    life.create(inputs_of("ada"))
    iam.delete_group(GroupName="engineers")
    assert not life.refresh()
    iam.create_group(GroupName="engineers")


def test_a_key_has_its_tags_from_the_start(
    provider: AwsProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    kms = _client("kms", "eu-west-1")
    monkeypatch.setattr(kms, "tag_resource", lambda **_: None)
    life = Life(provider, "aws:kms/key:Key")
    life.create({"tags": {"owner": "platform"}})
    assert life.state["tags"] == {"owner": "platform"}


def test_a_repositorys_old_lifecycle_goes_before_the_new_one_comes(provider: AwsProvider) -> None:
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
