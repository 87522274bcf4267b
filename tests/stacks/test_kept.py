"""The transform that keeps inputs of adopted resources as AWS has them."""

import asyncio
from typing import Any

from pulumi import Output, ResourceOptions, ResourceTransformArgs

from settings.adopted import Adopted
from stacks.kept import Kept
from tests.environments import platform_of

CLUSTER = "aws:eks/cluster:Cluster"


def kept(keep: dict[str, Any], props: dict[str, Any], name: str = "cluster-eksCluster") -> Any:
    """The inputs of a cluster after the transform; None if it changes nothing."""
    record = Adopted(resource="eks.Cluster cluster-eksCluster", keep=keep)
    transform = Kept(platform_of("staging", adopted=(record,))).transform
    answer = transform(ResourceTransformArgs(True, CLUSTER, name, props, ResourceOptions()))
    return answer and answer.props


def test_kept_inputs_replace_those_of_the_program() -> None:
    found = kept({"roleArn": "old", "vpcConfig.subnetIds": ["a"]}, {"roleArn": "new", "name": "c"})
    assert found == {"roleArn": "old", "name": "c", "vpcConfig": {"subnetIds": ["a"]}}


def test_an_input_that_is_kept_without_a_value_is_removed() -> None:
    props = {"vpcConfig": {"subnetIds": ["b"], "publicAccessCidrs": ["0.0.0.0/0"]}}
    assert kept({"vpcConfig.subnetIds": None}, props) == {
        "vpcConfig": {"publicAccessCidrs": ["0.0.0.0/0"]}
    }


def test_other_resources_and_the_given_inputs_are_unchanged() -> None:
    props = {"vpcConfig": {"subnetIds": ["b"]}}
    assert kept({"roleArn": "old"}, props, name="another") is None
    kept({"vpcConfig.subnetIds": ["a"]}, props)
    assert props == {"vpcConfig": {"subnetIds": ["b"]}}


def test_an_input_within_an_output_is_kept() -> None:
    async def found() -> Any:
        given = Output.from_input({"subnetIds": ["b"], "endpointPublicAccess": True})
        return await kept({"vpcConfig.subnetIds": ["a"]}, {"vpcConfig": given})[
            "vpcConfig"
        ].future()

    assert asyncio.run(found()) == {"subnetIds": ["a"], "endpointPublicAccess": True}


def test_an_object_that_would_be_left_empty_is_removed() -> None:
    assert kept(
        {"vpcConfig.subnetIds": None}, {"name": "c", "vpcConfig": {"subnetIds": ["b"]}}
    ) == {"name": "c"}
