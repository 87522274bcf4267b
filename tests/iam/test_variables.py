"""Tests of policy variables.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

import pytest

from iam.patterns import includes
from iam.requests import condition_keys
from iam.variables import equals, is_like

KEYS = condition_keys(
    {
        "aws:username": "ada",
        "aws:PrincipalTag/Team": "yellow",
        "aws:TagKeys": ["a", "b"],
        "odd": "*",
    }
)

RESOLVED = (
    ("home/${aws:username}/*", "home/ada/notes", "home/bob/notes"),
    ("home/${AWS:UserName}", "home/ada", "home/${AWS:UserName}"),
    ("${aws:PrincipalTag/team, 'company-wide'}", "yellow", "company-wide"),
    ("${aws:PrincipalTag/other, 'company-wide'}", "company-wide", "yellow"),
    ("a${*}", "a*", "ab"),
    ("a${?}", "a?", "ab"),
    ("a${$}{aws:username}", "a${aws:username}", "aada"),
    ("a$*", "a$b", "a"),
    ("home/${odd}", "home/*", "home/ada"),
)


@pytest.mark.parametrize(("pattern", "good", "bad"), RESOLVED)
def test_a_variable_has_the_value_of_its_key_or_its_default(
    pattern: str, good: str, bad: str
) -> None:
    assert is_like(good, pattern, KEYS)
    assert not is_like(bad, pattern, KEYS)


@pytest.mark.parametrize("variable", ["${aws:userid}", "${aws:TagKeys}", "${aws:TagKeys, 'a'}"])
def test_a_variable_without_a_single_value_matches_nothing(variable: str) -> None:
    assert not is_like("a", f"{variable}*", KEYS)
    assert not equals("", variable, KEYS)
    assert not equals(variable, variable, KEYS)


def test_wildcards_are_plain_characters_for_equality() -> None:
    assert equals("ada*", "${aws:username}*", KEYS)
    assert not equals("ada1", "${aws:username}*", KEYS)


def test_the_old_version_of_the_language_has_no_variables() -> None:
    assert is_like("${aws:username}", "${aws:username}", None)
    assert not is_like("ada", "${aws:username}", None)


def test_a_pattern_includes_a_variable_whole() -> None:
    assert includes("home/${aws:username}/*", "home/${aws:username}/notes")
    assert includes("home/*", "home/${aws:username}")
    assert not includes("home/$*", "home/${aws:username}")
    assert not includes("home/?", "home/${aws:username}")
    assert not includes("home/${aws:userid}/*", "home/${aws:username}/notes")


def test_a_wildcard_in_an_arn_of_a_condition_stays_in_its_component() -> None:
    assert includes("arn:*:role/a", "arn:aws:iam::1:role/a")
    assert not includes("arn:*:role/a", "arn:aws:iam::1:role/a", arn=True)
    assert includes("arn:aws:*", "arn:aws:iam::1:role/a", arn=True)
    assert includes("arn:aws:*:*:*:role/?", "arn:aws:iam::1:role/a", arn=True)
    assert not includes("arn:aws:ia?:eu:1:a", "arn:aws:ia::eu:1:a", arn=True)
