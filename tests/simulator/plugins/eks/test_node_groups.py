"""EKS's refusals for a node group, and which changes replace it or happen in place."""

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from simulator.plugins.aws.resource import write
from simulator.plugins.aws.services import RESOURCE_TYPES
from simulator.plugins.aws.shapes import Props
from tests.simulator.plugins.eks.calls import (
    AWS,
    FARGATE_PROFILE,
    NODE_GROUP,
    NODES,
    changed,
    difference,
    made,
    profile_of,
    read,
)


def test_arns_have_the_format_of_eks(cluster: Props, subnets: list[str]) -> None:
    start = "arn:aws:eks:eu-west-1:242905224710"
    group = made(NODE_GROUP, NODES | {"subnetIds": subnets})
    profile = made(FARGATE_PROFILE, profile_of(subnets))
    assert group == "one:nodes"
    assert read(NODE_GROUP, group)["arn"].startswith(f"{start}:nodegroup/one/nodes/")
    assert read(FARGATE_PROFILE, profile)["arn"].startswith(
        f"{start}:fargateprofile/one/{profile.partition(':')[2]}/"
    )


def test_node_group_names_its_autoscaling_group(cluster: Props, subnets: list[str]) -> None:
    state = read(NODE_GROUP, made(NODE_GROUP, NODES | {"subnetIds": subnets}))
    assert state["resources"][0]["autoscalingGroups"][0]["name"].startswith("eks-")
    assert state["status"] == "ACTIVE"
    assert state["version"] == "1.34"


@pytest.mark.parametrize(
    ("sizes", "reason"),
    [
        ((3, 2, 4), "Minimum capacity 3 can't be greater than desired size 2"),
        ((1, 5, 4), "desired capacity 5 can't be greater than max size 4"),
    ],
)
def test_inconsistent_sizes_are_refused(
    cluster: Props, subnets: list[str], sizes: tuple[int, int, int], reason: str
) -> None:
    group = NODES | {"subnetIds": subnets}
    wrong = {"scalingConfig": dict(zip(("minSize", "desiredSize", "maxSize"), sizes, strict=True))}
    with pytest.raises(ClientError, match=reason):
        made(NODE_GROUP, group | wrong)
    id_ = made(NODE_GROUP, group)
    with pytest.raises(ClientError, match=reason):
        changed(NODE_GROUP, id_, group, group | wrong)


def test_desired_size_set_by_the_autoscaler_is_read(cluster: Props, subnets: list[str]) -> None:
    id_ = made(NODE_GROUP, NODES | {"subnetIds": subnets})
    boto3.client("eks", region_name="eu-west-1").update_nodegroup_config(
        clusterName="one", nodegroupName="nodes", scalingConfig={"desiredSize": 4}
    )
    assert read(NODE_GROUP, id_)["scalingConfig"] == {"minSize": 2, "desiredSize": 4, "maxSize": 4}


def test_launch_template_version_is_updated_in_place_only() -> None:
    group = NODES | {"launchTemplate": {"id": "lt-1", "version": "1"}}
    newer = {"launchTemplate": {"id": "lt-1", "version": "2"}}
    other = {"launchTemplate": {"id": "lt-2", "version": "1"}}
    named = {"launchTemplate": {"name": "nodes", "version": "1"}}
    assert not difference(NODE_GROUP, group, group | newer).replaces
    assert difference(NODE_GROUP, group, group | other).replaces == ["launchTemplate"]
    assert difference(NODE_GROUP, group, group | named).replaces == ["launchTemplate"]


def test_new_launch_template_version_updates_the_node_group(
    cluster: Props, subnets: list[str]
) -> None:
    ec2 = boto3.client("ec2", region_name="eu-west-1")
    template = ec2.create_launch_template(
        LaunchTemplateName="of-a-node-group", LaunchTemplateData={}
    )
    id_ = template["LaunchTemplate"]["LaunchTemplateId"]
    group = NODES | {"subnetIds": subnets, "launchTemplate": {"id": id_, "version": "1"}}
    newer = group | {"launchTemplate": {"id": id_, "version": "2"}}
    made(NODE_GROUP, group)
    state = changed(NODE_GROUP, "one:nodes", group, newer)
    assert state["launchTemplate"] == {"id": id_, "name": "of-a-node-group", "version": "2"}
    assert "diskSize" not in state


def test_an_update_of_a_template_sends_its_id_and_no_kept_version(
    aws_environment: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[Props] = []

    def update(**parameters: Any) -> Props:
        sent.append(parameters)
        return {"update": {"id": "1"}}

    done = {"update": {"status": "Successful"}}
    monkeypatch.setattr(AWS("eks"), "update_nodegroup_version", update)
    monkeypatch.setattr(AWS("eks"), "describe_update", lambda **_: done)
    template = {"id": "lt-1", "name": "of-a-node-group", "version": "1"}
    group = NODES | {"launchTemplate": template, "version": "1.35", "releaseVersion": "1.35.1"}
    newer = group | {"launchTemplate": template | {"version": "2"}}
    write(RESOURCE_TYPES[NODE_GROUP], AWS, "one:nodes", group, newer)
    assert [one["launchTemplate"] for one in sent] == [{"id": "lt-1", "version": "2"}]
    assert not sent[0].keys() & {"version", "releaseVersion"}


def test_node_group_with_fixed_name_is_deleted_before_replacement() -> None:
    smaller = NODES | {"instanceTypes": ["r5.large"]}
    assert difference(NODE_GROUP, NODES, smaller).deleteBeforeReplace
    assert not difference(NODE_GROUP, NODES, smaller | {"nodeGroupName": "b"}).deleteBeforeReplace
