"""What EKS refuses about a node group, what replaces one and what changes in place."""

import boto3
import pytest
from botocore.exceptions import ClientError

from simulator.provider.shapes import Props
from tests.simulator.eks.calls import (
    FARGATE_PROFILE,
    NODE_GROUP,
    NODES,
    changed,
    difference,
    made,
    profile_of,
    read,
)


def test_an_arn_is_written_as_eks_writes_it(cluster: Props, subnets: list[str]) -> None:
    start = "arn:aws:eks:eu-west-1:242905224710"
    group = made(NODE_GROUP, NODES | {"subnetIds": subnets})
    profile = made(FARGATE_PROFILE, profile_of(subnets))
    assert group == "one:nodes"
    assert read(NODE_GROUP, group)["arn"].startswith(f"{start}:nodegroup/one/nodes/")
    assert read(FARGATE_PROFILE, profile)["arn"].startswith(
        f"{start}:fargateprofile/one/{profile.partition(':')[2]}/"
    )


def test_a_node_group_says_which_autoscaling_group_it_is(
    cluster: Props, subnets: list[str]
) -> None:
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
def test_sizes_that_contradict_each_other_are_refused(
    cluster: Props, subnets: list[str], sizes: tuple[int, int, int], reason: str
) -> None:
    group = NODES | {"subnetIds": subnets}
    wrong = {"scalingConfig": dict(zip(("minSize", "desiredSize", "maxSize"), sizes, strict=True))}
    with pytest.raises(ClientError, match=reason):
        made(NODE_GROUP, group | wrong)
    id_ = made(NODE_GROUP, group)
    with pytest.raises(ClientError, match=reason):
        changed(NODE_GROUP, id_, group, group | wrong)


def test_a_desired_size_that_the_autoscaler_set_is_read(cluster: Props, subnets: list[str]) -> None:
    id_ = made(NODE_GROUP, NODES | {"subnetIds": subnets})
    boto3.client("eks", region_name="eu-west-1").update_nodegroup_config(
        clusterName="one", nodegroupName="nodes", scalingConfig={"desiredSize": 4}
    )
    assert read(NODE_GROUP, id_)["scalingConfig"] == {"minSize": 2, "desiredSize": 4, "maxSize": 4}


def test_a_launch_template_changes_its_version_in_place_and_nothing_else() -> None:
    group = NODES | {"launchTemplate": {"id": "lt-1", "version": "1"}}
    newer = {"launchTemplate": {"id": "lt-1", "version": "2"}}
    other = {"launchTemplate": {"id": "lt-2", "version": "1"}}
    named = {"launchTemplate": {"name": "nodes", "version": "1"}}
    assert not difference(NODE_GROUP, group, group | newer).replaces
    assert difference(NODE_GROUP, group, group | other).replaces == ["launchTemplate"]
    assert difference(NODE_GROUP, group, group | named).replaces == ["launchTemplate"]


def test_a_new_version_of_the_launch_template_reaches_the_node_group(
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


def test_a_fixed_name_is_deleted_before_it_is_made_again() -> None:
    smaller = NODES | {"instanceTypes": ["r5.large"]}
    assert difference(NODE_GROUP, NODES, smaller).deleteBeforeReplace
    assert not difference(NODE_GROUP, NODES, smaller | {"nodeGroupName": "b"}).deleteBeforeReplace
