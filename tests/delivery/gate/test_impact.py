"""Tests of the table of effects on what runs."""

import re
from typing import Any

import pytest

from delivery.gate.dangers import Danger, dangers
from delivery.gate.impact.impact import Impact
from delivery.gate.impact.table import IMPACTS, WITHOUT_IMPACT
from delivery.gate.protections.changes import PROTECTION_RESOURCES, WATCHES
from delivery.gate.protections.properties import PROTECTIONS
from delivery.gate.step import Step
from delivery.plan.change import UNKNOWN, WITHHELD, Change, Difference, Op, State
from delivery.plan.holds_data import DATA
from simulator.plugins.aws.schema import schema_of
from tests.conftest import ROOT
from tests.delivery.gate.impact_samples import SYMMETRIC, at, comparison, sides
from tests.delivery.plans import change, plan

GROUP, TEMPLATE = "aws:eks/nodeGroup:NodeGroup", "aws:ec2/launchTemplate:LaunchTemplate"
CACHE = "aws:elasticache/replicationGroup:ReplicationGroup"
ALARM, TABLE, QUEUE = (
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    "aws:dynamodb/table:Table",
    "aws:sqs/queue:Queue",
)
NAT, EIP, RULE = (
    "aws:ec2/natGateway:NatGateway",
    "aws:ec2/eip:Eip",
    "aws:ec2/securityGroupRule:SecurityGroupRule",
)
RECORD, CERTIFICATE = "aws:route53/record:Record", "aws:acm/certificate:Certificate"
INGRESS = "kubernetes:networking.k8s.io/v1:Ingress"
CLIENT, ROLE = "aws:cognito/userPoolClient:UserPoolClient", "aws:iam/role:Role"

ROWS = [
    pytest.param(type_, row, op, id=f"{row.step}-{type_}-{row.path}-{op}-{comparison(row)}")
    for type_, rows in IMPACTS.items()
    for row in rows
    for op in row.on
]


def changing(type_: str, row: Impact, op: Op, before: Any, after: Any) -> Change:
    old, new = at(row.path, before), at(row.path, after)
    return change(type_, "a", op, old, None if op is Op.DELETE else new, id_="a-1")


def of(step: Step, *changes: Change) -> list[Danger]:
    return [one for one in dangers(plan(*changes)) if one.step is step]


def holds_data(type_: str, op: Op) -> bool:
    """Whether the operation itself is reported, because the resource holds data."""
    return type_ in DATA and op in (Op.DELETE, Op.REPLACE)


@pytest.mark.parametrize(("type_", "row", "op"), ROWS)
def test_a_disruptive_change_needs_an_acknowledgement_and_the_opposite_does_not(
    type_: str, row: Impact, op: Op
) -> None:
    before, after = sides(row)
    found = of(row.step, changing(type_, row, op, before, after))
    assert any(row.effect in one.why for one in found) is not holds_data(type_, op)
    if op is Op.UPDATE:
        # One change is one step, not also a weaker protection.
        assert {one.step for one in dangers(plan(changing(type_, row, op, before, after)))} == {
            row.step
        }
    if row.path and comparison(row) not in SYMMETRIC:
        opposite = of(row.step, changing(type_, row, op, after, before))
        assert not any(row.effect in one.why for one in opposite)


@pytest.mark.parametrize(("type_", "row", "op"), ROWS)
def test_a_new_an_unchanged_and_an_equal_resource_have_no_impact(
    type_: str, row: Impact, op: Op
) -> None:
    before, after = sides(row)
    for other in (Op.CREATE, Op.IMPORT, Op.SAME):
        assert of(row.step, changing(type_, row, other, before, after)) == []
    if row.path:
        equal = of(row.step, changing(type_, row, op, before, before))
        assert not any(row.effect in one.why for one in equal)


@pytest.mark.parametrize(("type_", "row", "op"), [one for one in ROWS if one.values[1].part_of])
def test_the_impact_of_a_resource_is_not_reported_if_what_it_belongs_to_goes(
    type_: str, row: Impact, op: Op
) -> None:
    before, after = sides(row)
    for path in row.part_of:
        if path == row.path:
            before, after = (["owner-1"], []) if isinstance(before, list) else ("owner-1", after)
        of_owner = {} if path == row.path else at(path, "owner-1")
        one = changing(type_, row, op, before, after)
        assert one.old
        belongs = State({**one.old.inputs, **of_owner}, {}, "owner-1" if path == "id" else "a-1")
        part = Change(one.urn, op, belongs, one.new)
        assert of(row.step, part) or holds_data(type_, op)
        owner = change("aws:ec2/vpc:Vpc", "owner", Op.DELETE, {}, id_="owner-1")
        assert not any(row.effect in each.why for each in of(row.step, part, owner))


def test_a_tag_that_reaches_the_launch_template_exchanges_all_nodes() -> None:
    tags = Difference("tagSpecifications[0].tags.CostCenter", replaces=False, after="research")
    template = change(TEMPLATE, "x86", Op.UPDATE, {}, {}, differences=(tags,), id_="lt-1")
    (why,) = [
        one.why
        for one in of(
            Step.REPLACE_NODES,
            template,
            Change(
                change(GROUP, "x86").urn,
                Op.UPDATE,
                State(
                    {"launchTemplate": {"id": "lt-1", "version": "1"}},
                    {"scalingConfig": {"desiredSize": 3}},
                    "x86",
                ),
                State({"launchTemplate": {"id": "lt-1", "version": UNKNOWN}}, {}),
            ),
        )
    ]
    assert why.startswith("all nodes are exchanged, a few at a time")
    assert why.endswith(
        "(3 nodes at the last refresh; tagSpecifications[0].tags.CostCenter of the launch template"
        " is set to research)"
    )
    # A tag of the node group alone stays in AWS's records.
    assert of(Step.REPLACE_NODES, change(GROUP, "a", Op.UPDATE, {}, {"tags": {"a": "b"}})) == []


def test_a_replaced_node_group_names_the_properties_that_replace_it() -> None:
    cause = Difference("instanceTypes[0]", replaces=True, before="r5.large", after="r5.xlarge")
    group = change(GROUP, "a", Op.REPLACE, {}, {}, differences=(cause,))
    (one,) = dangers(plan(group))
    assert one.step is Step.REPLACE_NODES
    assert one.why.endswith("(instanceTypes[0] changes from r5.large to r5.xlarge)")


@pytest.mark.parametrize(
    ("running", "maximum", "asked"), [(4, 3, True), (3, 3, True), (2, 3, False), (4, 8, False)]
)
def test_a_maximum_below_the_number_of_nodes_reduces_capacity(
    running: int, maximum: int, asked: bool
) -> None:
    old = {"scalingConfig": {"minSize": 1, "maxSize": 4, "desiredSize": running}}
    new = {"scalingConfig": {"minSize": 1, "maxSize": maximum, "desiredSize": running}}
    found = of(Step.REDUCE_CAPACITY, change(GROUP, "a", Op.UPDATE, old, new))
    assert bool(found) is asked


def test_a_removed_index_takes_its_alarm_along() -> None:
    index = [{"name": "by-owner", "hashKey": "owner"}]
    table = change(TABLE, "a", Op.UPDATE, {"globalSecondaryIndexes": index}, {})
    watches = {"dimensions": {"GlobalSecondaryIndexName": "by-owner"}}
    alarm = change(ALARM, "b", Op.DELETE, watches)
    assert [one.step for one in dangers(plan(table, alarm))] == [Step.REBUILD_INDEX]
    assert [one.step for one in dangers(plan(alarm))] == [Step.STOP_MONITORING]


def test_a_new_index_beside_the_others_is_no_impact() -> None:
    one, other = ({"name": name, "hashKey": "owner"} for name in ("a", "b"))
    before, after = ({"globalSecondaryIndexes": found} for found in ([one], [other, one]))
    assert dangers(plan(change(TABLE, "a", Op.UPDATE, before, after))) == ()


def test_a_nat_gateway_takes_its_address_along() -> None:
    gateway = change(NAT, "a", Op.DELETE, {"allocationId": "eip-1"})
    address = change(EIP, "a", Op.DELETE, {}, id_="eip-1")
    assert [one.label for one in dangers(plan(gateway, address))] == ["ec2.NatGateway a"]
    assert [one.label for one in dangers(plan(address))] == ["ec2.Eip a"]


def test_a_domain_takes_its_certificate_its_proof_and_its_rules_along() -> None:
    name = change(RECORD, "scp", Op.DELETE, {"name": "scp.net", "type": "A"})
    below = change(RECORD, "below", Op.DELETE, {"name": "*.scp.net", "type": "A"})
    proof = change(RECORD, "proof", Op.DELETE, {"name": "_a.scp.net", "type": "CNAME"})
    validation = {"domainValidationOptions": [{"resourceRecordName": "_a.scp.net."}]}
    certificate = Change(
        change(CERTIFICATE, "scp").urn,
        Op.DELETE,
        State({"domainName": "scp.net"}, validation),
        None,
    )
    rules = change(INGRESS, "rules", Op.DELETE, {"spec": {"rules": [{"host": "api.scp.net"}]}})
    found = dangers(plan(name, below, proof, certificate, rules))
    assert [one.label for one in found] == ["route53.Record below", "route53.Record scp"]
    assert len(dangers(plan(proof))) == 1


def test_a_rule_that_allows_more_is_no_impact() -> None:
    rule = {"type": "ingress", "protocol": "tcp", "fromPort": 443, "toPort": 443}
    narrow, wide = ({**rule, "cidrBlocks": [one]} for one in ("10.1.0.0/16", "10.0.0.0/8"))
    assert of(Step.DISCONNECT, change(RULE, "a", Op.REPLACE, narrow, wide)) == []
    every = {**narrow, "protocol": "-1", "fromPort": 0, "toPort": 0}
    assert of(Step.DISCONNECT, change(RULE, "a", Op.REPLACE, narrow, every)) == []
    assert of(Step.DISCONNECT, change(RULE, "a", Op.REPLACE, narrow, {**narrow, "toPort": 80}))


def test_a_cache_with_larger_nodes_fails_over_without_less_capacity() -> None:
    small, large = {"nodeType": "cache.t3.medium"}, {"nodeType": "cache.r6g.large"}
    assert [one.step for one in dangers(plan(change(CACHE, "a", Op.UPDATE, small, large)))] == [
        Step.INTERRUPT
    ]
    assert [one.step for one in dangers(plan(change(CACHE, "a", Op.UPDATE, large, small)))] == [
        Step.REDUCE_CAPACITY
    ]


def test_a_secret_value_that_differs_is_a_change() -> None:
    token = {"authToken": WITHHELD}
    differs = (Difference("authToken", replaces=False, before=WITHHELD, after=WITHHELD),)
    assert of(Step.INTERRUPT, change(CACHE, "a", Op.UPDATE, token, token)) == []
    assert of(Step.INTERRUPT, change(CACHE, "a", Op.UPDATE, token, token, differences=differs))


def test_several_effects_of_one_kind_on_a_resource_are_one_step() -> None:
    url = "https://scp.biomage.net/"
    before, after = ({"callbackUrls": one, "logoutUrls": one} for one in ([url], ["https://b/"]))
    (one,) = dangers(plan(change(CLIENT, "a", Op.UPDATE, before, after)))
    assert f"callbackUrls no longer contains {url}" in one.why
    assert f"logoutUrls no longer contains {url}" in one.why


def test_a_resource_that_remains_in_aws_has_no_impact() -> None:
    for op in (Op.FORGET, Op.REPLACE):
        group = change(GROUP, "a", op, {}, {} if op is Op.REPLACE else None, retained=True)
        assert dangers(plan(group)) == ()


def test_a_role_that_people_assume_is_reported_once() -> None:
    trust = '{"Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::1:root"}}]}'
    arn = "arn:aws:iam::1:role/deploy"
    people = Change(
        change(ROLE, "a").urn,
        Op.DELETE,
        State({"assumeRolePolicy": trust.replace("::1:", "::111111111111:")}, {"arn": arn}, "a"),
        None,
    )
    assert [one.step for one in dangers(plan(people))] == [Step.REMOVE_ADMIN]


MUST_HAVE: dict[Step, list[tuple[str, str]]] = {
    Step.REPLACE_NODES: [
        (GROUP, ""),
        (GROUP, "launchTemplate"),
        (GROUP, "releaseVersion"),
        (GROUP, "version"),
    ],
    Step.REBUILD_INDEX: [(TABLE, "globalSecondaryIndexes")],
    Step.REMOVE_NAME: [(RECORD, ""), (CERTIFICATE, "")],
    Step.DOWNGRADE: [
        ("aws:eks/cluster:Cluster", "version"),
        ("aws:eks/addon:Addon", "addonVersion"),
        (CACHE, "engineVersion"),
    ],
    Step.REDUCE_CAPACITY: [
        (GROUP, ""),
        (GROUP, "scalingConfig"),
        (NAT, ""),
        (CACHE, "nodeType"),
        (CACHE, "numCacheClusters"),
    ],
    Step.INTERRUPT: [
        (CACHE, "authToken"),
        (CACHE, "engineVersion"),
        (CACHE, "nodeType"),
        (CACHE, "parameterGroupName"),
        ("aws:eks/fargateProfile:FargateProfile", ""),
        ("aws:lb/loadBalancer:LoadBalancer", ""),
        ("kubernetes:helm.sh/v3:Release", "version"),
    ],
    Step.INTERRUPT_SIGN_IN: [
        (CLIENT, ""),
        (CLIENT, "callbackUrls"),
        ("aws:cognito/userPoolDomain:UserPoolDomain", ""),
        ("aws:cognito/identityProvider:IdentityProvider", "providerDetails"),
    ],
    Step.DISCONNECT: [
        ("aws:eks/cluster:Cluster", "vpcConfig.publicAccessCidrs"),
        (RULE, ""),
        (EIP, ""),
        (ROLE, ""),
        ("aws:sns/topicSubscription:TopicSubscription", ""),
    ],
    Step.STOP_MONITORING: [(ALARM, ""), ("aws:synthetics/canary:Canary", "")],
}
"""Effects that users, services or people surely notice."""


@pytest.mark.parametrize("step", MUST_HAVE)
def test_the_table_has_the_effects_that_everyone_notices(step: Step) -> None:
    rows = {
        (type_, row.path) for type_, found in IMPACTS.items() for row in found if row.step is step
    }
    assert [one for one in MUST_HAVE[step] if one not in rows] == []


def test_losing_messages_has_a_step_of_its_own() -> None:
    retention = ({"messageRetentionSeconds": one} for one in (1_209_600, 60))
    assert [one.step for one in dangers(plan(change(QUEUE, "a", Op.UPDATE, *retention)))] == [
        Step.LOOSEN
    ]
    for op, step in ((Op.DELETE, Step.DELETE), (Op.REPLACE, Step.REPLACE)):
        (one,) = dangers(plan(change(QUEUE, "a", op, {}, {} if op is Op.REPLACE else None)))
        assert one.step is step
        assert "messages not yet received would be lost" in one.why


def test_every_resource_type_of_the_program_has_an_impact_or_a_reason_for_none() -> None:
    covered = {*IMPACTS, *DATA, *PROTECTIONS, *PROTECTION_RESOURCES, *WATCHES}
    types = {
        line.split()[0]
        for file in (ROOT / "tests" / "golden").glob("inventory-*.txt")
        for line in file.read_text().splitlines()
    }
    own = {one for one in types if one.startswith("cellscope:")}
    assert types - own <= covered | WITHOUT_IMPACT.keys()
    assert covered.isdisjoint(WITHOUT_IMPACT)
    assert types >= WITHOUT_IMPACT.keys()


@pytest.mark.parametrize("type_", [one for one in IMPACTS if one.startswith("aws:")])
def test_every_property_exists_in_the_pinned_package(type_: str) -> None:
    for row in IMPACTS[type_]:
        for path in filter(None, (row.path, *row.part_of)):
            fields = schema_of(type_).inputs
            if path == "id":
                continue
            for name in path.split("."):
                assert name in fields, (type_, path)
                fields = fields[name].fields


def test_every_row_has_a_page_of_the_documentation_and_a_described_comparison() -> None:
    for rows in IMPACTS.values():
        for row in rows:
            assert re.match(
                r"https://(docs\.aws\.amazon\.com|helm\.sh|kubernetes\.io)/", row.source
            )
            assert (row.detect.__doc__ or "").startswith("Reports "), row
            assert not row.effect.endswith("."), row
