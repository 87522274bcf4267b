"""Validation of --policy-pack-config: all mistakes are reported together."""

import pytest

from policies.engine.configuration import problems_of
from policies.engine.pack import RULES

RULE = "ecr-scan-on-push"
ENTRY = {"resource": "a", "owner": "b", "reason": "long enough", "expires": "2027-03-31"}


def mistakes(given: dict[str, dict[str, object]]) -> list[str]:
    return [*problems_of(given, RULES)]


def test_a_valid_configuration_has_no_mistakes() -> None:
    assert mistakes({rule.name: {} for rule in RULES}) == []
    assert mistakes({"all": {}, RULE: {"exemptions": [ENTRY]}}) == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"ecr-scan-on-pus": {}}, "no such rule. Did you mean ecr-scan-on-push?"),
        ({"xyz": {}}, "xyz: there is no such rule. docs/policies.md lists them."),
        ({RULE: {"exemption": []}}, f"{RULE}.exemption = []: Remove it, or use one of: exemptions"),
        ({RULE: {"exemptions": [ENTRY | {"expires": "soon"}]}}, ".exemptions[0].expires = 'soon'"),
        ({RULE: {"exemptions": [ENTRY | {"reason": "short"}]}}, "at least 10 characters"),
        ({RULE: {"exemptions": 3}}, f"{RULE}.exemptions = 3"),
    ],
)
def test_a_mistake_is_reported_with_path_value_and_remedy(
    given: dict[str, dict[str, object]], expected: str
) -> None:
    (line,) = mistakes(given)
    assert expected in line


def test_all_mistakes_are_reported_together() -> None:
    assert len(mistakes({"xyz": {}, RULE: {"a": 1, "b": 2}})) == 3
