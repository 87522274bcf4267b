"""The checks of settings against the network, the cluster and the DNS records that exist."""

import json
from typing import Any

import pytest

from estate.naming import cluster_name
from settings.network import AN_EXISTING_NETWORK
from stacks.surroundings import version_problems
from tests.environments import platform_of
from tests.mocks import answers
from tests.mocks.runs import run_main
from tests.mocks.stand_in import record
from tests.settings.malformed import stack_file
from tests.settings.test_settings import flat
from tests.stacks.test_preflight import answering, refused  # noqa: F401 (a fixture)

_EXISTING = stack_file("staging", network=None, existingNetwork=json.dumps(AN_EXISTING_NETWORK))
_DOMAIN = stack_file("staging", domain='{"zone": "example.org", "name": "scp.example.org"}')
_VPC = AN_EXISTING_NETWORK["vpcId"]


def _alias(dns_name: str) -> dict[str, Any]:
    return {"dnsName": dns_name, "evaluateTargetHealth": True, "hostedZoneId": "Z"}


def _record(name: str, type_: str = "A", target: str | None = None) -> dict[str, Any]:
    alias = target and _alias(target)
    return {"name": name, "type": type_, "aliasTarget": alias, "resourceRecords": []}


def _records(*records: dict[str, Any]) -> dict[str, Any]:
    return {"zoneId": answers.ZONE_ID, "resourceRecordSets": list(records)}


@pytest.mark.parametrize("preview", [True, False])
def test_subnets_in_one_zone_are_refused(answering: dict[str, Any], preview: bool) -> None:  # noqa: F811
    answering["aws:ec2/getSubnet:getSubnet"] = {"vpcId": _VPC, "availabilityZone": "eu-west-1a"}
    _, *lines = refused("staging", _EXISTING, preview=preview)
    assert [line.strip() for line in lines] == [
        f"cellscope:existingNetwork.{key}: all subnets are in eu-west-1a. Write subnets in two"
        " availability zones or more."
        for key in ("privateSubnetIds", "publicSubnetIds")
    ]


def test_each_subnet_of_another_vpc_is_named(answering: dict[str, Any]) -> None:  # noqa: F811
    answering["aws:ec2/getSubnet:getSubnet"] = {
        "vpcId": "vpc-0b1b2c3d",
        "availabilityZone": "eu-west-1a",
    }
    lines = refused("staging", _EXISTING)
    for subnet in [
        *AN_EXISTING_NETWORK["privateSubnetIds"],
        *AN_EXISTING_NETWORK["publicSubnetIds"],
    ]:
        assert sum(f'the subnet "{subnet}" is in vpc-0b1b2c3d. ' in line for line in lines) == 1


def test_each_subnet_that_does_not_exist_is_one_problem(answering: dict[str, Any]) -> None:  # noqa: F811
    answering["aws:ec2/getSubnet:getSubnet"] = LookupError("no matching EC2 Subnets found")
    head, *lines = refused("staging", _EXISTING)
    assert head == "Pulumi.staging.yaml: 4 problems, nothing was changed."
    assert all("cannot be read. Write the id of a subnet of account" in line for line in lines)


@pytest.mark.parametrize(
    "foreign",
    [
        _record("scp.example.org.", target="k8s-production-1.eu-west-1.elb.amazonaws.com."),
        _record("\\052.scp.example.org.", "CNAME"),
        _record("scp.example.org.", "AAAA"),
        _record("scp.example.org.", target="k8s-staging-1.example.com."),
    ],
)
def test_a_record_of_something_else_is_refused_before_the_first_resource(
    answering: dict[str, Any],  # noqa: F811
    foreign: dict[str, Any],
) -> None:
    answering["aws:route53/getRecords:getRecords"] = _records(foreign)
    _, line = refused("staging", _DOMAIN)
    assert f"has a record of type {foreign['type']} for " in line
    assert line.endswith("Delete the record, or choose another name.")


def test_records_of_the_environment_and_other_names_are_accepted(
    answering: dict[str, Any],  # noqa: F811
) -> None:
    ours = "dualstack.k8s-staging-1234.eu-west-1.elb.amazonaws.com."
    answering["aws:route53/getRecords:getRecords"] = _records(
        _record("scp.example.org.", target=ours),
        _record("\\052.scp.example.org.", target=ours),
        _record("scp.example.org.", "TXT"),
        _record("ui.scp.example.org.", "CNAME"),
    )
    made = record(run_main, stack="staging", config=flat(_DOMAIN))
    assert made.of("route53/record:Record").keys() >= {"scp.example.org", "scp.example.org-below"}


@pytest.mark.parametrize(
    ("running", "nodes", "problem"),
    [
        ("1.36", "1.36", "and a deployment does not go back"),
        ("1.40", "1.36", "and a deployment does not go back"),
        ("1.33", "1.33", 'and EKS updates one minor version at a time. Write "1.34", and'),
        ("1.30", "1.30", 'and EKS updates one minor version at a time. Write "1.31", and'),
        ("1.34", "1.31", "the nodes of batch run 1.31, more than 3 minor versions less."),
        ("1.35", "1.31", "the nodes of batch run 1.31, more than 3 minor versions less."),
        ("1.35", "1.35", None),
        ("1.34", "1.34", None),
        ("1.35", "1.32", None),
    ],
)
def test_a_version_that_eks_cannot_update_to_is_one_problem(
    running: str, nodes: str, problem: str | None
) -> None:
    settings = platform_of("staging", kubernetes_version="1.35")
    lines = list(version_problems(settings, running, {"batch": nodes}))
    assert len(lines) == (problem is not None)
    assert problem is None or problem in lines[0]


@pytest.mark.parametrize("preview", [True, False])
def test_a_downgrade_is_refused_before_the_first_resource(
    answering: dict[str, Any],  # noqa: F811
    preview: bool,
) -> None:
    name = cluster_name(platform_of("staging"))
    answering["aws:eks/getClusters:getClusters"] = {"names": [name]}
    answering["aws:eks/getNodeGroups:getNodeGroups"] = {"names": []}
    answering["aws:eks/getCluster:getCluster"] = {"version": "1.99"}
    _, line = refused("staging", stack_file("staging"), preview=preview)
    assert line.startswith("  cellscope:kubernetesVersion = ")
    assert ": the cluster runs 1.99" in line
