"""Public case 14: access entries that were made by hand are not seen.

https://github.com/hashicorp/terraform-provider-aws/issues/36742
"""

import shlex
import subprocess

import pytest

from delivery.gate.findings import Findings
from delivery.plan.stack_plan import StackPlan
from delivery.report.report import report
from simulator.plugins.aws.shapes import Props
from tests.public_cases.access import ACCOUNT, declare, found
from tests.simulator.plugins.eks.calls import (
    AWS,
    FARGATE_PROFILE,
    NODE_GROUP,
    NODES,
    made,
    profile_of,
)
from tests.simulator.plugins.eks.calls import ROLE as DECLARED

BY_HAND = {"clusterName": "one", "principalArn": f"{ACCOUNT}:role/builder"}
EDIT = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy"


def test_drift_names_an_entry_made_by_hand_and_its_command_removes_it(cluster: Props) -> None:
    declared = declare(DECLARED)
    eks = AWS("eks")
    eks.create_access_entry(**BY_HAND, kubernetesGroups=["readers"])
    scope = {"type": "namespace", "namespaces": ["default"]}
    eks.associate_access_policy(**BY_HAND, policyArn=EDIT, accessScope=scope)
    (problem,) = found(*declared)
    assert problem.problem == (
        f"The access entry of {BY_HAND['principalArn']} in one is not declared. It has the access"
        " policy AmazonEKSEditPolicy (default) and the group readers."
    )
    assert "declare it in Pulumi.staging.yaml" in problem.remedy
    run(*problem.commands)
    assert not list(found(*declared))


def test_drift_names_an_access_policy_associated_by_hand(cluster: Props) -> None:
    declared = declare(DECLARED)
    of = {"clusterName": "one", "principalArn": DECLARED}
    AWS("eks").associate_access_policy(**of, policyArn=EDIT, accessScope={"type": "cluster"})
    (problem,) = found(*declared)
    assert "has the access policy AmazonEKSEditPolicy (cluster), which is not" in problem.problem
    run(*problem.commands)
    assert not list(found(*declared))


def test_entries_that_eks_creates_for_nodes_and_pods_are_not_drift(
    cluster: Props, subnets: list[str]
) -> None:
    made(NODE_GROUP, NODES | {"subnetIds": subnets})
    made(FARGATE_PROFILE, profile_of(subnets))
    assert len(AWS("eks").list_access_entries(clusterName="one")["accessEntries"]) == 2
    assert not list(found())


def test_an_entry_for_nodes_of_another_role_is_drift(cluster: Props) -> None:
    AWS("eks").create_access_entry(**BY_HAND, type="EC2_LINUX")
    (problem,) = found()
    assert "It has the type EC2_LINUX." in problem.problem


def test_the_issue_names_the_principal_the_policies_and_the_command(cluster: Props) -> None:
    AWS("eks").create_access_entry(**BY_HAND)
    drift = StackPlan("staging", access=tuple(found()))
    text = report([], Findings(), drift=[drift]).comment
    assert "**staging: 1 problem with access to the cluster.**" in text
    assert f"`{BY_HAND['principalArn']}`" in text
    assert "aws eks delete-access-entry --cluster-name one --principal-arn" in text
    assert drift.has_drift


@pytest.fixture(autouse=True)
def region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")


def run(*commands: str) -> None:
    for command in commands:
        subprocess.run(shlex.split(command), check=True, capture_output=True)
