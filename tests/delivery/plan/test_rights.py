"""Tests of added and removed permissions."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from delivery.plan.change import UNKNOWN, Op
from delivery.plan.grants import Grant, of_identity
from delivery.plan.rights import changed_rights
from tests.delivery.plans import change, plan

POLICY, ROLE = "aws:iam/policy:Policy", "aws:iam/role:Role"
ATTACHED = "aws:iam/groupPolicyAttachment:GroupPolicyAttachment"
INLINE = "aws:iam/rolePolicy:RolePolicy"
BOUND = "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding"
RULES = "kubernetes:rbac.authorization.k8s.io/v1:Role"

ACTIONS = st.lists(st.sampled_from(["s3:GetObject", "s3:PutObject", "sqs:*"]), min_size=1)
RESOURCES = st.lists(st.sampled_from(["arn:aws:s3:::a/*", "arn:aws:s3:::b", "*"]), min_size=1)
CONDITIONS = st.sampled_from(
    [None, {"Bool": {"aws:SecureTransport": "true"}}, {"StringLike": {"s3:prefix": ["a", "b"]}}]
)


@st.composite
def statements(draw: st.DrawFn) -> dict[str, Any]:
    found: dict[str, Any] = {
        "Effect": draw(st.sampled_from(["Allow", "Deny"])),
        "Action": draw(ACTIONS),
        "Resource": draw(RESOURCES),
    }
    condition = draw(CONDITIONS)
    return found | ({"Condition": condition} if condition else {})


def document(*found: dict[str, Any], **more: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(found)}, **more)


def said(text: str) -> set[Grant]:
    return set(of_identity("role api", text))


@given(st.lists(statements(), max_size=4), st.randoms())
def test_equivalent_documents_have_equal_grants(found: list[dict[str, Any]], random: Any) -> None:
    cut = [
        one | {"Action": action, "Resource": [resource], "Sid": f"S{random.random()}"}
        for one in found
        for action in one["Action"]
        for resource in one["Resource"]
    ]
    random.shuffle(cut)
    assert said(document(*found)) == said(document(*cut, indent=1))


@given(st.lists(statements(), max_size=4), st.lists(statements(), max_size=4))
def test_gained_and_lost_are_the_differences(
    before: list[dict[str, Any]], after: list[dict[str, Any]]
) -> None:
    old, new = ({"role": "api", "policy": document(*one)} for one in (before, after))
    changed = changed_rights(plan(change(INLINE, "api", Op.UPDATE, old, new)))
    back = changed_rights(plan(change(INLINE, "api", Op.UPDATE, new, old)))
    was, becomes = said(old["policy"]), said(new["policy"])
    assert set(changed.gained) == becomes - was
    assert set(changed.lost) == was - becomes
    assert (changed.gained, changed.lost) == (back.lost, back.gained)


def test_condition_keys_are_case_insensitive() -> None:
    one, other = (
        document({"Effect": "Allow", "Action": "a:b", "Resource": "*", "Condition": condition})
        for condition in (
            {"Bool": {"aws:SecureTransport": "true"}},
            {"Bool": {"AWS:securetransport": ["true"]}},
        )
    )
    assert said(one) == said(other)


def test_not_action_is_a_single_grant() -> None:
    found = {"Effect": "Allow", "NotAction": ["iam:*", "account:*"], "Resource": "*"}
    assert {one.action for one in said(document(found))} == {"all except account:*, iam:*"}


READS = document({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/*"})


def test_grants_of_a_policy_belong_to_the_group_it_is_attached_to() -> None:
    policy = change(POLICY, "arn:reads", new={"name": "reads", "policy": READS})
    attached = {"group": "engineers", "policyArn": "arn:reads"}
    changed = changed_rights(plan(policy, change(ATTACHED, "reads", Op.DELETE, attached)))
    (lost,) = changed.lost
    assert (lost.who, lost.action, changed.gained) == ("group engineers", "s3:GetObject", ())


def test_a_new_policy_without_arn_grants_its_permissions() -> None:
    policy = change(POLICY, "reads", Op.CREATE, new={"name": "reads", "policy": READS})
    attached = {"group": "engineers", "policyArn": UNKNOWN}
    changed = changed_rights(plan(policy, change(ATTACHED, "reads", Op.CREATE, new=attached)))
    assert [one.action for one in changed.gained] == ["s3:GetObject"]
    assert changed.unknown == ()


def test_an_unknown_document_loses_no_permissions() -> None:
    old, new = {"role": "api", "policy": READS}, {"role": "api", "policy": UNKNOWN}
    changed = changed_rights(plan(change(INLINE, "api", Op.UPDATE, old, new)))
    assert (changed.gained, changed.lost) == ((), ())
    assert changed.unknown == ("iam.RolePolicy api",)


def test_a_forgotten_resource_keeps_its_permissions() -> None:
    inline = {"role": "api", "policy": READS}
    assert changed_rights(plan(change(INLINE, "api", Op.FORGET, inline))).lost == ()
    assert len(changed_rights(plan(change(INLINE, "api", Op.DELETE, inline))).lost) == 1


def test_a_binding_grants_the_rules_of_its_role() -> None:
    rules = [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get", "list"]}]
    role = {"metadata": {"namespace": "ui-default", "name": "look"}, "rules": rules}
    binding = {
        "metadata": {"namespace": "ui-default", "name": "look"},
        "roleRef": {"kind": "Role", "name": "look"},
        "subjects": [{"kind": "Group", "name": "read-only"}],
    }
    before, after = change(RULES, "look", new=role), change(BOUND, "b", Op.CREATE, new=binding)
    changed = changed_rights(plan(before, after))
    assert [(one.who, one.action, one.resource) for one in changed.gained] == [
        ("Group read-only", "get pods", "ui-default"),
        ("Group read-only", "list pods", "ui-default"),
    ]
