from pathlib import Path
from typing import Any

import pytest

from delivery.adopt.old_stacks.existing import missing
from delivery.adopt.old_stacks.freeze import freeze
from delivery.adopt.old_stacks.old_stacks import OldResource, old_stacks
from delivery.adopt.old_stacks.records import Folder
from delivery.adopt.old_stacks.release import release
from delivery.adopt.refusal import RefusedError
from delivery.aws import Clients
from tests.delivery.adopt.stacks import bucket, create, create_nested, queue


def exports(aws: Clients, name: str, export: str, resource: dict[str, Any]) -> None:
    create(
        aws,
        name,
        {"Exported": resource},
        {"Name": {"Value": {"Ref": "Exported"}, "Export": {"Name": export}}},
    )


def imports(aws: Clients, name: str, export: str) -> None:
    topic = {"Fn::Sub": [f"{name}-${{Part}}", {"Part": {"Fn::ImportValue": export}}]}
    create(aws, name, {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": topic}}})


def frozen(aws: Clients, folder: Path) -> None:
    stacks = sorted(old_stacks(aws), key=lambda one: one.parent or "")
    list(freeze(stacks, aws("cloudformation"), Folder(folder)))


def ordered(aws: Clients):
    return sorted(old_stacks(aws), key=lambda one: one.parent or "")


def test_released_stacks_are_gone_and_their_resources_stay(aws: Clients, tmp_path: Path):
    create(aws, "data", {"Files": bucket("files")})
    create_nested(aws, "outer", {"Inner": queue("inner")})
    frozen(aws, tmp_path)
    assert list(release(ordered(aws), aws)) == [
        "data: deleted, its 1 resources exist",
        "outer: deleted, its 2 resources exist",
    ]
    assert old_stacks(aws) == ()
    aws("s3").head_bucket(Bucket="files")
    assert aws("sqs").get_queue_url(QueueName="inner")
    assert list(release(ordered(aws), aws)) == []


def test_a_stack_that_is_not_frozen_stops_all_before_a_change(aws: Clients, tmp_path: Path):
    create(aws, "frozen", {"Files": bucket("files")})
    frozen(aws, tmp_path)
    create(aws, "other", {"Jobs": queue("jobs"), "More": queue("more")})
    with pytest.raises(RefusedError, match="other does not retain Jobs, More"):
        list(release(ordered(aws), aws))
    assert len(old_stacks(aws)) == 2


def test_all_problems_are_named_at_once(aws: Clients, tmp_path: Path):
    create(aws, "lost", {"Jobs": queue("jobs")})
    create(aws, "moving", {"More": queue("more")})
    frozen(aws, tmp_path)
    aws("sqs").delete_queue(QueueUrl=aws("sqs").get_queue_url(QueueName="jobs")["QueueUrl"])
    lost, moving = ordered(aws)
    stacks = [lost, moving._replace(status="UPDATE_IN_PROGRESS")]
    with pytest.raises(RefusedError) as error:
        list(release(stacks, aws, ["ada loses access"]))
    assert "ada loses access" in str(error.value)
    assert "moving is UPDATE_IN_PROGRESS" in str(error.value)
    assert "/jobs of lost does not exist" in str(error.value)
    assert len(old_stacks(aws)) == 2


def test_an_importing_stack_is_deleted_before_the_exporting_one(aws: Clients, tmp_path: Path):
    exports(aws, "a-base", "base-name", bucket("base"))
    imports(aws, "b-user", "base-name")
    frozen(aws, tmp_path)
    lines = list(release(ordered(aws), aws))
    assert [line.partition(":")[0] for line in lines] == ["b-user", "a-base"]


def test_an_export_that_a_further_stack_uses_stops_the_release(aws: Clients, tmp_path: Path):
    exports(aws, "base", "base-name", bucket("base"))
    imports(aws, "foreign", "base-name")
    frozen(aws, tmp_path)
    base = next(one for one in old_stacks(aws) if one.name == "base")
    with pytest.raises(RefusedError, match=r"foreign, which holds nothing .* base-name of base"):
        list(release([base], aws))
    assert len(old_stacks(aws)) == 2


def test_termination_protection_is_switched_off_first(aws: Clients, tmp_path: Path):
    create(aws, "data", {"Files": bucket("files")}, EnableTerminationProtection=True)
    frozen(aws, tmp_path)
    assert next(release(ordered(aws), aws)) == "data: termination protection is off"
    protected = aws("cloudformation").describe_stacks()["Stacks"][0]
    assert protected["EnableTerminationProtection"] is False


def test_a_resource_that_went_with_its_stack_stops_the_release(aws: Clients, tmp_path: Path):
    create(aws, "first", {"Files": bucket("files")})
    create(aws, "second", {"Jobs": queue("jobs")})
    frozen(aws, tmp_path)
    first, second = ordered(aws)
    cloudformation = aws("cloudformation")

    class Deleting:
        def __getattr__(self, name: str) -> Any:
            return getattr(cloudformation, name)

        def delete_stack(self, StackName: str) -> None:  # noqa: N803
            aws("s3").delete_bucket(Bucket="files")
            cloudformation.delete_stack(StackName=StackName)

    def clients(service: str) -> Any:
        return Deleting() if service == "cloudformation" else aws(service)

    with pytest.raises(RefusedError, match="no longer exist:\n  AWS::S3::Bucket files"):
        list(release([first, second], clients))
    assert [one.name for one in old_stacks(aws)] == ["second"]


def test_keys_and_roles_that_do_not_exist_are_missing(aws: Clients):
    kms, iam = aws("kms"), aws("iam")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    iam.create_role(RoleName="worker", AssumeRolePolicyDocument="{}")
    found = [
        OldResource("old", "Key", "AWS::KMS::Key", key),
        OldResource("old", "Role", "AWS::IAM::Role", "worker"),
        OldResource("old", "Vpc", "AWS::EC2::VPC", "vpc-00000000"),
    ]
    assert [one.logical_id for one in missing(found, aws)] == ["Vpc"]
    kms.schedule_key_deletion(KeyId=key)
    iam.delete_role(RoleName="worker")
    assert missing(found, aws) == found
