"""The creation of stacks by the simulated CloudFormation."""

import json
from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from simulator.account.account import Account
from tests.simulator.moto_patches.cloudformation.stacks import Stacks, bucket, queue, table, unique

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "states.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}


def test_a_stack_makes_resources_whose_physical_ids_are_those_of_aws(
    stacks: Stacks, account: Account
) -> None:
    name = unique("jobs")
    stack = stacks.create(
        {
            "Queue": queue(f"{name}.fifo", FifoQueue=True),
            "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": name}},
            "Bucket": bucket(name),
            "Table": table(name),
            "Role": {
                "Type": "AWS::IAM::Role",
                "Properties": {"RoleName": name, "AssumeRolePolicyDocument": TRUST},
            },
            "Group": {"Type": "AWS::IAM::Group", "Properties": {}},
        }
    )
    ids = stacks.ids(stack)
    here = f"eu-west-1:{account.account_id}"
    assert ids["Queue"].endswith(f"/{account.account_id}/{name}.fifo")
    assert ids["Topic"] == f"arn:aws:sns:{here}:{name}"
    assert (ids["Bucket"], ids["Table"], ids["Role"]) == (name, name, name)
    assert ids["Group"].startswith(f"{stacks.one(stack)['StackName']}-Group-")
    sqs = account.client(account.up(), "sqs")
    assert sqs.get_queue_attributes(QueueUrl=ids["Queue"], AttributeNames=["FifoQueue"])
    (found,) = stacks.client.describe_stack_resources(PhysicalResourceId=name)["StackResources"][:1]
    assert found["StackId"] == stack


def test_a_resource_refers_to_others_in_any_order(stacks: Stacks, account: Account) -> None:
    name = unique("topics")
    stack = stacks.create(
        {
            "Subscription": {
                "Type": "AWS::SNS::Subscription",
                "Properties": {
                    "TopicArn": {"Ref": "Topic"},
                    "Protocol": "sqs",
                    "Endpoint": {"Fn::GetAtt": ["Queue", "Arn"]},
                    "FilterPolicy": {"type": ["Wanted"]},
                },
            },
            "Queue": queue(name),
            "Topic": {"Type": "AWS::SNS::Topic"},
        },
        Outputs={"Queue": {"Value": {"Fn::Sub": "${Queue.QueueName} of ${AWS::StackName}"}}},
    )
    sns = account.client(account.up(), "sns")
    arn = stacks.ids(stack)["Subscription"]
    attributes = sns.get_subscription_attributes(SubscriptionArn=arn)["Attributes"]
    assert attributes["Endpoint"].endswith(f":{name}")
    assert json.loads(attributes["FilterPolicy"]) == {"type": ["Wanted"]}
    (output,) = stacks.one(stack)["Outputs"]
    assert output["OutputValue"] == f"{name} of {stacks.one(stack)['StackName']}"


def test_a_failed_creation_is_rolled_back(stacks: Stacks) -> None:
    name = unique("taken")
    stacks.create({"Bucket": bucket(name)})
    failed = stacks.create({"Queue": queue(name), "Bucket": bucket(name, DependsOn="Queue")})
    assert stacks.status(failed) == "ROLLBACK_COMPLETE"
    assert "BucketAlreadyOwnedByYou" in stacks.reasons(failed)
    assert not stacks.queues(name)
    with pytest.raises(ClientError, match="ROLLBACK_COMPLETE state and can not be updated"):
        stacks.update(failed, {"Queue": queue(unique("other"))})
    assert stacks.delete(failed) == "DELETE_COMPLETE"


def test_a_failed_creation_stays_if_its_rollback_is_disabled(stacks: Stacks) -> None:
    name = unique("taken")
    stacks.create({"Bucket": bucket(name)})
    both = {"Queue": queue(name), "Bucket": bucket(name, DependsOn="Queue")}
    failed = stacks.create(both, DisableRollback=True)
    assert stacks.status(failed) == "CREATE_FAILED"
    assert stacks.queues(name)


def as_user(account: Account, *actions: str, on: str = "*") -> Stacks:
    """Stacks of a new user who may do some actions of CloudFormation."""
    iam, user = account.client(account.up(), "iam"), unique("deployer")
    iam.create_user(UserName=user)
    allow = {"Effect": "Allow", "Action": [*actions], "Resource": on}
    document = json.dumps({"Version": "2012-10-17", "Statement": [allow]})
    iam.put_user_policy(UserName=user, PolicyName="deploys", PolicyDocument=document)
    key = iam.create_access_key(UserName=user)["AccessKey"]
    client = boto3.client(
        "cloudformation",
        endpoint_url=account.up().url,
        region_name=account.region,
        aws_access_key_id=key["AccessKeyId"],
        aws_secret_access_key=key["SecretAccessKey"],
    )
    return Stacks(account, client)


def test_a_stack_has_the_rights_of_its_caller(stacks: Stacks, account: Account) -> None:
    name = unique("jobs")
    caller = as_user(account, "cloudformation:CreateStack", "cloudformation:DescribeStack*")
    stack = caller.create({"Queue": queue(name)})
    assert caller.status(stack) == "ROLLBACK_COMPLETE"
    assert "sqs:createqueue" in caller.reasons(stack).lower()
    assert not stacks.queues(name)


def test_a_policy_limits_the_stacks_of_a_caller_by_name(stacks: Stacks, account: Account) -> None:
    own, other = unique("own"), unique("other")
    for name in (own, other):
        stacks.create({"Queue": queue(name)}, name)
    arn = f"arn:aws:cloudformation:{account.region}:{account.account_id}:stack/own-*/*"
    caller = as_user(account, "cloudformation:Describe*", "cloudformation:List*", on=arn)
    assert caller.status(own) == "CREATE_COMPLETE"
    assert caller.ids(stacks.one(own)["StackId"])
    with pytest.raises(ClientError, match="not authorized to perform: cloudformation:Describe"):
        caller.status(other)
    with pytest.raises(ClientError, match="not authorized to perform: cloudformation:CreateStack"):
        caller.create({"Queue": queue(unique("q"))}, unique("own"))


def test_a_template_is_checked_before_the_stack_exists(stacks: Stacks) -> None:
    role = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST}}
    named = {**role, "Properties": {**role["Properties"], "RoleName": unique("named")}}
    for resources, given, expected in (
        ({"Role": role}, [], r"Requires capabilities : \[CAPABILITY_IAM\]"),
        ({"Role": named}, ["CAPABILITY_IAM"], r"Requires capabilities : \[CAPABILITY_NAMED_IAM\]"),
        ({"Other": {"Type": "AWS::No::Type"}}, [], r"Unrecognized resource types: \[AWS::No::Type"),
        ({"Queue": queue("q" * 52000)}, [], "less than or equal to 51200"),
    ):
        name = unique("refused")
        with pytest.raises(ClientError, match=expected):
            stacks.create(resources, name, Capabilities=given)
        with pytest.raises(ClientError, match="does not exist"):
            stacks.one(name)
    cycle = {
        "One": {**queue("one"), "DependsOn": "Two"},
        "Two": {**queue("two"), "DependsOn": ["One"]},
    }
    assert "Circular dependency" in stacks.reasons(stacks.create(cycle))


def test_a_stack_is_in_progress_while_a_resource_is(
    stacks: Stacks, clock: Callable[[str], Any]
) -> None:
    clock("stopped")
    name, resources = unique("table"), {"Table": table(unique("table"))}
    template = json.dumps({"Resources": resources})
    stacks.client.create_stack(StackName=name, TemplateBody=template)
    assert stacks.status(name) == "CREATE_IN_PROGRESS"
    with pytest.raises(ClientError, match="CREATE_IN_PROGRESS state and can not be updated"):
        stacks.client.update_stack(
            StackName=name, TemplateBody=json.dumps({"Resources": {**resources, "Q": queue(name)}})
        )
    with pytest.raises(ClientError, match="cannot be deleted while in status"):
        stacks.client.delete_stack(StackName=name)
    clock("fast")
    assert stacks.wait(name) == "CREATE_COMPLETE"


def test_a_change_set_creates_and_updates(stacks: Stacks) -> None:
    name, first, second = unique("changed"), unique("first"), unique("second")
    for kind, resources in (
        ("CREATE", {"First": queue(first)}),
        ("UPDATE", {"First": queue(first), "Second": queue(second)}),
    ):
        given = {"StackName": name, "ChangeSetName": f"change-{kind}", "ChangeSetType": kind}
        body = json.dumps({"Resources": resources})
        stacks.client.create_change_set(**given, TemplateBody=body)
        assert not stacks.queues(second)
        stacks.client.execute_change_set(StackName=name, ChangeSetName=given["ChangeSetName"])
        assert stacks.wait(name) == f"{kind}_COMPLETE"
    assert stacks.queues(first)
    assert stacks.queues(second)
