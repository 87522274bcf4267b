"""The deletion of stacks by the simulated CloudFormation."""

import pytest
from botocore.exceptions import ClientError

from simulator.account.account import Account
from tests.simulator.moto_patches.cloudformation.stacks import KEPT, Stacks, bucket, queue, unique


def test_a_deletion_retains_what_its_policy_says(stacks: Stacks) -> None:
    gone, kept = unique("gone"), unique("kept")
    stack = stacks.create({"Gone": queue(gone), "Kept": {**queue(kept), **KEPT}})
    assert stacks.delete(stack) == "DELETE_COMPLETE"
    assert not stacks.queues(gone)
    assert stacks.queues(kept)
    events = stacks.client.describe_stack_events(StackName=stack)["StackEvents"]
    skipped = [one for one in events if one["ResourceStatus"] == "DELETE_SKIPPED"]
    assert [one["LogicalResourceId"] for one in skipped] == ["Kept"]
    with pytest.raises(ClientError, match="does not exist"):
        stacks.one(stacks.one(stack)["StackName"])


def test_a_bucket_with_objects_stays_and_makes_the_deletion_fail(
    stacks: Stacks, account: Account
) -> None:
    name = unique("full")
    stack = stacks.create({"Bucket": bucket(name), "Queue": queue(name)})
    s3 = account.client(account.up(), "s3")
    s3.put_object(Bucket=name, Key="matrix", Body=b"cells")
    with pytest.raises(ClientError, match="DELETE_FAILED state"):
        stacks.delete(stack, RetainResources=["Bucket"])
    assert stacks.delete(stack) == "DELETE_FAILED"
    assert "[Bucket]" in stacks.one(stack)["StackStatusReason"]
    assert not stacks.queues(name)
    assert stacks.delete(stack, RetainResources=["Bucket"]) == "DELETE_COMPLETE"
    assert s3.get_object(Bucket=name, Key="matrix")["Body"].read() == b"cells"


def test_a_resource_that_is_gone_does_not_prevent_the_deletion(
    stacks: Stacks, account: Account
) -> None:
    stack = stacks.create({"Queue": queue(unique("gone"))})
    sqs = account.client(account.up(), "sqs")
    sqs.delete_queue(QueueUrl=stacks.ids(stack)["Queue"])
    assert stacks.delete(stack) == "DELETE_COMPLETE"


def test_a_stack_whose_export_is_in_use_is_not_deleted(stacks: Stacks) -> None:
    name = unique("exported")
    export = {"Value": {"Ref": "Queue"}, "Export": {"Name": name}}
    exporting = stacks.create({"Queue": queue(name)}, Outputs={"Queue": export})
    imported = {"Type": "AWS::SNS::Topic", "Properties": {}}
    imported["Properties"]["DisplayName"] = {"Fn::ImportValue": name}
    importing = stacks.create({"Topic": imported})
    assert stacks.delete(exporting) == "DELETE_FAILED"
    assert f"Export {name} cannot be deleted as it is in use" in stacks.reasons(exporting)
    assert stacks.queues(name)
    stacks.delete(importing)
    assert stacks.delete(exporting) == "DELETE_COMPLETE"


def test_a_protected_stack_is_not_deleted(stacks: Stacks) -> None:
    stack = stacks.create({"Queue": queue(unique("q"))}, EnableTerminationProtection=True)
    with pytest.raises(ClientError, match="TerminationProtection is enabled"):
        stacks.delete(stack)


def test_a_group_with_members_stays(stacks: Stacks, account: Account) -> None:
    iam, name = account.client(account.up(), "iam"), unique("people")
    stack = stacks.create({"Group": {"Type": "AWS::IAM::Group", "Properties": {"GroupName": name}}})
    iam.create_user(UserName=name)
    iam.add_user_to_group(GroupName=name, UserName=name)
    assert stacks.delete(stack) == "DELETE_FAILED"
    assert iam.get_group(GroupName=name)["Users"]


def test_a_role_without_its_policies_is_deleted(stacks: Stacks, account: Account) -> None:
    iam, name = account.client(account.up(), "iam"), unique("changed")
    managed = "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess"
    deny = {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}
    inline = {
        "PolicyName": "denies",
        "PolicyDocument": {"Version": "2012-10-17", "Statement": deny},
    }
    properties = {
        "RoleName": name,
        "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": []},
        "Policies": [inline],
        "ManagedPolicyArns": [managed],
    }
    stack = stacks.create({"Role": {"Type": "AWS::IAM::Role", "Properties": properties}})
    iam.detach_role_policy(RoleName=name, PolicyArn=managed)
    iam.delete_role_policy(RoleName=name, PolicyName="denies")
    assert stacks.delete(stack) == "DELETE_COMPLETE"
    with pytest.raises(ClientError, match="not found"):
        iam.get_role(RoleName=name)


def test_a_user_with_a_key_stays(stacks: Stacks, account: Account) -> None:
    iam, name = account.client(account.up(), "iam"), unique("ci-user")
    stack = stacks.create({"User": {"Type": "AWS::IAM::User", "Properties": {"UserName": name}}})
    key = iam.create_access_key(UserName=name)["AccessKey"]["AccessKeyId"]
    assert stacks.delete(stack) == "DELETE_FAILED"
    assert "must delete access keys first" in stacks.reasons(stack)
    iam.delete_access_key(UserName=name, AccessKeyId=key)
    assert stacks.delete(stack) == "DELETE_COMPLETE"
