"""The file from which the engine imports."""

import json
from typing import Any

from delivery.adopt.imports.import_file import import_file, part_of
from delivery.adopt.inspection.declared import Declared, preview_of
from delivery.plan.change import UNKNOWN

PREFIX = "urn:pulumi:staging::small::"
PROVIDER = f"{PREFIX}pulumi:providers:aws::aws"
COMPONENT = f"{PREFIX}cellscope:data:Bucket::aws"
BUCKET = f"{PREFIX}cellscope:data:Bucket$aws:s3/bucket:Bucket::source"
REMOTE = f"{PREFIX}eks:index:Cluster::cluster"
CLUSTER = f"{PREFIX}eks:index:Cluster$aws:eks/cluster:Cluster::cluster-eksCluster"


def made(urn: str, parent: str = "", provider: str = "", **more: Any) -> Declared:
    custom = ":Bucket::aws" not in urn and ":index:Cluster::" not in urn
    one = Declared(urn, custom, parent, provider, {}, True, False, True)
    return one._replace(**more)


def everything(**of_component: Any) -> dict[str, Declared]:
    listed = [
        made(PROVIDER, inputs={"region": "eu-west-1"}),
        made(COMPONENT, **of_component),
        made(BUCKET, COMPONENT, PROVIDER, protected=True),
        made(REMOTE),
        made(CLUSTER, REMOTE, PROVIDER),
    ]
    return {one.urn: one for one in listed}


def test_a_provider_and_a_component_of_one_name_are_told_apart() -> None:
    file = import_file({BUCKET: "source-staging"}, everything())
    assert file["nameTable"] == {"providers.aws aws": PROVIDER}
    assert file["providerInputs"] == {"providers.aws aws": {"region": "eu-west-1"}}
    component, bucket = file["resources"]
    assert (component["name"], component["component"]) == ("data.Bucket aws", True)
    assert (bucket["parent"], bucket["provider"]) == ("data.Bucket aws", "providers.aws aws")
    assert (bucket["id"], bucket["protect"]) == ("source-staging", True)


def test_a_component_in_the_state_is_named_and_not_imported() -> None:
    file = import_file({BUCKET: "source-staging"}, everything(created=False))
    assert [one["urn"] for one in file["resources"]] == [BUCKET]
    assert file["nameTable"]["data.Bucket aws"] == COMPONENT


def test_a_remote_component_is_imported_like_one_of_the_program() -> None:
    file = import_file({CLUSTER: "biomage-staging"}, everything())
    remote, cluster = file["resources"]
    assert remote["component"]
    assert "provider" not in remote
    assert file["providerInputs"].keys() == file["nameTable"].keys() == {"providers.aws aws"}
    assert cluster["parent"] == "Cluster cluster"


def test_a_part_of_a_file_names_the_parents_that_were_imported_before() -> None:
    part = part_of(import_file({BUCKET: "source-staging"}, everything()), {BUCKET})
    assert [one["urn"] for one in part["resources"]] == [BUCKET]
    assert part["nameTable"]["data.Bucket aws"] == COMPONENT


def test_inputs_that_a_preview_does_not_know_are_left_out() -> None:
    inputs = {"name": "a", "arn": UNKNOWN, "tags": {"a": UNKNOWN, "b": "c"}, "list": [UNKNOWN]}
    side = {"urn": BUCKET, "type": "aws:s3/bucket:Bucket", "custom": True, "inputs": inputs}
    step = {"op": "create", "urn": BUCKET, "new": {**side, "outputs": {}, "provider": ""}}
    (one,) = preview_of(
        "staging", [json.dumps({"resourcePreEvent": {"metadata": step}})]
    ).declared.values()
    assert one.inputs == {"name": "a", "tags": {"b": "c"}}
    assert not one.complete
    assert one.is_importable
