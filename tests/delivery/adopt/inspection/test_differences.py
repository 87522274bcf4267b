"""The inputs of adopted resources that differ from the program."""

from typing import Any

from delivery.adopt.inspection.differences import is_secret, kept_inputs, records
from delivery.plan.change import WITHHELD, Change, Difference, Op, State

ROLE = "urn:pulumi:staging::small::aws:iam/role:Role::api"


def change(old: dict[str, Any], new: dict[str, Any], *differences: Difference) -> Change:
    sides = (State(side, {"path": "/computed/"}) for side in (old, new))
    return Change(ROLE, Op.UPDATE, *sides, differences)


def test_a_record_keeps_what_aws_has() -> None:
    found = change(
        {"path": "/", "rules": [{"days": 1}], "vpc": {"subnets": ["a"]}},
        {"path": "/x/", "rules": [{"days": 2}], "vpc": {"subnets": ["b"]}, "boundary": "arn"},
        Difference("path", replaces=True),
        Difference("rules[0].days", replaces=False),
        Difference("vpc.subnets[0]", replaces=False),
        Difference("boundary", replaces=False),
    )
    keep = {"path": "/", "rules": [{"days": 1}], "vpc.subnets": ["a"], "boundary": None}
    expected = [{"resource": "iam.Role api", "keep": keep}]
    assert records({found.label: kept_inputs(found)}) == expected
    assert [one.path for one in kept_inputs(found) if one.replaces] == ["path"]


def test_tags_follow_the_program_unless_they_replace_the_resource() -> None:
    found = change({}, {}, Difference("tags.Owner", replaces=False))
    assert list(kept_inputs(found)) == []
    assert records({found.label: kept_inputs(found)}) == []
    (kept,) = kept_inputs(change({}, {}, Difference("tags.Owner", replaces=True)))
    assert (kept.path, kept.replaces) == ("tags.Owner", True)


def test_a_secret_is_no_part_of_a_record() -> None:
    found = change({"token": WITHHELD}, {"token": "[secret]"}, Difference("token", replaces=False))
    (kept,) = kept_inputs(found)
    assert is_secret(kept.value)
    assert records({found.label: kept_inputs(found)}) == []
