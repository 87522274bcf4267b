"""The aws-auth mappings and access entries for the lists of people and roles."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.cluster.identity_mappings import (
    CLUSTER_ADMIN,
    SYSTEM_MASTERS,
    access_entries,
    entry_key,
    role_mappings,
    user_mappings,
)
from settings import Authentication, KubernetesGroup, Person, PlatformSettings, RoleMapping
from tests.environments import platform_of

ACCOUNT = "242905224710"
IAM = f"arn:aws:iam::{ACCOUNT}"

NAMES = st.from_regex(r"[a-z0-9]([a-z0-9.@_-]{0,20}[a-z0-9])?", fullmatch=True)
PATHS = st.sampled_from(["", "ci-users/", "ci-users/testing/"])


@st.composite
def platforms(draw: st.DrawFn) -> PlatformSettings:
    """Staging's settings with other people, roles, deploy and break-glass roles."""
    names = draw(st.lists(NAMES, min_size=1, max_size=8, unique=True))
    people = [Person(name=draw(PATHS) + name) for name in names]
    admins = draw(st.integers(1, len(people)))
    deployer, rescuer, *roles = draw(st.lists(NAMES, min_size=2, max_size=6, unique=True))
    groups = st.lists(st.sampled_from(KubernetesGroup), min_size=1, unique=True)
    return platform_of(
        "staging",
        cluster_authentication=draw(st.sampled_from(Authentication)),
        admins=tuple(people[:admins]),
        users=tuple(people[admins:]),
        roles=tuple(
            RoleMapping(name=name, username=draw(NAMES), groups=draw(groups)) for name in roles
        ),
        deploy_role=draw(PATHS) + deployer,
        break_glass_role=draw(PATHS) + rescuer,
    )


def user_rows(settings: PlatformSettings) -> list[tuple[str, str, tuple[str, ...]]]:
    """Returns the rows of `mapUsers`: ARN, username and groups."""
    return [(row.user_arn, row.username, tuple(row.groups)) for row in user_mappings(settings)]


def role_rows(settings: PlatformSettings) -> list[tuple[str, str, tuple[str, ...]]]:
    """Returns the rows of `mapRoles`: ARN, username and groups."""
    return [(row.role_arn, row.username, tuple(row.groups)) for row in role_mappings(settings)]


def admins_by_entry(settings: PlatformSettings) -> set[str]:
    """Returns the ARNs whose access entries grant cluster admin."""
    return {
        entry.principal_arn
        for entry in access_entries(settings).values()
        for policy in (entry.access_policies or {}).values()
        if policy.policy_arn == CLUSTER_ADMIN and policy.access_scope.type == "cluster"
    }


def groups_by_entry(settings: PlatformSettings) -> Mapping[str, tuple[str | None, list[str]]]:
    """Returns username and groups of each access entry, by its principal's ARN."""
    return {
        entry.principal_arn: (entry.username, list(entry.kubernetes_groups or []))
        for entry in access_entries(settings).values()
    }


def admin_roles(settings: PlatformSettings) -> set[str]:
    """Returns the ARNs of staging's deploy roles and of the break-glass role."""
    deployers = (f"{settings.deploy_role}-{owner}" for owner in ("staging", "sandbox"))
    return {f"{IAM}:role/{name}" for name in (*deployers, settings.break_glass_role)}


def people(**lists: tuple[str, ...]) -> PlatformSettings:
    """Returns staging's settings with other lists of people, given by name."""
    return platform_of(
        "staging",
        **{key: tuple(Person(name=name) for name in names) for key, names in lists.items()},
    )


def test_kubernetes_group_names_are_those_of_the_old_estate() -> None:
    # The bindings of the old estate refer to them.
    assert SYSTEM_MASTERS == "system:masters"
    assert {*KubernetesGroup} == {"read-only", "state-machine-runner-group"}


@given(settings=platforms())
def test_mappings_are_sorted_regardless_of_the_order_of_the_lists(
    settings: PlatformSettings,
) -> None:
    turned = settings.model_copy(
        update={key: getattr(settings, key)[::-1] for key in ("admins", "users", "roles")}
    )
    for rows in (user_rows, role_rows, groups_by_entry, admins_by_entry):
        assert rows(turned) == rows(settings)
    names = [username for _, username, _ in user_rows(settings)]
    assert names == sorted(names)
    roles = [arn for arn, _, _ in role_rows(settings)]
    assert roles == sorted(roles)


def test_moving_a_person_changes_only_that_mapping() -> None:
    before = user_rows(people(admins=("ada", "ci/grace", "mary"), users=("emmy",)))
    after = user_rows(people(admins=("ada", "mary"), users=("ci/grace", "emmy")))
    changes = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
    arn = f"{IAM}:user/ci/grace"
    assert changes == [((arn, "grace", (SYSTEM_MASTERS,)), (arn, "grace", ("read-only",)))]


@given(settings=platforms(), name=NAMES, path=PATHS, admin=st.booleans())
def test_adding_a_person_adds_a_mapping_and_moves_none(
    settings: PlatformSettings, name: str, path: str, admin: bool
) -> None:
    key = "admins" if admin else "users"
    if name in {person.username for person in (*settings.admins, *settings.users)}:
        return
    more = settings.model_copy(update={key: (*getattr(settings, key), Person(name=path + name))})
    arn = f"{IAM}:user/{path}{name}"
    assert [row for row in user_rows(more) if row[0] != arn] == user_rows(settings)
    assert {**groups_by_entry(more), arn: None} == {**groups_by_entry(settings), arn: None}
    assert arn in {row[0] for row in user_rows(more)} | groups_by_entry(more).keys()


@given(settings=platforms())
def test_exactly_the_listed_people_have_access_to_the_cluster(settings: PlatformSettings) -> None:
    rows = {arn: groups for arn, _, groups in (*user_rows(settings), *role_rows(settings))}
    entries = groups_by_entry(settings)
    assert rows.keys().isdisjoint(entries)
    named = {f"{IAM}:user/{one.name}" for one in (*settings.admins, *settings.users)}
    named |= {f"{IAM}:role/{one.name}" for one in settings.roles}
    named |= {*admin_roles(settings), f"{IAM}:role/cellscope-read"}
    assert rows.keys() | entries.keys() == named


@given(settings=platforms())
def test_only_admins_and_deploy_and_break_glass_roles_are_cluster_admins(
    settings: PlatformSettings,
) -> None:
    masters = {arn for arn, _, groups in user_rows(settings) if SYSTEM_MASTERS in groups}
    admins = {f"{IAM}:user/{admin.name}" for admin in settings.admins}
    roles = admin_roles(settings)
    assert masters | admins_by_entry(settings) == admins | roles
    # Access entries take precedence over aws-auth, so mistakes there cannot lock these out.
    assert roles <= admins_by_entry(settings)
    assert not any(SYSTEM_MASTERS in groups for _, _, groups in role_rows(settings))


@given(settings=platforms())
def test_access_entries_have_no_system_groups(settings: PlatformSettings) -> None:
    # EKS rejects them (Amazon EKS User Guide, "Create access entries").
    for _, groups in groups_by_entry(settings).values():
        assert not any(group.startswith("system:") for group in groups)


@given(settings=platforms())
def test_people_and_roles_have_the_same_identity_in_both_modes(settings: PlatformSettings) -> None:
    by_row, by_entry = (
        settings.model_copy(update={"cluster_authentication": mode})
        for mode in (Authentication.API_AND_CONFIG_MAP, Authentication.API)
    )
    assert user_rows(by_entry) == role_rows(by_entry) == []
    of_the_account = {*admin_roles(by_row), f"{IAM}:role/cellscope-read"}
    assert groups_by_entry(by_row).keys() == of_the_account
    entries, admins = groups_by_entry(by_entry), admins_by_entry(by_entry)
    for arn, username, groups in (*user_rows(by_row), *role_rows(by_row)):
        expected = [] if groups == (SYSTEM_MASTERS,) else [*groups]
        assert entries[arn] == (username, expected)
        assert (arn in admins) == (groups == (SYSTEM_MASTERS,))


@given(settings=platforms())
def test_a_role_keeps_its_access_entry_when_its_purpose_changes(settings: PlatformSettings) -> None:
    # EKS allows one entry per principal, so a second one could not be created.
    rescuer = settings.deploy_role_of("staging")
    swapped = settings.model_copy(
        update={"deploy_role": settings.deploy_role + "-2", "break_glass_role": rescuer}
    )
    before, after = (access_entries(one)[entry_key(rescuer)] for one in (settings, swapped))
    assert after.principal_arn == before.principal_arn


@given(settings=platforms())
def test_the_read_role_changes_nothing_in_the_cluster(settings: PlatformSettings) -> None:
    entry = access_entries(settings)["role-cellscope-read"]
    assert not entry.kubernetes_groups
    policies = {policy.policy_arn for policy in (entry.access_policies or {}).values()}
    assert policies == {"arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminViewPolicy"}


def test_the_deploy_role_of_sandboxes_has_access_to_staging_only() -> None:
    for environment, expected in (("staging", True), ("production", False)):
        assert ("role-cellscope-deploy-sandbox" in access_entries(platform_of(environment))) == (
            expected
        )


@pytest.mark.parametrize("mode", Authentication)
def test_entries_and_mappings_are_in_the_stacks_account(mode: Authentication) -> None:
    elsewhere = platform_of("staging", account_id="012345678901", cluster_authentication=mode)
    arns = [arn for arn, _, _ in (*user_rows(elsewhere), *role_rows(elsewhere))]
    arns += groups_by_entry(elsewhere)
    assert all(arn.startswith("arn:aws:iam::012345678901:") for arn in arns)
