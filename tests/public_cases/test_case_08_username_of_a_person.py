"""A role under a person's username, so that the audit log names the person for the role's acts.

https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2531
"""

import json

import pytest

from tests.settings.malformed import stack_file
from tests.settings.malformed.files import ROLE, but, listed
from tests.settings.test_settings import flat, refusal


@pytest.mark.parametrize("key", ["admins", "users", "members"])
def test_a_role_with_the_username_of_a_person_is_refused(key: str) -> None:
    person = {"name": "staff/charles.babbage", "accessGroups": ["engineer"]}
    people = {key: json.dumps([person])}
    roles = listed(but(ROLE, username="charles.babbage"))
    (line,) = refusal("staging", flat(stack_file("staging", roles=roles, **people)))
    assert line.startswith("cellscope:roles[0] = ")
    assert "has the username of a person, whom the audit log would name instead" in line
