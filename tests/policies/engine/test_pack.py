"""The policy pack over gRPC, as the engine calls it, without the engine."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import analyzer_pb2, analyzer_pb2_grpc

from policies.engine.pack import RULES
from policies.rules.cluster.cluster import CLUSTER
from policies.rules.cluster.kubernetes_admins import CONFIG_MAP, MASTERS
from policies.rules.data.ecr import REPOSITORY
from policies.rules.messaging.messaging import QUEUE
from tests.policies.rules.cases import UNKNOWN

PACK = Path(__file__).parents[3] / "policies"


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The policy pack in a separate process, in another folder, as an engine starts it."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-u", "-m", "pulumi.policy", "127.0.0.1:1", str(PACK)]
    process = subprocess.Popen(command, cwd=elsewhere, env=environment, stdout=subprocess.PIPE)
    assert process.stdout
    with process, grpc.insecure_channel(f"127.0.0.1:{int(process.stdout.readline())}") as channel:
        stub = analyzer_pb2_grpc.AnalyzerStub(channel)
        configure(stub)
        stub.Configure(analyzer_pb2.ConfigureAnalyzerRequest())
        yield stub
        process.terminate()


def configure(stub: Any, **settings: str) -> None:
    """Gives the pack the configuration of the stack, with other settings beside."""
    given = {"admins": '[{"name": "ada"}]', "token": "xyz"} | settings
    stub.ConfigureStack(
        analyzer_pb2.AnalyzerStackConfigureRequest(
            stack="staging",
            config={f"cellscope:{key}": value for key, value in given.items()},
            config_secret_keys=["cellscope:token"],
        )
    )


def request(type_: str, urn: str, props: Mapping[str, Any]) -> Any:
    one = analyzer_pb2.AnalyzeRequest(type=type_, urn=urn, name=urn)
    one.properties.update(props)
    return one


def resource(type_: str, urn: str, props: Mapping[str, Any]) -> Any:
    one = analyzer_pb2.AnalyzerResource(type=type_, urn=urn, name=urn)
    one.properties.update(props)
    return one


def names(response: Any) -> set[str]:
    return {each.policyName for each in response.diagnostics}


def test_the_engine_gets_every_rule(pack: Any) -> None:
    offered = pack.GetAnalyzerInfo(empty_pb2.Empty())
    assert [policy.name for policy in offered.policies] == [rule.name for rule in RULES]


def test_a_resource_is_checked_by_the_rules_for_its_type(pack: Any) -> None:
    messages = pack.Analyze(request(REPOSITORY, "one", {"imageTagMutability": "MUTABLE"}))
    assert {"ecr-tag-immutability", "ecr-scan-on-push"} <= names(messages)
    assert {one.severity for one in messages.diagnostics} == {0}
    assert not pack.Analyze(request("pulumi:pulumi:Stack", "one", {})).diagnostics


def test_an_unknown_value_is_reported_as_advisory(pack: Any) -> None:
    messages = pack.Analyze(request(REPOSITORY, "one", {"imageTagMutability": UNKNOWN}))
    (one,) = [each for each in messages.diagnostics if each.policyName == "ecr-tag-immutability"]
    assert one.enforcementLevel == analyzer_pb2.ADVISORY
    assert one.severity == analyzer_pb2.POLICY_SEVERITY_LOW
    assert one.message.startswith("to be checked at deployment, when these are known: ")


def test_violations_of_an_adopted_resource_are_advisory(pack: Any) -> None:
    def levels(name: str) -> set[int]:
        props = {"imageTagMutability": "MUTABLE"}
        urn = f"urn:pulumi:staging::small::cellscope:account:Images${REPOSITORY}::{name}"
        messages = pack.Analyze(request(REPOSITORY, urn, props))
        alone = pack.AnalyzeStack(
            analyzer_pb2.AnalyzeStackRequest(resources=[resource(QUEUE, _queue(name), {})])
        )
        found = [*messages.diagnostics, *alone.diagnostics]
        assert {"ecr-tag-immutability", "queue-dead-letter-queue"} <= {
            one.policyName for one in found
        }
        return {one.enforcementLevel for one in found}

    configure(pack, adopted='[{"resource": "ecr.Repository api"}, {"resource": "sqs.Queue api"}]')
    assert levels("api") == {analyzer_pb2.ADVISORY}
    assert analyzer_pb2.MANDATORY in levels("ui")
    configure(pack, adopted="no list")
    assert analyzer_pb2.MANDATORY in levels("api")
    configure(pack)


def _queue(name: str) -> str:
    return f"urn:pulumi:staging::small::{QUEUE}::{name}"


def test_rules_read_the_stack_and_its_configuration(pack: Any) -> None:
    def violated(user: str) -> set[str]:
        rows = f"- {{userarn: 'arn:aws:iam::1:user/{user}', username: it, groups: ['{MASTERS}']}}"
        place = {"metadata": {"name": "aws-auth", "namespace": "kube-system"}}
        return names(pack.Analyze(request(CONFIG_MAP, "it", place | {"data": {"mapUsers": rows}})))

    assert "system-masters-listed" in violated("eve")
    assert "system-masters-listed" not in violated("ada")


@pytest.mark.parametrize("old", [UNKNOWN, '{"deadLetterTargetArn": "arn:old"}'])
def test_a_stack_rule_ignores_outputs_that_are_not_declared(pack: Any, old: str) -> None:
    pack.Analyze(request(QUEUE, "lonely", {"name": "lonely"}))
    planned = {"name": "lonely", "redrivePolicy": old, "arn": UNKNOWN}
    messages = pack.AnalyzeStack(
        analyzer_pb2.AnalyzeStackRequest(resources=[resource(QUEUE, "lonely", planned)])
    )
    (one,) = [each for each in messages.diagnostics if each.policyName == "queue-dead-letter-queue"]
    assert one.enforcementLevel == analyzer_pb2.MANDATORY
    assert one.urn == "lonely"


def test_a_stack_rule_treats_declared_unknown_values_as_unknown(pack: Any) -> None:
    planned = {"name": "busy", "redrivePolicy": UNKNOWN}
    pack.Analyze(request(QUEUE, "busy", planned))
    messages = pack.AnalyzeStack(
        analyzer_pb2.AnalyzeStackRequest(resources=[resource(QUEUE, "busy", planned)])
    )
    levels = {
        each.enforcementLevel
        for each in messages.diagnostics
        if each.policyName == "queue-dead-letter-queue"
    }
    assert levels <= {analyzer_pb2.ADVISORY}


@pytest.mark.parametrize(("arn", "is_refused"), [(UNKNOWN, True), ("arn:aws:eks:::one", False)])
def test_an_unsupported_version_is_refused_only_for_a_new_cluster(
    pack: Any, arn: str, is_refused: bool
) -> None:
    pack.Analyze(request(CLUSTER, arn, {"version": "1.29"}))
    planned = resource(CLUSTER, arn, {"version": "1.29", "arn": arn})
    messages = pack.AnalyzeStack(analyzer_pb2.AnalyzeStackRequest(resources=[planned]))
    assert ("kubernetes-version-supported" in names(messages)) == is_refused
