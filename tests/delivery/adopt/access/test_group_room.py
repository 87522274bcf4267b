import json
from collections.abc import Iterator
from typing import Any

import pytest

from delivery.adopt.access.group_room import finish_room, make_room, undo_room
from delivery.adopt.access.old_groups import inline_policies, old_groups
from delivery.adopt.refusal import RefusedError
from delivery.aws import Clients
from settings import AccountSettings
from tests.settings.test_settings import committed

GROUP, SECOND = "engineer-staging-access", "engineer-staging-access-old"
MEMBERS = {"ada.lovelace", "grace.hopper"}
AWS = "arn:aws:iam::aws:policy"
SHARED = (
    *("AWSXrayReadOnlyAccess", "AmazonEC2ContainerRegistryReadOnly", "AmazonRoute53ReadOnlyAccess"),
    *("ElasticLoadBalancingReadOnly", "ServiceQuotasReadOnlyAccess"),
)
OTHERS = (
    *("AmazonDynamoDBFullAccess", "AWSStepFunctionsConsoleFullAccess", "AmazonCognitoPowerUser"),
    *("AWSCloudFormationFullAccess", "AWSLambda_FullAccess"),
)

DOCUMENT = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "sqs:ListQueues", "Resource": "*"}],
    }
)


@pytest.fixture
def settings() -> AccountSettings:
    settings = committed("account")
    assert isinstance(settings, AccountSettings)
    return settings


@pytest.fixture
def iam(aws: Clients) -> Any:
    """IAM with the old group of engineers, which has ten policies."""
    iam = aws("iam")
    iam.create_group(GroupName=GROUP)
    for policy in (*SHARED, *OTHERS):
        iam.attach_group_policy(GroupName=GROUP, PolicyArn=f"{AWS}/{policy}")
    for name in MEMBERS:
        iam.create_user(UserName=name)
        iam.add_user_to_group(GroupName=GROUP, UserName=name)
    return iam


def attached(iam: Any, group: str) -> set[str]:
    found = iam.list_attached_group_policies(GroupName=group)["AttachedPolicies"]
    return {one["PolicyName"] for one in found}


def members(iam: Any, group: str) -> set[str]:
    return {one["UserName"] for one in iam.get_group(GroupName=group)["Users"]}


def exists(iam: Any, group: str) -> bool:
    return group in {one["GroupName"] for one in iam.list_groups()["Groups"]}


def attach_declared(iam: Any) -> None:
    """Attaches what a deployment of the stack `account` attaches."""
    for name in ("data", "work", "operations", "self-service"):
        arn = iam.create_policy(
            PolicyName=f"engineer-{name}-staging",
            PolicyDocument=DOCUMENT,
        )["Policy"]["Arn"]
        iam.attach_group_policy(GroupName=GROUP, PolicyArn=arn)


def test_members_keep_their_rights_at_every_moment(iam: Any, settings: AccountSettings) -> None:
    def look(_: float) -> None:
        assert attached(iam, GROUP) == {*SHARED, *OTHERS}
        assert attached(iam, SECOND) == {*OTHERS}
        assert members(iam, SECOND) == MEMBERS

    lines = list(make_room([*old_groups(settings, iam)], iam, look))
    assert lines == [f"{GROUP}: 5 policies are attached to {SECOND} instead"]
    assert attached(iam, GROUP) == {*SHARED}
    attach_declared(iam)
    assert list(make_room([*old_groups(settings, iam)], iam, pytest.fail)) == [f"{GROUP}: has room"]


def test_after_a_kill_the_same_command_completes_the_move(
    iam: Any, settings: AccountSettings
) -> None:
    def killed(_: float) -> Iterator[str]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(make_room([*old_groups(settings, iam)], iam, killed))
    list(make_room([*old_groups(settings, iam)], iam, lambda _: None))
    assert (attached(iam, GROUP), attached(iam, SECOND)) == ({*SHARED}, {*OTHERS})


def test_the_move_is_undone(iam: Any, settings: AccountSettings) -> None:
    list(make_room([*old_groups(settings, iam)], iam, lambda _: None))
    list(undo_room([*old_groups(settings, iam)], iam, lambda _: None))
    assert attached(iam, GROUP) == {*SHARED, *OTHERS}
    assert not exists(iam, SECOND)
    assert list(undo_room([*old_groups(settings, iam)], iam, pytest.fail)) == []


def test_the_move_is_not_undone_after_a_deployment(iam: Any, settings: AccountSettings) -> None:
    list(make_room([*old_groups(settings, iam)], iam, lambda _: None))
    attach_declared(iam)
    with pytest.raises(RefusedError, match="would have more than 10 policies"):
        list(undo_room([*old_groups(settings, iam)], iam, pytest.fail))
    assert attached(iam, SECOND) == {*OTHERS}


def test_the_second_group_goes_when_the_first_has_the_declared_policies(
    iam: Any, settings: AccountSettings
) -> None:
    list(make_room([*old_groups(settings, iam)], iam, lambda _: None))
    with pytest.raises(RefusedError, match=f"{GROUP} lacks .*engineer-data-staging"):
        list(finish_room([*old_groups(settings, iam)], iam))
    assert members(iam, SECOND) == MEMBERS
    attach_declared(iam)
    list(finish_room([*old_groups(settings, iam)], iam))
    assert not exists(iam, SECOND)
    assert members(iam, GROUP) == MEMBERS


def test_a_member_of_ten_groups_is_named_before_anything_changes(
    iam: Any, settings: AccountSettings
) -> None:
    for number in range(9):
        iam.create_group(GroupName=f"team-{number}")
        iam.add_user_to_group(GroupName=f"team-{number}", UserName="ada.lovelace")
    with pytest.raises(RefusedError, match=r"ada\.lovelace would be in 11 groups"):
        list(make_room([*old_groups(settings, iam)], iam, pytest.fail))
    assert not exists(iam, SECOND)


def test_inline_policies_are_listed_and_stay(iam: Any, settings: AccountSettings) -> None:
    iam.put_group_policy(GroupName=GROUP, PolicyName="old", PolicyDocument=DOCUMENT)
    (line,) = inline_policies([*old_groups(settings, iam)], iam)
    assert line.startswith(f"{GROUP} has the inline policy old,")
    assert iam.list_group_policies(GroupName=GROUP)["PolicyNames"] == ["old"]
