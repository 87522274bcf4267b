"""The component of an access group: what it makes of a declaration, and for whom."""

import json

import pytest

from components.access_group import AccessGroup, AccessGroupArgs, members_of
from components.role_documents import permissions_document
from estate.access_groups import ACCESS_GROUPS
from estate.access_groups import AccessGroup as Declaration
from settings import AccessGroupName, Member, Person, PlatformSettings
from tests.environments import KEEPING, platform_of
from tests.program.recording import Recording
from tests.program.stand_in import record

POLICY, MEMBERSHIP = "iam/policy:Policy", "iam/groupMembership:GroupMembership"
ATTACHMENT = "iam/groupPolicyAttachment:GroupPolicyAttachment"
INGEST = AccessGroupName.BIOINFORMATICS_DATA_INGEST

every_group = pytest.mark.parametrize("group", ACCESS_GROUPS, ids=lambda group: group.name)
in_both_environments = pytest.mark.parametrize("environment", KEEPING)


def person(name: str, *groups: AccessGroupName) -> Person:
    return Person(name=name, access_groups=groups)


def made(
    group: Declaration, settings: PlatformSettings | None = None, *, preview: bool = False
) -> Recording:
    args = AccessGroupArgs(group, settings or platform_of("staging"))
    return record(lambda: AccessGroup(group.name, args), preview=preview)


@in_both_environments
@every_group
def test_a_group_has_a_policy_for_each_part_of_its_rights(
    group: Declaration, environment: str
) -> None:
    settings = platform_of(environment)
    policies = made(group, settings).of(POLICY)
    assert policies.keys() == {f"{group.name}-{policy.name}" for policy in group.policies}
    for policy in group.policies:
        inputs = policies[f"{group.name}-{policy.name}"].inputs
        assert inputs["name"] == f"{group.name}-{policy.name}-{environment}"
        assert json.loads(inputs["policy"]) == permissions_document(policy.rights, settings)
        assert inputs["tags"] == {"Owner": "iac"}
        assert f"{group.name}-{environment}-access" in inputs["description"]


@in_both_environments
@every_group
def test_a_group_has_its_own_policies_and_those_that_aws_keeps(
    group: Declaration, environment: str
) -> None:
    recording = made(group, platform_of(environment))
    name = f"{group.name}-{environment}-access"
    (made_group,) = recording.of("iam/group:Group").values()
    assert made_group.inputs["name"] == name
    attached = [one.inputs for one in recording.of(ATTACHMENT).values()]
    assert {one["group"] for one in attached} == {name}
    own = [one.arn for one in recording.of(POLICY).values()]
    assert sorted(one["policyArn"] for one in attached) == sorted([*own, *group.managed_policies])


@every_group
def test_the_members_of_a_group_are_those_who_name_it_and_nobody_else(group: Declaration) -> None:
    settings = platform_of("staging")
    (membership,) = made(group, settings).of(MEMBERSHIP).values()
    assert membership.inputs == {
        "name": f"{group.name}-staging-access",
        "group": f"{group.name}-staging-access",
        "users": members_of(group.name, settings),
    }
    assert membership.inputs["users"]


def test_people_of_all_three_lists_are_members_by_their_names_without_path_and_sorted() -> None:
    settings = platform_of(
        "staging",
        admins=(person("team/mary", INGEST, AccessGroupName.ENGINEER), person("nobody")),
        users=(person("ada", INGEST),),
        members=(
            Member(name="lise", access_groups=(INGEST,)),
            Member(name="emmy", access_groups=(AccessGroupName.ENGINEER,)),
        ),
    )
    assert members_of(INGEST, settings) == ["ada", "lise", "mary"]
    assert members_of(AccessGroupName.ENGINEER, settings) == ["emmy", "mary"]


@every_group
def test_a_group_that_nobody_names_has_a_membership_without_members(group: Declaration) -> None:
    settings = platform_of("staging", admins=(person("ada"),), users=(), members=())
    (membership,) = made(group, settings).of(MEMBERSHIP).values()
    assert membership.inputs["users"] == []


@every_group
def test_all_that_the_component_makes_is_its_child_and_it_tells_of_the_group(
    group: Declaration,
) -> None:
    recording = made(group)
    (component,) = recording.of("access:AccessGroup").values()
    assert {one.parent for one in recording.resources.values() if one.custom} == {component.urn}
    made_group = recording.of("iam/group:Group")[group.name]
    told = {"group_name": made_group.physical_name, "arn": made_group.arn}
    assert recording.outputs[component.urn] == told


@every_group
def test_a_preview_shows_every_right_and_every_member(group: Declaration) -> None:
    previewed, updated = made(group, preview=True), made(group)
    assert previewed.resources.keys() == updated.resources.keys()
    assert all("policy" in one.inputs for one in previewed.of(POLICY).values())
    assert all("users" in one.inputs for one in previewed.of(MEMBERSHIP).values())
