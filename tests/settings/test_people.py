"""Validation of the lists of people and roles, including duplicates."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from settings import KubernetesGroup, Person, RoleMapping
from settings.problems import listed_twice, repeated
from tests.environments import KEEPING, platform_of

IAM = string.ascii_letters + string.digits + "+=,.@_-"
"""The characters of IAM user and role names (IAM API, User and Role)."""

NAMES = st.text(IAM, min_size=1, max_size=64)
PATHS = st.lists(NAMES, max_size=3).map(lambda steps: "".join(f"{step}/" for step in steps))
PEOPLE = st.lists(NAMES, unique_by=str.lower, max_size=6)
CASES = st.sampled_from([str.upper, str.lower, str.swapcase, str])


def refused(kind: type[Person | RoleMapping], **record: object) -> set[str | int]:
    """Returns the invalid keys of a record, which must be rejected."""
    with pytest.raises(ValidationError) as refusal:
        kind.model_validate(record)
    return {error["loc"][0] for error in refusal.value.errors()}


def rows(*names: str) -> list:
    return [{"name": name} for name in names]


def problems_of(found) -> list[tuple]:
    return [(problem.path, problem.text.partition(".")[0]) for problem in found]


@given(path=PATHS, name=NAMES)
def test_a_persons_username_is_the_name_without_path(path: str, name: str) -> None:
    person = Person(name=path + name)
    assert person.name == path + name
    assert person.username == name


@given(name=NAMES, wrong=st.characters(exclude_characters=IAM + "/"), where=st.integers(0, 64))
def test_a_name_with_an_invalid_character_is_rejected(name: str, wrong: str, where: int) -> None:
    impossible = name[:where] + wrong + name[where:]
    assert refused(Person, name=impossible) == {"name"}
    assert refused(RoleMapping, name=impossible, username="x", groups=["read-only"]) == {"name"}


@given(path=PATHS.filter(bool), name=NAMES)
def test_a_role_of_the_cluster_must_not_have_a_path(path: str, name: str) -> None:
    role = RoleMapping(name=name, username="x", groups=["read-only"])
    assert role.name == name
    assert refused(RoleMapping, name=path + name, username="x", groups=["read-only"]) == {"name"}


@pytest.mark.parametrize("group", ["system:masters", "system:nodes", "READ-ONLY", ""])
def test_a_role_in_an_unknown_group_is_rejected(group: str) -> None:
    assert group not in list(KubernetesGroup)
    groups = ["read-only", group]
    assert refused(RoleMapping, name="role", username="x", groups=groups) == {"groups"}


@given(prefix=st.sampled_from(["system", "eks", "aws", "amazon", "iam", ""]), name=NAMES)
def test_a_role_with_a_reserved_username_is_rejected(prefix: str, name: str) -> None:
    # EKS rejects these prefixes in access entries (Amazon EKS User Guide, "Create access entries").
    username, groups = f"{prefix}:{name}", ["read-only"]
    assert refused(RoleMapping, name="role", username=username, groups=groups) == {"username"}


@given(people=PEOPLE, path=PATHS, case=CASES, data=st.data())
def test_duplicate_names_are_found_regardless_of_path_and_case(
    people: list[str], path: str, case, data: st.DataObject
) -> None:
    assert problems_of(repeated({"admins": rows(*people)})) == []
    if people:
        first = data.draw(st.integers(0, len(people) - 1))
        again = rows(*people, path + case(people[first]))
        assert problems_of(repeated({"admins": again})) == [
            (("admins", len(people)), f"is a duplicate of [{first}]")
        ]


@given(people=PEOPLE, path=PATHS, case=CASES, data=st.data())
def test_a_user_who_is_also_an_admin_is_found_regardless_of_path_and_case(
    people: list[str], path: str, case, data: st.DataObject
) -> None:
    admins = data.draw(st.integers(0, len(people)))
    lists = {"admins": rows(*people[:admins]), "users": rows(*people[admins:])}
    assert problems_of(listed_twice(lists, "users", "admins")) == []
    if admins:
        index = data.draw(st.integers(0, len(lists["users"])))
        lists["users"].insert(index, {"name": path + case(people[0])})
        assert problems_of(listed_twice(lists, "users", "admins")) == [
            (("users", index), "is also in admins")
        ]


@pytest.mark.parametrize("admins", [None, "ada", {"name": "ada"}, [None], [["ada"]], [{}]])
def test_values_that_are_not_lists_have_no_duplicates(admins) -> None:
    document = {"admins": admins, "users": rows("ada")}
    assert problems_of(listed_twice(document, "users", "admins")) == []
    assert problems_of(listed_twice({"users": admins}, "users", "admins")) == []


@pytest.mark.parametrize("environment", KEEPING)
def test_the_committed_lists_have_each_form_and_the_environments_role(environment: str) -> None:
    settings = platform_of(environment)
    assert "ci-users/testing/ci-user-testing" in {admin.name for admin in settings.admins}
    assert settings.users
    assert settings.roles == (
        RoleMapping(
            name=f"state-machine-role-{environment}",
            username="state-machine-runner",
            groups=[KubernetesGroup.STATE_MACHINE_RUNNERS],
        ),
    )
