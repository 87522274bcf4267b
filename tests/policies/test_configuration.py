"""Mistakes in --policy-pack-config, all told at once."""

import pytest

from policies.rules.configuration import problems_of
from policies.rules.pack import RULES

RULE = "ecr-scan-on-push"
ENTRY = {"resource": "a", "owner": "b", "reason": "long enough", "expires": "2027-03-31"}


def told(given: dict[str, dict[str, object]]) -> list[str]:
    return [*problems_of(given, RULES)]


def test_what_fits_is_taken() -> None:
    assert told({rule.name: {} for rule in RULES}) == []
    assert told({"all": {}, RULE: {"exemptions": [ENTRY]}}) == []


@pytest.mark.parametrize(
    ("given", "tells"),
    [
        ({"ecr-scan-on-pus": {}}, "no such rule. Did you mean ecr-scan-on-push?"),
        ({"xyz": {}}, "xyz: there is no such rule. docs/policies.md lists them."),
        ({RULE: {"exemption": []}}, f"{RULE}.exemption = []: Remove it, or use one of: exemptions"),
        ({RULE: {"exemptions": [ENTRY | {"expires": "soon"}]}}, ".exemptions[0].expires = 'soon'"),
        ({RULE: {"exemptions": [ENTRY | {"reason": "short"}]}}, "at least 10 characters"),
        ({RULE: {"exemptions": 3}}, f"{RULE}.exemptions = 3"),
    ],
)
def test_a_mistake_is_told_with_its_path_value_and_remedy(
    given: dict[str, dict[str, object]], tells: str
) -> None:
    (line,) = told(given)
    assert tells in line


def test_all_mistakes_are_told_at_once() -> None:
    assert len(told({"xyz": {}, RULE: {"a": 1, "b": 2}})) == 3
