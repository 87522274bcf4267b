"""The declared repositories."""

from estate.account.repositories import REPOSITORIES
from estate.identity.service_roles import SERVICE_ROLES
from estate.ownership import Owner
from tests.estate import estate_2022_rights


def test_the_repositories_of_2022_have_a_role_for_their_pods() -> None:
    assert {role.owner for role in SERVICE_ROLES} >= {*estate_2022_rights.REPOSITORIES}


def test_each_owner_except_the_platform_is_a_repository_with_images() -> None:
    owners = {one.name for one in REPOSITORIES}
    assert owners == {*Owner} - {Owner.PLATFORM}
    assert owners >= {role.owner for role in SERVICE_ROLES}
