"""Properties of all data service components."""

import pytest

from tests.environments import ENVIRONMENTS
from tests.mocks.recording import Recording, Registered
from tests.mocks.runs import data_services

in_every_environment = pytest.mark.parametrize("environment", ENVIRONMENTS)


def urns(recording: Recording, *types: str) -> set[str]:
    return {one.urn for one in recording.resources.values() if one.type in types}


def of_aws(recording: Recording) -> list[Registered]:
    return [one for one in recording.resources.values() if one.type.startswith("aws:")]


@in_every_environment
def test_only_buckets_and_tables_have_a_data_class_tag(environment: str) -> None:
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
