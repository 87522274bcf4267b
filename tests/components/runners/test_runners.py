"""The component `Runners`: the network, the projects and the rights of their service roles."""

import json
import re
from collections.abc import Iterator
from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

import pytest
import yaml

from components.account.account import Account, AccountArgs
from components.runners.runners import Runners, RunnersArgs
from estate.account.account import boundary_arn
from estate.account.account_roles import account_roles
from estate.account.runners import (
    ADDRESS,
    BUILD_MINUTES,
    CIDR,
    NETWORK,
    PRIVATE_CIDR,
    PUBLIC_CIDR,
    RUNNERS,
    Runner,
)
from settings import AccountSettings
from settings.runners import Runners as Choice
from tests.checkout import tracked
from tests.environments import KEEPING, platform_of
from tests.mocks.answers import KEY_ID
from tests.mocks.recording import Recording, Registered
from tests.mocks.stand_in import record
from tests.settings.test_settings import committed

CONNECTION = (
    "arn:aws:codeconnections:eu-west-1:242905224710:connection/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f"
)
WORKFLOWS = {file: yaml.safe_load(file.read_text()) for file in tracked(".github/workflows/*.yaml")}
SETTINGS = committed("account")
assert isinstance(SETTINGS, AccountSettings)


def runners() -> Recording:
    assert isinstance(SETTINGS, AccountSettings)
    return record(lambda: Runners("runners", RunnersArgs(SETTINGS, CONNECTION)), stack="account")


RECORDING = runners()
each_runner = pytest.mark.parametrize("runner", RUNNERS, ids=lambda one: one.project)


def of(kind: str, runner: Runner) -> Registered:
    return RECORDING.of(kind)[runner.role]


def only(kind: str) -> Registered:
    (one,) = RECORDING.of(kind).values()
    return one


def rights(runner: Runner) -> list[dict[str, Any]]:
    policy = of("iam/rolePolicy:RolePolicy", runner).inputs["policy"]
    return json.loads(policy)["Statement"]


def actions(runner: Runner) -> set[str]:
    lists = (one["Action"] for one in rights(runner))
    return {action for one in lists for action in ([one] if isinstance(one, str) else one)}


@each_runner
def test_a_project_hosts_jobs_in_the_private_subnet(runner: Runner) -> None:
    project = of("codebuild/project:Project", runner).inputs
    assert project["name"] == runner.project
    assert project["vpcConfig"] == {
        "vpcId": f"{NETWORK}-id",
        "subnets": [f"{NETWORK}-private-id"],
        "securityGroupIds": [f"{NETWORK}-id"],
    }
    assert project["source"] == {
        "type": "GITHUB",
        "location": "https://github.com/hms-dbmi-cellenics/iac.git",
        "auth": {"type": "CODECONNECTIONS", "resource": CONNECTION},
    }
    assert "privilegedMode" not in project["environment"]
    logs = of("cloudwatch/logGroup:LogGroup", runner).inputs
    assert project["logsConfig"]["cloudwatchLogs"]["groupName"] == logs["name"]
    assert logs["name"] == f"/aws/codebuild/{runner.project}"


@each_runner
def test_a_webhook_starts_builds_only_for_queued_jobs_of_the_projects_workflows(
    runner: Runner,
) -> None:
    webhook = of("codebuild/webhook:Webhook", runner).inputs
    assert webhook["projectName"] == runner.project
    ((event, workflow),) = (one["filters"] for one in webhook["filterGroups"])
    assert event == {"type": "EVENT", "pattern": "WORKFLOW_JOB_QUEUED"}
    assert workflow["type"] == "WORKFLOW_NAME"
    for name in runner.workflows:
        assert re.search(workflow["pattern"], name)
        assert not re.search(workflow["pattern"], f"{name}-2")
    assert not re.search(workflow["pattern"], "preview")


@each_runner
def test_a_service_role_can_neither_assume_roles_nor_read_data(runner: Runner) -> None:
    role = of("iam/role:Role", runner).inputs
    assert role["permissionsBoundary"] == boundary_arn(SETTINGS)
    assert role["name"] not in {one.name for one in account_roles(SETTINGS)}
    services = {action.partition(":")[0] for action in actions(runner)}
    assert services == {"codeconnections", "ec2", "logs"}
    assert not any("*" in action for action in actions(runner))
    (trust,) = json.loads(role["assumeRolePolicy"])["Statement"]
    assert trust["Principal"] == {"Service": "codebuild.amazonaws.com"}
    project = f"arn:aws:codebuild:eu-west-1:242905224710:project/{runner.project}"
    assert trust["Condition"]["ArnLike"] == {"aws:SourceArn": project}


@each_runner
def test_a_service_role_changes_only_interfaces_of_its_subnet_and_its_own_logs(
    runner: Runner,
) -> None:
    subnet = RECORDING.of("ec2/subnet:Subnet")[f"{NETWORK}-private"].arn
    statements = {one["Sid"]: one for one in rights(runner)}
    assert subnet in statements.pop("EntersItsSubnet")["Resource"]
    for sid in ("LeavesItsSubnet", "LetsCodeBuildUseItsInterfaces"):
        condition = statements.pop(sid)["Condition"]
        assert condition["ArnEquals"] == {"ec2:Subnet": subnet}
    logs = f"arn:aws:logs:eu-west-1:242905224710:log-group:/aws/codebuild/{runner.project}:*"
    assert statements.pop("Logs")["Resource"] == logs
    assert statements.pop("UsesTheConnection")["Resource"] == CONNECTION
    (reading,) = statements.values()
    assert all(action.startswith("ec2:Describe") for action in reading["Action"])


@each_runner
def test_a_project_is_created_after_its_rights_and_its_way_out(runner: Runner) -> None:
    first = {
        of("iam/rolePolicy:RolePolicy", runner).urn,
        RECORDING.of("ec2/route:Route")[f"{NETWORK}-private"].urn,
    }
    assert first <= RECORDING.waits_for(of("codebuild/project:Project", runner))


def test_all_runners_leave_the_network_from_one_address() -> None:
    address, gateway = only("ec2/eip:Eip"), only("ec2/natGateway:NatGateway")
    assert address.inputs["tags"]["Name"] == ADDRESS
    assert gateway.inputs["allocationId"] == f"{ADDRESS}-id"
    route = RECORDING.of("ec2/route:Route")[f"{NETWORK}-private"].inputs
    assert (route["destinationCidrBlock"], route["natGatewayId"]) == ("0.0.0.0/0", f"{NETWORK}-id")


def test_nothing_reaches_a_runner_and_a_runner_reaches_only_https() -> None:
    assert "ingress" not in only("ec2/securityGroup:SecurityGroup").inputs
    rule = only("ec2/securityGroupRule:SecurityGroupRule").inputs
    assert (rule["type"], rule["securityGroupId"]) == ("egress", f"{NETWORK}-id")
    assert (rule["protocol"], rule["fromPort"], rule["toPort"]) == ("tcp", 443, 443)
    assert only("ec2/flowLog:FlowLog").inputs["vpcId"] == f"{NETWORK}-id"


def test_the_network_overlaps_no_network_of_an_environment() -> None:
    assert PUBLIC_CIDR.subnet_of(CIDR)
    assert not PUBLIC_CIDR.overlaps(PRIVATE_CIDR)
    networks: list[IPv4Network] = [
        one.cidr for one in (platform_of(each).network for each in KEEPING) if one
    ]
    assert len(networks) == len(KEEPING)
    assert not any(CIDR.overlaps(one) for one in networks)


def test_a_team_with_runners_of_its_own_has_no_project_and_no_network() -> None:
    assert isinstance(SETTINGS, AccountSettings)
    settings = SETTINGS.model_copy(update={"runners": Choice(label="own")})
    made = record(lambda: Account("account", AccountArgs(settings, KEY_ID)), stack="account")
    assert not made.of("codebuild/project:Project")
    assert not made.of("ec2/vpc:Vpc")


@each_runner
def test_the_workflows_of_a_runner_exist_and_end_before_its_builds(runner: Runner) -> None:
    named = {one["name"]: one for one in WORKFLOWS.values()}
    assert named.keys() >= {*runner.workflows}
    for workflow in WORKFLOWS.values():
        for job in workflow["jobs"].values():
            assert job.get("timeout-minutes", 0) < BUILD_MINUTES


@each_runner
def test_a_job_runs_on_a_runner_only_in_the_runners_workflows(runner: Runner) -> None:
    for file, workflow in WORKFLOWS.items():
        if f"codebuild-{runner.project}-" in file.read_text():
            assert {*_started_as(file, workflow)} <= {*runner.workflows}


def _started_as(file: Path, workflow: dict[str, Any]) -> Iterator[str]:
    """The names of the runs of a workflow: its own, or those of the workflows that call it."""
    callers = [
        one
        for each, one in WORKFLOWS.items()
        if f"./.github/workflows/{file.name}" in each.read_text()
    ]
    yield from (one["name"] for one in callers or [workflow])
