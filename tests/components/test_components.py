"""Properties of all data service components."""

import inspect

import pulumi_aws
import pytest

from tests.environments import ENVIRONMENTS, KEEPING
from tests.mocks.recording import Recording, Registered
from tests.mocks.runs import PROGRAMS, data_services, whole_program

STORES = {
    "aws:dynamodb/table:Table",
    "aws:kms/alias:Alias",
    "aws:kms/key:Key",
    "aws:s3/bucket:Bucket",
}
"""Types of data stores, and of the keys needed to read data."""

GUARDS = {
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketVersioning:BucketVersioning",
}
"""Types that protect a retained bucket."""

COMPONENTS = {
    "cellscope:data:Bucket",
    "cellscope:data:Table",
    "cellscope:messaging:Queue",
    "cellscope:messaging:Topic",
}

in_every_environment = pytest.mark.parametrize("environment", ENVIRONMENTS)


def urns(recording: Recording, *types: str) -> set[str]:
    return {one.urn for one in recording.resources.values() if one.type in types}


def takes_tags(resource: Registered) -> bool:
    """Returns whether the resource's Python class has tags."""
    _, module, name = resource.type.split(":")
    kind = getattr(getattr(pulumi_aws, module.partition("/")[0]), name)
    return "tags" in inspect.signature(kind._internal_init).parameters


def of_aws(recording: Recording) -> list[Registered]:
    return [one for one in recording.resources.values() if one.type.startswith("aws:")]


@in_every_environment
def test_resources_are_children_of_their_component(environment: str) -> None:
    recording = data_services(environment)
    components = urns(recording, *COMPONENTS)
    parents = {one.parent for one in recording.resources.values() if one.custom}
    assert parents == components


@in_every_environment
def test_every_component_is_a_child_of_the_data_plane(environment: str) -> None:
    recording = data_services(environment)
    (root,) = urns(recording, "cellscope:data:DataPlane")
    components = [one for one in recording.resources.values() if not one.custom]
    assert {one.urn: one.parent for one in components if one.parent != root} == {root: ""}


@pytest.mark.parametrize("environment", KEEPING)
def test_only_data_stores_are_protected_where_data_is_kept(environment: str) -> None:
    recording = data_services(environment)
    protected = {one.urn for one in recording.resources.values() if one.protected}
    assert protected == urns(recording, *STORES)


@pytest.mark.parametrize("environment", KEEPING)
def test_data_stores_and_their_protections_are_retained(
    environment: str,
) -> None:
    recording = data_services(environment)
    retained = {one.urn for one in recording.resources.values() if one.retained}
    assert retained == urns(recording, *STORES, *GUARDS)


def test_nothing_is_protected_or_retained_in_development() -> None:
    resources = data_services("development").resources.values()
    assert [one.urn for one in resources if one.protected or one.retained] == []


@pytest.mark.parametrize("stack", PROGRAMS)
def test_every_taggable_resource_has_an_owner_tag(stack: str) -> None:
    tagged = [one for one in of_aws(whole_program(stack)) if takes_tags(one)]
    assert tagged
    assert [one.urn for one in tagged if not one.inputs.get("tags", {}).get("Owner")] == []


@in_every_environment
def test_only_buckets_and_tables_have_a_data_class_tag(
    environment: str,
) -> None:
    recording = data_services(environment)
    telling = {one.urn for one in of_aws(recording) if "DataClass" in one.inputs.get("tags", {})}
    assert telling == urns(recording, "aws:s3/bucket:Bucket", "aws:dynamodb/table:Table")


@in_every_environment
def test_every_component_has_outputs(environment: str) -> None:
    recording = data_services(environment)
    components = [urn for urn, one in recording.resources.items() if not one.custom]
    assert [urn for urn in components if not recording.outputs.get(urn)] == []


@in_every_environment
def test_the_data_services_have_names_and_addresses_as_outputs(environment: str) -> None:
    recording = data_services(environment)
    (root,) = urns(recording, "cellscope:data:DataPlane")
    outputs = recording.outputs[root]

    def addresses(kind: str) -> dict[str, dict[str, str]]:
        made = recording.of(kind)
        return {name: {"name": one.physical_name, "arn": one.arn} for name, one in made.items()}

    assert outputs["buckets"] == addresses("s3/bucket:Bucket")
    assert outputs["tables"] == addresses("dynamodb/table:Table")
    assert outputs["topics"] == addresses("sns/topic:Topic")
    queues = recording.of("sqs/queue:Queue")
    for name, output in outputs["queues"].items():
        assert output == {
            "name": queues[name].physical_name,
            "arn": queues[name].arn,
            "url": queues[name].url,
            "deadLetterUrl": queues[f"{name}-dead-letters"].url,
        }
    assert outputs["queues"].keys() == recording.of("messaging:Queue").keys()
