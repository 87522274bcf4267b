"""What holds for every component of the data plane, whatever it makes."""

import inspect

import pulumi_aws
import pytest

from tests.environments import ENVIRONMENTS, KEEPING
from tests.program.recording import Recording, Registered
from tests.program.runs import PROGRAMS, data_services, whole_program

STORES = {
    "aws:dynamodb/table:Table",
    "aws:kms/alias:Alias",
    "aws:kms/key:Key",
    "aws:s3/bucket:Bucket",
}
"""What holds data, or what data cannot be read without."""

GUARDS = {
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketVersioning:BucketVersioning",
}
"""What must stay on a bucket that outlives its declaration."""

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
    """Whether the provider's own Python class of the resource has tags."""
    _, module, name = resource.type.split(":")
    kind = getattr(getattr(pulumi_aws, module.partition("/")[0]), name)
    return "tags" in inspect.signature(kind._internal_init).parameters


def of_aws(recording: Recording) -> list[Registered]:
    return [one for one in recording.resources.values() if one.type.startswith("aws:")]


@in_every_environment
def test_what_a_component_makes_is_its_child(environment: str) -> None:
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
def test_data_stores_and_nothing_else_are_protected_where_data_is_kept(environment: str) -> None:
    recording = data_services(environment)
    protected = {one.urn for one in recording.resources.values() if one.protected}
    assert protected == urns(recording, *STORES)


@pytest.mark.parametrize("environment", KEEPING)
def test_data_stores_outlive_their_declaration_together_with_their_guards(
    environment: str,
) -> None:
    recording = data_services(environment)
    retained = {one.urn for one in recording.resources.values() if one.retained}
    assert retained == urns(recording, *STORES, *GUARDS)


def test_nothing_is_protected_or_retained_in_development() -> None:
    resources = data_services("development").resources.values()
    assert [one.urn for one in resources if one.protected or one.retained] == []


@pytest.mark.parametrize("stack", PROGRAMS)
def test_everything_that_takes_tags_names_its_owner(stack: str) -> None:
    tagged = [one for one in of_aws(whole_program(stack)) if takes_tags(one)]
    assert tagged
    assert [one.urn for one in tagged if not one.inputs.get("tags", {}).get("Owner")] == []


@in_every_environment
def test_buckets_and_tables_and_they_alone_tell_what_kind_of_data_they_hold(
    environment: str,
) -> None:
    recording = data_services(environment)
    telling = {one.urn for one in of_aws(recording) if "DataClass" in one.inputs.get("tags", {})}
    assert telling == urns(recording, "aws:s3/bucket:Bucket", "aws:dynamodb/table:Table")


@in_every_environment
def test_every_component_tells_what_it_made(environment: str) -> None:
    recording = data_services(environment)
    components = [urn for urn, one in recording.resources.items() if not one.custom]
    assert [urn for urn in components if not recording.outputs.get(urn)] == []


@in_every_environment
def test_the_data_plane_tells_name_and_address_of_each_thing(environment: str) -> None:
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
