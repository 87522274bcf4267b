"""What the real provider refuses: the simulated one refuses the same, and accepts the same."""

from collections.abc import Iterator
from typing import Any

from conformance.recorders.limits import unpacked
from conformance.recordings import PROBES
from conformance.stacks import declared
from delivery.bootstrap.published_state import PLACEHOLDER
from simulator.plugins.aws.limits.limits import refusals, relations, rules
from simulator.plugins.aws.limits.rules import broken_rules
from simulator.plugins.aws.schema import UNKNOWN
from simulator.plugins.aws.servicer import AwsProvider
from simulator.plugins.aws.services import RESOURCE_TYPES
from tests.simulator.plugins.life import Life

GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
QUEUE = "aws:sqs/queue:Queue"
RULE = "aws:ec2/securityGroupRule:SecurityGroupRule"


def reasons(token: str, inputs: dict[str, Any]) -> dict[str, str]:
    """What a check refuses, by property."""
    answer = Life(AwsProvider("0.0.0"), token).check(inputs)
    return {failure.property: failure.reason for failure in answer.failures}


def probes(kind: str) -> Iterator[tuple[str, str, Any]]:
    """All recorded probes that the real provider accepted or refused."""
    for token, properties in PROBES.read().items():
        for path, values in properties.items():
            yield from ((token, path, unpacked(value)) for value in values.get(kind, []))


def test_each_value_that_the_provider_refused_is_refused() -> None:
    missed = [
        (token, path, value)
        for token, path, value in probes("refused")
        if not broken_rules(rules()[token][path], value)
    ]
    assert missed == []


def test_each_value_that_the_provider_accepted_is_accepted() -> None:
    wrong = [
        (token, path, value)
        for token, path, value in probes("accepted")
        if broken_rules(rules()[token][path], value)
    ]
    assert wrong == []


def test_each_rule_refuses_a_recorded_value() -> None:
    refused = {(token, path) for token, path, _ in probes("refused")}
    assert {(token, path) for token, paths in rules().items() for path in paths} == refused


def test_no_input_of_any_stack_is_refused() -> None:
    assert [one for one in declared() if one.refused] == []


def test_every_limit_is_of_a_simulated_type() -> None:
    assert {*rules(), *relations()} <= {*RESOURCE_TYPES}


def test_a_token_of_a_cache_that_is_too_short_is_refused_without_being_shown() -> None:
    group = {"replicationGroupId": "a", "description": "a", "authToken": "withheld"}
    assert reasons(GROUP, group) == {
        "authToken": '"authToken" must contain from 16 to 128 alphanumeric characters or symbols'
        ' (excluding @, ", and /)'
    }


def test_the_placeholder_of_a_published_state_is_a_valid_secret() -> None:
    group = {"replicationGroupId": "a", "description": "a", "authToken": PLACEHOLDER}
    assert reasons(GROUP, group) == {}


def test_a_secret_value_is_not_in_any_message() -> None:
    for token, row in RESOURCE_TYPES.items():
        for name in row.secret:
            found = [reason for _, reason in refusals(token, {name: "§"}, row.secret)]
            assert not [reason for reason in found if "§" in reason]
    hidden = dict(refusals(GROUP, {"engine": "mine"}, frozenset({"engine"})))["engine"]
    assert hidden == 'expected engine to be one of ["redis" "valkey"], got [secret]'


def test_an_unknown_value_is_not_refused() -> None:
    assert reasons(QUEUE, {"name": UNKNOWN, "visibilityTimeoutSeconds": UNKNOWN}) == {}


def test_a_number_beyond_its_range_is_refused_at_any_depth() -> None:
    assert list(reasons(QUEUE, {"visibilityTimeoutSeconds": 43_201})) == [
        "visibilityTimeoutSeconds"
    ]
    assert reasons(QUEUE, {"visibilityTimeoutSeconds": 43_200}) == {}
    nodes = {
        "clusterName": "a",
        "nodeRoleArn": "arn:aws:iam::242905224710:role/a",
        "subnetIds": ["subnet-1"],
        "scalingConfig": {"minSize": 0, "desiredSize": 0, "maxSize": 0},
    }
    assert list(reasons("aws:eks/nodeGroup:NodeGroup", nodes)) == ["scalingConfig.maxSize"]


def test_properties_that_exclude_each_other_are_refused() -> None:
    both = {"sqsManagedSseEnabled": True, "kmsMasterKeyId": "alias/a"}
    assert list(reasons(QUEUE, both).values()) == [
        '"kmsMasterKeyId": conflicts with sqsManagedSseEnabled'
    ]
    assert reasons(QUEUE, both | {"kmsMasterKeyId": UNKNOWN}) == {}


def test_a_security_group_rule_needs_a_source() -> None:
    rule = {"type": "egress", "securityGroupId": "sg-1", "protocol": "tcp"}
    ports = {"fromPort": 1, "toPort": 2}
    assert reasons(RULE, rule | ports | {"cidrBlocks": ["10.0.0.0/8"]}) == {}
    assert reasons(RULE, rule | ports | {"cidrBlocks": ["10.0.0.1/8"]}) != {}


def test_a_default_that_conflicts_with_an_input_is_not_filled_in() -> None:
    rule = {"type": "egress", "securityGroupId": "sg-1", "protocol": "tcp"}
    answer = Life(AwsProvider("0.0.0"), RULE).check(
        rule | {"fromPort": 1, "toPort": 2, "cidrBlocks": ["10.0.0.0/8"]}
    )
    assert "self" not in answer.inputs
