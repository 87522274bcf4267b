"""The access groups: the recorded rights with fixes, and separation of environments."""

import re
from collections.abc import Iterator
from itertools import product

import pytest

from estate.arns import SERVICE_AUTHORIZATION, AllResources
from estate.identity.access_groups import ACCESS_GROUPS, AccessGroup, policy_name
from estate.identity.rights import PolicyStatement
from estate.naming import access_group_name
from settings import AccessGroupName, DataServicesSettings
from tests.components.identity.findings import limitable
from tests.components.identity.iam_judge import managed_document
from tests.environments import KEEPING, settings_of
from tests.estate import estate_2022_access as recorded

GROUPS = {group.name.value: group for group in ACCESS_GROUPS}
ENGINEER, INGEST = GROUPS["engineer"], GROUPS["bioinformatics-data-ingest"]
POLICIES = [(group, policy) for group in ACCESS_GROUPS for policy in group.policies]
RIGHTS = [
    pytest.param(right, id=f"{group.name}-{right.sid}")
    for group, policy in POLICIES
    for right in policy.rights
]

every_group = pytest.mark.parametrize("group", ACCESS_GROUPS, ids=lambda group: group.name)
every_right = pytest.mark.parametrize("right", RIGHTS)
in_both_environments = pytest.mark.parametrize("environment", KEEPING)

OF_NO_ENVIRONMENT = {
    "alarm:*": "listing alarms cannot be limited; alarms are not data",
    "identity/*": "both environments send mail from the same identities",
    "user/*": "read only: people belong to no environment",
    "user/${aws:username}": "one's own",
    "user/*/${aws:username}": "one's own",
    "mfa/${aws:username}": "one's own",
    "mfa/${aws:username}-*": "one's own",
}
"""ARNs without the environment in the ARN or a condition, with the reason."""


def pairs(group: AccessGroup, settings: DataServicesSettings) -> Iterator[tuple[str, str]]:
    for policy in group.policies:
        for right in policy.rights:
            yield from product(right.actions, right.resources(settings))


@in_both_environments
@pytest.mark.parametrize("name", recorded.GROUPS)
def test_a_group_has_the_rights_of_2022(name: str, environment: str) -> None:
    granted = set(pairs(GROUPS[name], settings_of(environment)))
    assert set(recorded.allowed(name, environment)) - granted == set()


@pytest.mark.parametrize("name", recorded.GROUPS)
def test_a_group_has_only_read_only_aws_managed_policies(name: str) -> None:
    names = [arn.rpartition("/")[2] for arn in GROUPS[name].managed_policies]
    assert len(set(names)) == len(names)
    assert set(names) == recorded.MANAGED[name]
    for arn in GROUPS[name].managed_policies:
        for statement in managed_document(arn)["Statement"]:
            actions = statement["Action"]
            for action in [actions] if isinstance(actions, str) else actions:
                assert re.match("[a-z0-9-]+:(BatchCheck|BatchGet|Describe|Get|List|Test)", action)


@every_group
@pytest.mark.parametrize("what", recorded.GONE)
def test_dropped_rights_are_absent(what: str, group: AccessGroup) -> None:
    assert not any(arn.endswith(f"/{what}") for arn in group.managed_policies)
    granted = {
        action for policy in group.policies for one in policy.rights for action in one.actions
    }
    assert what not in granted


def test_there_is_a_group_for_each_access_group_name() -> None:
    assert [group.name for group in ACCESS_GROUPS] == list(AccessGroupName)


@in_both_environments
def test_names_of_groups_and_policies_contain_the_environment(environment: str) -> None:
    settings = settings_of(environment)
    assert access_group_name("engineer", settings) == f"engineer-{environment}-access"
    names = [policy_name(group, policy, settings) for group, policy in POLICIES]
    assert f"engineer-data-{environment}" in names
    assert f"bioinformatics-data-ingest-uploads-{environment}" in names
    assert len(set(names)) == len(names)
    assert all(name.endswith(f"-{environment}") for name in names)


@every_group
def test_all_groups_have_the_same_self_service_rights(group: AccessGroup) -> None:
    (own,) = (policy for policy in group.policies if policy.name == "self-service")
    assert own is ENGINEER.policies[-1]


def test_engineers_see_only_user_pools_of_their_environment() -> None:
    wanted = {("StringEquals", "aws:ResourceTag/Environment", ("{environment}",))}
    for policy in ENGINEER.policies:
        for right in policy.rights:
            if right.actions[0].startswith("cognito-") and not isinstance(
                right.resources, AllResources
            ):
                got = {(one.operator, one.key, one.values) for one in right.conditions}
                assert got == wanted, right.sid


def conditions(sid: str) -> set[tuple[str, str, tuple[str, ...]]]:
    (right,) = (one for policy in ENGINEER.policies for one in policy.rights if one.sid == sid)
    return {(one.operator, one.key, one.values) for one in right.conditions}


def test_engineers_pass_the_pools_role_only_to_identity_pools() -> None:
    passed = ("StringEquals", "iam:PassedToService", ("cognito-identity.amazonaws.com",))
    assert conditions("LetsPoolsGiveUsersTheirRole") == {passed}


def test_engineers_use_the_alarm_key_by_alias_and_only_through_sns() -> None:
    name = "alias/cloudwatch-alarms-{environment}"
    assert conditions("TriesAlarms") == {
        ("ForAnyValue:StringEquals", "kms:ResourceAliases", (name,)),
        ("StringEquals", "kms:ViaService", ("sns.{region}.amazonaws.com",)),
    }


@every_right
def test_peoples_rights_cover_all_resources_only_if_aws_cannot_limit_them(
    right: PolicyStatement,
) -> None:
    everything = "*" in right.resources(settings_of("staging"))
    assert everything == isinstance(right.resources, AllResources)
    if isinstance(right.resources, AllResources):
        assert SERVICE_AUTHORIZATION in right.resources.because
        assert [action for action in right.actions if limitable(action)] == []


@every_right
def test_peoples_rights_are_limited_to_their_environment_or_have_a_reason(
    right: PolicyStatement,
) -> None:
    words = [word for one in right.conditions for word in one.values]
    narrowed = any("{environment}" in word for word in words)
    for arn in right.resources(settings_of("staging")):
        if arn != "*" and "staging" not in arn and not narrowed:
            assert OF_NO_ENVIRONMENT[arn.split(":", 5)[5]]
