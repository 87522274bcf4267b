"""The component `NodeGroup`: launch template, node group and node role."""

from collections.abc import Mapping
from typing import Any

import pytest
from pulumi import Output

from components.cluster.node_group import NodeGroup, NodeGroupArgs
from components.cluster.node_role import NodeRole
from components.cluster.node_scaling import Scaling
from estate.cluster.node_groups import node_group_name
from settings import Capacity
from settings.cluster import Effect, Taint
from tests.environments import GROUP as DECLARED
from tests.environments import KEEPING, platform_of
from tests.mocks.recording import Recording
from tests.mocks.stand_in import record

GROUP, TEMPLATE = "eks/nodeGroup:NodeGroup", "ec2/launchTemplate:LaunchTemplate"

BATCH = {
    "instance_types": ("r6i.large", "r5.large"),
    "capacity": Capacity.SPOT,
    "min_size": 3,
    "max_size": 9,
    "disk_size": 120,
    "labels": {"workload": "batch"},
    "taints": (Taint(key="dedicated", value="batch", effect=Effect.NO_EXECUTE),),
    "max_unavailable": 2,
}
"""A node group that differs from the committed one in all properties."""


def made(
    present: Mapping[str, Scaling] | None = None, environment: str = "staging", **changes: object
) -> Recording:
    group, settings = DECLARED.model_copy(update=changes), platform_of(environment)
    role = "arn:aws:iam::242905224710:role/nodes"

    def program() -> None:
        subnets = [Output.from_input("subnet-1"), Output.from_input("subnet-2")]
        NodeGroup(group.name, NodeGroupArgs(group, settings, role, subnets, present or {}))

    return record(program, stack=environment)


def group(**changes: object) -> dict[str, Any]:
    return dict(made(**changes).of(GROUP)[DECLARED.name].inputs)


def template(environment: str = "staging", **changes: object) -> dict[str, Any]:
    return dict(made(None, environment, **changes).of(TEMPLATE)[DECLARED.name].inputs)


def test_instance_metadata_requires_imdsv2_with_one_hop() -> None:
    assert template()["metadataOptions"] == {
        "httpEndpoint": "enabled",
        "httpTokens": "required",
        "httpPutResponseHopLimit": 1,
    }


@pytest.mark.parametrize("size", [80, 120])
def test_a_nodes_disk_is_encrypted_and_of_the_declared_size(size: int) -> None:
    (disk,) = template(disk_size=size)["blockDeviceMappings"]
    assert disk == {
        "deviceName": "/dev/xvda",
        "ebs": {
            "volumeSize": size,
            "volumeType": "gp3",
            "encrypted": "true",
            "deleteOnTermination": "true",
        },
    }


@pytest.mark.parametrize("environment", KEEPING)
def test_instances_and_volumes_have_the_default_tags(environment: str) -> None:
    tags = {
        "Name": f"biomage-{environment}-{DECLARED.name}",
        "Environment": environment,
        "ManagedBy": "pulumi",
        "Owner": "iac",
        "Project": "cellscope",
    }
    assert template(environment)["tagSpecifications"] == [
        {"resourceType": "instance", "tags": tags},
        {"resourceType": "volume", "tags": tags},
    ]


def test_a_node_group_is_as_declared() -> None:
    inputs = group(**BATCH)
    assert inputs["amiType"] == "AL2023_x86_64_STANDARD"
    assert inputs["capacityType"] == "SPOT"
    assert inputs["clusterName"] == "biomage-staging"
    assert inputs["instanceTypes"] == ["r6i.large", "r5.large"]
    assert inputs["labels"] == {"workload": "batch"}
    assert inputs["nodeRoleArn"] == "arn:aws:iam::242905224710:role/nodes"
    assert inputs["scalingConfig"] == {"minSize": 3, "maxSize": 9, "desiredSize": 3}
    assert inputs["subnetIds"] == ["subnet-1", "subnet-2"]
    assert inputs["taints"] == [{"key": "dedicated", "value": "batch", "effect": "NO_EXECUTE"}]
    assert inputs["updateConfig"] == {"maxUnavailable": 2}
    assert inputs["version"] == platform_of("staging").kubernetes_version


NAME = node_group_name(DECLARED, platform_of("staging"))
LIMITS = DECLARED.min_size, DECLARED.max_size


def scaled(*present: int, name: str = NAME, **changes: object) -> tuple[dict[str, int], bool]:
    """Returns the numbers of nodes that EKS gets, and whether the desired one is ignored.

    `present` are those of an existing node group.
    """
    (one,) = made({name: Scaling(*present)} if present else None, **changes).of(GROUP).values()
    return one.inputs["scalingConfig"], one.ignored == ("scalingConfig.desiredSize",)


def test_the_desired_number_alone_is_not_changed() -> None:
    assert scaled(*LIMITS, 3)[1]


@pytest.mark.parametrize(("least", "most", "nodes"), [(2, 9, 4), (2, 3, 3), (5, 9, 5), (2, 4, 4)])
def test_a_change_of_the_limits_keeps_the_number_of_nodes_within_them(
    least: int, most: int, nodes: int
) -> None:
    sizes = {"minSize": least, "maxSize": most, "desiredSize": nodes}
    assert scaled(1, 8, 4, min_size=least, max_size=most) == (sizes, False)


def test_a_new_node_group_starts_with_the_minimum() -> None:
    sizes = {"minSize": 2, "maxSize": 9, "desiredSize": 2}
    assert scaled(min_size=2, max_size=9) == (sizes, False)
    assert scaled(1, 8, 4, name=f"other-{NAME}", min_size=2, max_size=9) == (sizes, False)


def test_a_replacement_starts_with_the_nodes_that_it_replaces() -> None:
    sizes = {"minSize": 2, "maxSize": 9, "desiredSize": 4}
    before = f"{DECLARED.name}-0123abcd"
    assert scaled(1, 8, 4, name=before, min_size=2, max_size=9) == (sizes, False)


def test_the_launch_template_does_not_override_the_node_group() -> None:
    inputs = group()
    assert inputs["launchTemplate"] == {"id": f"{DECLARED.name}-id", "version": "1"}
    assert not inputs.keys() & {"diskSize", "remoteAccess", "releaseVersion"}
    # An instance type or image in the template would override the node group's.
    assert not template().keys() & {"instanceType", "imageId", "keyName", "userData"}


@pytest.mark.parametrize("change", BATCH)
def test_a_node_groups_name_has_the_hash_and_is_an_output(change: str) -> None:
    recording = made(**{change: BATCH[change]})
    declared = DECLARED.model_copy(update={change: BATCH[change]})
    name = node_group_name(declared, platform_of("staging"))
    (component,) = recording.of("cluster:NodeGroup").values()
    assert recording.of(GROUP)[DECLARED.name].inputs["nodeGroupName"] == name
    assert recording.outputs[component.urn] == {
        "node_group_name": name,
        "scaling_group_name": "eks-post-scaling",
    }


def test_the_launch_template_keeps_its_name() -> None:
    # Another name would replace the template, and therefore the node group.
    assert template(**BATCH)["name"] == template()["name"] == f"biomage-staging-{DECLARED.name}"


def test_the_node_role_has_only_the_required_policies() -> None:
    recording = record(lambda: NodeRole("nodes", platform_of("staging")))
    attached = recording.of("iam/rolePolicyAttachment:RolePolicyAttachment").values()
    assert {one.inputs["policyArn"].rpartition("/")[2] for one in attached} == {
        "AmazonEC2ContainerRegistryPullOnly",
        "AmazonEKSWorkerNodePolicy",
        "AmazonSSMManagedInstanceCore",
    }
    assert {one.inputs["role"] for one in attached} == {"nodes-staging"}
    assert recording.of("iam/rolePolicy:RolePolicy") == {}
