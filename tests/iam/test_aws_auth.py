"""Tests of the reader of aws-auth."""

import pytest

from iam.aws_auth import MASTERS, IdentityMapping, identity_mappings, is_aws_auth

ROWS = """
- {rolearn: "arn:aws:iam::1:role/deploy", username: deploy, groups: [system:masters, a]}
- {username: without-arn-and-groups}
- a text
"""


def test_mapped_users_and_roles_have_their_arn_and_groups_or_are_empty() -> None:
    users = '[{"userarn": "arn:aws:iam::1:user/ada", "groups": ["read-only"]}]'
    assert [*identity_mappings({"data": {"mapRoles": ROWS, "mapUsers": users}})] == [
        IdentityMapping("arn:aws:iam::1:user/ada", ("read-only",)),
        IdentityMapping("arn:aws:iam::1:role/deploy", (MASTERS, "a")),
        IdentityMapping("", ()),
    ]


@pytest.mark.parametrize("text", ["rows: {that are, no YAML", "a text", "{a: b}", "", None])
def test_unreadable_text_has_no_rows(text: str | None) -> None:
    assert [*identity_mappings({"data": {"mapUsers": text}})] == []
    assert [*identity_mappings({"data": text})] == []


@pytest.mark.parametrize(
    ("namespace", "name", "expected"),
    [("kube-system", "aws-auth", True), ("kube-system", "a", False), ("a", "aws-auth", False)],
)
def test_only_one_config_map_is_aws_auth(namespace: str, name: str, expected: bool) -> None:
    assert is_aws_auth({"metadata": {"namespace": namespace, "name": name}}) == expected
