"""The list of repositories: what follows from a line of it."""

import pytest

from estate.ownership import Owner
from estate.repositories import REPOSITORIES, Repository
from estate.service_roles import SERVICE_ROLES


def test_each_repository_has_a_role_for_its_pods_and_no_role_is_for_a_stranger() -> None:
    assert {one.name for one in REPOSITORIES} == {role.owner for role in SERVICE_ROLES}


@pytest.mark.parametrize("subject", ["*", "ref:refs/heads/*", "ref:refs/tags/v?"])
def test_a_repository_pushes_from_no_pattern(subject: str) -> None:
    with pytest.raises(ValueError, match="pushes from a pattern"):
        Repository(Owner.UI, ("ref:refs/heads/master", subject))
