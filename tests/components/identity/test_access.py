"""The component `Access`: the members of the access groups."""

import pytest

from components.identity.access import Access, AccessArgs, members_of
from estate.identity.access_groups import ACCESS_GROUPS
from settings import AccessGroupName, Member, Person, PlatformSettings
from tests.environments import KEEPING, platform_of
from tests.mocks.recording import Recording
from tests.mocks.stand_in import record

MEMBERSHIP = "iam/groupMembership:GroupMembership"
INGEST = AccessGroupName.BIOINFORMATICS_DATA_INGEST


def person(name: str, *groups: AccessGroupName) -> Person:
    return Person(name=name, access_groups=groups)


def made(settings: PlatformSettings, *, preview: bool = False) -> Recording:
    return record(lambda: Access("access", AccessArgs(settings)), preview=preview)


@pytest.mark.parametrize("environment", KEEPING)
def test_the_members_of_a_group_are_exactly_the_people_who_list_it(environment: str) -> None:
    settings = platform_of(environment)
    memberships = made(settings).of(MEMBERSHIP)
    assert memberships.keys() == {group.name for group in ACCESS_GROUPS}
    for name, membership in memberships.items():
        group = f"{name}-{environment}-access"
        users = members_of(AccessGroupName(name), settings)
        assert membership.inputs == {"name": group, "group": group, "users": users}


def test_an_environment_gives_no_rights_to_people() -> None:
    made_types = {one.type for one in made(platform_of("staging")).resources.values() if one.custom}
    assert made_types == {"aws:iam/groupMembership:GroupMembership"}


def test_members_are_sorted_usernames_of_all_three_lists() -> None:
    settings = platform_of(
        "staging",
        admins=(person("team/mary", INGEST, AccessGroupName.ENGINEER), person("eve")),
        users=(person("ada", INGEST),),
        members=(
            Member(name="lise", access_groups=(INGEST,)),
            Member(name="emmy", access_groups=(AccessGroupName.ENGINEER,)),
        ),
    )
    assert members_of(INGEST, settings) == ["ada", "lise", "mary"]
    assert members_of(AccessGroupName.ENGINEER, settings) == ["emmy", "mary"]


def test_an_unused_group_has_an_empty_membership() -> None:
    settings = platform_of("staging", admins=(person("ada"),), users=(), members=())
    assert [one.inputs["users"] for one in made(settings).of(MEMBERSHIP).values()] == [[], []]


def test_a_preview_shows_every_member() -> None:
    settings = platform_of("staging")
    previewed, updated = made(settings, preview=True), made(settings)
    assert previewed.resources.keys() == updated.resources.keys()
    assert all("users" in one.inputs for one in previewed.of(MEMBERSHIP).values())
