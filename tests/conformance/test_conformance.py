"""The tool that compares the simulated provider with the real one, without the real one."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance import __main__ as conformance
from conformance.recorders.limits import packed, unpacked
from conformance.recorders.readings import rule
from conformance.recordings import Recording
from conformance.terraform.binary import (
    MIRROR,
    VERSION,
    MissingBinaryError,
    provider_binary,
    version_of,
)
from conformance.terraform.blocks import Attribute, Block, Nested
from conformance.terraform.inputs import configuration
from conformance.terraform.names import fields, resource_name
from conformance.terraform.proposals import deployed, proposed
from conformance.terraform.provider import UNKNOWN
from simulator.plugins.aws import schema
from simulator.plugins.aws.schema import schema_of

CLUSTER = "aws:eks/cluster:Cluster"


def attribute(type_: Any = "string", *, computed: bool = False) -> Attribute:
    return Attribute(type_, False, True, computed, False, False)


def nested(most: int = 0, *, ordered: bool = True, **attributes: Attribute) -> Nested:
    return Nested(Block(attributes, {}), False, ordered, 0, most)


@pytest.fixture
def without_terraform(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(MIRROR, raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("sys.argv", ["conformance"])


@pytest.mark.usefixtures("without_terraform")
def test_without_the_binary_the_tool_says_so_in_one_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert conformance.main() == 0
    output = capsys.readouterr().out
    assert output.count("\n") == 1
    assert MIRROR in output


def test_the_binary_of_the_recorded_version_is_found_in_a_mirror(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(MIRROR, str(tmp_path))
    with pytest.raises(MissingBinaryError, match="terraform providers mirror"), provider_binary():
        pass
    for version in ("5.100.0", VERSION, "7.0.0"):
        folder = tmp_path / "registry.example.org" / "hashicorp" / "aws" / version / "linux_amd64"
        folder.mkdir(parents=True)
        (folder / f"terraform-provider-aws_v{version}_x5").touch(mode=0o755)
    with provider_binary() as binary:
        assert version_of(binary) == VERSION


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("aws:sqs/queue:Queue", "aws_sqs_queue"),
        ("aws:ec2/vpc:Vpc", "aws_vpc"),
        ("aws:lb/loadBalancer:LoadBalancer", "aws_lb"),
    ],
)
def test_a_type_has_a_terraform_name(token: str, expected: str) -> None:
    assert resource_name(token, ["aws_sqs_queue", "aws_vpc", "aws_lb"]) == expected


def test_a_type_without_a_terraform_name_is_reported() -> None:
    with pytest.raises(LookupError, match="its Terraform name"):
        resource_name("aws:sqs/queue:Queue", [])


def test_a_property_has_a_terraform_name() -> None:
    block = Block(
        {"role_arn": attribute(), "topic_arn": attribute(), "subnet_ids": attribute()},
        {"rule": nested(), "policy": nested()},
    )
    kinds = dict.fromkeys(
        ("roleArn", "topic", "subnetIds", "rules", "policies", "other"), schema.Kind("str")
    )
    assert fields(block, kinds) == {
        "roleArn": "role_arn",
        "topic": "topic_arn",
        "subnetIds": "subnet_ids",
        "rules": "rule",
        "policies": "policy",
    }


def test_inputs_become_a_configuration() -> None:
    block = Block(
        {"name": attribute(), "version": attribute(), "tags": attribute(["map", "string"])},
        {"vpc_config": nested(1, subnet_ids=attribute(["set", "string"]))},
    )
    inputs = {
        "name": schema.UNKNOWN,
        "version": "1.35",
        "vpcConfig": {"subnetIds": ["subnet-1"]},
        "__defaults": [],
    }
    assert configuration(block, schema_of(CLUSTER).inputs, inputs) == {
        "name": UNKNOWN,
        "version": "1.35",
        "vpc_config": [{"subnet_ids": ["subnet-1"]}],
    }
    with pytest.raises(LookupError, match="no roleArn"):
        configuration(block, schema_of(CLUSTER).inputs, {"roleArn": "a"})


def test_a_proposal_keeps_what_the_provider_computes() -> None:
    block = Block(
        {"name": attribute(), "arn": attribute(computed=True)},
        {"rule": nested(ordered=False, port=attribute("number"), id=attribute(computed=True))},
    )
    prior = {"name": "a", "arn": "b", "rule": [{"port": 1, "id": "x"}, {"port": 2, "id": "y"}]}
    config = {"name": None, "rule": [{"port": 2}, {"port": 3}]}
    assert proposed(block, prior, config) == {
        "name": None,
        "arn": "b",
        "rule": [{"port": 2, "id": "y"}, {"port": 3, "id": None}],
    }


def test_a_deployed_state_has_no_unknown_values() -> None:
    block = Block({"arn": attribute(), "ids": attribute(["list", "string"])}, {"rule": nested()})
    planned = {"arn": UNKNOWN, "ids": UNKNOWN, "rule": UNKNOWN}
    assert deployed(block, planned) == {"arn": "computed", "ids": [], "rule": []}


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("expected length of {path} to be in the range (1 - 80), got {value}", ["bytes", [1, 80]]),
        ("expected {path} to be in the range (0 - 43200), got {value}", ["range", [0, 43200]]),
        ('expected {path} to be one of ["a" "b"], got {value}', ["values", ["a", "b"]]),
        ("Valid Values: [LEGACY ENABLED ]", ["values", ["LEGACY", "ENABLED"]]),
        ('"{path}" ({value}) is an invalid ARN: arn: invalid prefix', ["format", "arn"]),
        ('"{path}" cannot be longer than 32 characters', ["bytes", [None, 32]]),
    ],
)
def test_a_message_is_read_as_a_rule(message: str, expected: list[Any]) -> None:
    assert list(rule(message)[:2]) == expected


def test_an_unknown_message_is_reported() -> None:
    with pytest.raises(LookupError, match="must be blue"):
        rule("{path} must be blue")


@given(st.text(max_size=100), st.integers(0, 200), st.text(max_size=30))
def test_a_recorded_value_is_read_back(start: str, times: int, end: str) -> None:
    value = f"{start}{'a' * times}{end}"
    assert unpacked(json.loads(json.dumps(packed(value)))) == value


def test_a_difference_from_a_recording_is_a_sentence(tmp_path: Path) -> None:
    recording = Recording("verdict", tmp_path / "verdicts.json")
    recording.write({"aws:sqs/queue:Queue": {"name": "replace", "tags": "update"}})
    assert recording.read() == {"aws:sqs/queue:Queue": {"name": "replace", "tags": "update"}}
    changed = {"aws:sqs/queue:Queue": {"name": "update", "tags": "update"}}
    assert list(recording.differences(changed)) == [
        "aws:sqs/queue:Queue name: verdict committed 'replace', recorded 'update'"
    ]
