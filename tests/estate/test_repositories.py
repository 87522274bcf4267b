"""The declared repositories."""

import pytest

from estate.account.repositories import REPOSITORIES, Repository
from estate.identity.service_roles import SERVICE_ROLES
from estate.ownership import Owner


def test_each_repository_has_one_role_for_its_pods() -> None:
    assert {one.name for one in REPOSITORIES} == {role.owner for role in SERVICE_ROLES}


@pytest.mark.parametrize("subject", ["*", "ref:refs/heads/*", "ref:refs/tags/v?"])
def test_a_repository_with_a_push_pattern_is_rejected(subject: str) -> None:
    with pytest.raises(ValueError, match="pushes from a pattern"):
        Repository(Owner.UI, ("ref:refs/heads/master", subject))
