"""Tests of the steps that need an acknowledgement."""

import json

import pytest

from delivery.gate.access.lock_out import lock_outs
from delivery.gate.dangers import dangers
from delivery.gate.step import Step
from delivery.plan.change import Change, Difference, Op
from tests.delivery.gate.gate_plans import (
    ADA,
    BREAK_GLASS,
    CLUSTER,
    CONFIG_MAP,
    DEPLOYER,
    GRACE,
    MACHINE,
    PROVIDER,
    Inputs,
    admin_entry,
    kubeconfig,
    mode,
    rows,
)
from tests.delivery.plans import change, plan

TABLE, GROUP = "aws:dynamodb/table:Table", "aws:eks/nodeGroup:NodeGroup"
ROLE, TEMPLATE = "aws:iam/role:Role", "aws:ec2/launchTemplate:LaunchTemplate"


def found(*changes: Change) -> list[tuple[Step, str]]:
    return [(one.step, one.label) for one in dangers(plan(*changes))]


@pytest.mark.parametrize(
    ("op", "step"), [(Op.DELETE, Step.DELETE), (Op.REPLACE, Step.REPLACE), (Op.FORGET, Step.FORGET)]
)
def test_deleting_data_or_a_protected_resource_is_a_danger(op: Op, step: Step) -> None:
    new: Inputs | None = {} if op is Op.REPLACE else None
    data = change(TABLE, "projects", op, {}, new)
    protected = change(GROUP, "nodes", op, {}, new, protected=True)
    plain = change(TEMPLATE, "nodes", op, {}, new)
    assert found(data) == [(step, "dynamodb.Table projects")]
    assert found(protected) == [(step, "eks.NodeGroup nodes")]
    assert found(plain) == []


@pytest.mark.parametrize("op", [Op.SAME, Op.UPDATE, Op.CREATE, Op.IMPORT])
def test_other_operations_are_no_danger(op: Op) -> None:
    old: Inputs | None = None if op in (Op.CREATE, Op.IMPORT) else {}
    assert found(change(TABLE, "projects", op, old, {}, protected=True)) == []


def test_a_replacement_names_its_cause_and_the_effect_on_data() -> None:
    causes = [Difference("rangeKey", True), Difference("tags.Owner", False)]
    for retained, fate in (
        (False, "would be lost"),
        (True, "would remain in AWS, no longer managed"),
    ):
        (one,) = dangers(
            plan(change(TABLE, "a", Op.REPLACE, {}, {}, retained=retained, differences=causes))
        )
        why = "the resource is replaced, because rangeKey cannot be updated in place"
        expected = f"{why}; all records of the table {fate}"
        assert one.why == expected


def test_a_forgotten_resource_loses_no_data() -> None:
    (one,) = dangers(plan(change(TABLE, "a", Op.FORGET, {}, retained=True)))
    assert one.why == (
        "the resource is removed from the program and remains in AWS, no longer managed"
    )


def test_removing_protection_is_a_danger_in_any_operation() -> None:
    still = change(TABLE, "a", Op.SAME, {}, protected=True)
    for op in (Op.SAME, Op.UPDATE):
        bare = change(TABLE, "a", op, {}, {})
        assert bare.new
        gone = Change(still.urn, op, still.old, bare.new)
        assert found(gone) == [(Step.UNPROTECT, "dynamodb.Table a")]
    # The engine accepts both in one deployment.
    both = Change(still.urn, Op.REPLACE, still.old, change(TABLE, "a", Op.CREATE, None, {}).new)
    assert [step for step, _ in found(both)] == [Step.REPLACE, Step.UNPROTECT]


def cluster(*changes: Change) -> tuple[Change, ...]:
    return (
        change(CLUSTER, "cluster", Op.SAME, mode("API_AND_CONFIG_MAP")),
        change(PROVIDER, "k8s", Op.SAME, kubeconfig(DEPLOYER)),
        *changes,
    )


def test_each_removed_admin_is_a_danger_and_readers_are_not() -> None:
    before, after = rows(ADA, GRACE, MACHINE, others=["x"]), rows(ADA)
    removed = change(CONFIG_MAP, "aws-auth", Op.UPDATE, before, after)
    assert found(*cluster(removed)) == [(Step.REMOVE_ADMIN, MACHINE), (Step.REMOVE_ADMIN, GRACE)]


def test_an_admin_who_moves_to_an_access_entry_is_no_danger() -> None:
    moved = change(CONFIG_MAP, "aws-auth", Op.UPDATE, rows(ADA, GRACE), rows(ADA))
    assert found(*cluster(moved, *admin_entry(GRACE, Op.CREATE))) == []


def test_the_deployer_and_the_break_glass_role_count_as_admins() -> None:
    gone = (*admin_entry(DEPLOYER, Op.DELETE), *admin_entry(BREAK_GLASS, Op.DELETE))
    reasons = {one.label: one.why for one in dangers(plan(*cluster(*gone)))}
    assert reasons == {
        DEPLOYER: "the deployer would no longer be a cluster admin",
        BREAK_GLASS: "the principal would no longer be a cluster admin",
    }


def test_a_new_cluster_removes_no_admin() -> None:
    new = change(CLUSTER, "cluster", Op.CREATE, None, mode("API"))
    assert found(new, *admin_entry(ADA, Op.CREATE)) == []


def test_the_end_of_a_cluster_is_one_danger_and_not_one_for_each_of_its_admins() -> None:
    gone = (
        change(CLUSTER, "cluster", Op.DELETE, mode("API_AND_CONFIG_MAP")),
        change(PROVIDER, "k8s", Op.DELETE, kubeconfig(DEPLOYER)),
        change(CONFIG_MAP, "aws-auth", Op.DELETE, rows(ADA, GRACE)),
        *admin_entry(DEPLOYER, Op.DELETE),
    )
    assert found(*gone) == [(Step.DELETE, "eks.Cluster cluster")]
    assert lock_outs(plan(*gone)) == ()


def trust(*principals: str, kind: str = "AWS") -> dict[str, str]:
    allowed = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {kind: [*principals]}}
    document = json.dumps({"Statement": [allowed]})
    return {"name": "cellscope-deploy", "assumeRolePolicy": document}


def test_deleting_a_role_of_people_removes_them_and_that_of_a_service_disconnects_it() -> None:
    people = change(ROLE, "deploy", Op.DELETE, trust("arn:aws:iam::242905224710:root"))
    service = trust("eks.amazonaws.com", kind="Service")
    assert found(people) == [(Step.REMOVE_ADMIN, "cellscope-deploy")]
    assert found(change(ROLE, "api", Op.DELETE, service)) == [(Step.DISCONNECT, "iam.Role api")]


def test_the_most_severe_steps_come_first() -> None:
    changes = [
        change(ROLE, "api", Op.UPDATE, trust(ADA), trust(ADA, GRACE)),
        change(TABLE, "b", Op.FORGET, {}),
        change(TABLE, "a", Op.DELETE, {}),
    ]
    assert [step for step, _ in found(*changes)] == [Step.DELETE, Step.FORGET, Step.WIDEN_TRUST]
