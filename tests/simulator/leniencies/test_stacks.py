"""Leniencies of CloudFormation's stacks: each test fails when the account becomes as strict."""

import json

import pytest

from simulator.account.account import Account
from tests.simulator.moto_patches.cloudformation.stacks import Stacks, queue, unique

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "cloudformation.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}


@pytest.fixture
def stacks(account: Account) -> Stacks:
    return Stacks(account, account.client(account.up(), "cloudformation"))


def test_a_stack_whose_resources_are_ready_is_complete_at_once(stacks: Stacks) -> None:
    name = unique("jobs")
    body = json.dumps({"Resources": {"Queue": queue(name)}})
    stacks.client.create_stack(StackName=name, TemplateBody=body)
    assert stacks.status(name) == "CREATE_COMPLETE"


def test_the_service_role_of_a_stack_has_no_effect(stacks: Stacks, account: Account) -> None:
    iam, name = account.client(account.up(), "iam"), unique("powerless")
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]
    stack = stacks.create({"Queue": queue(name)}, RoleARN=role["Arn"])
    assert stacks.status(stack) == "CREATE_COMPLETE"


def test_the_resources_of_a_stack_have_only_their_own_tags(
    stacks: Stacks, account: Account
) -> None:
    own = [{"Key": "own", "Value": "yes"}]
    tags = [{"Key": "stack", "Value": "yes"}]
    stack = stacks.create({"Queue": queue(unique("tagged"), Tags=own)}, Tags=tags)
    url = stacks.ids(stack)["Queue"]
    sqs = account.client(account.up(), "sqs")
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {"own": "yes"}


def test_values_are_not_compared_with_the_types_and_rules_of_a_template(stacks: Stacks) -> None:
    name = unique("jobs")
    template = {
        "Parameters": {"Environment": {"Type": "String", "AllowedValues": ["staging"]}},
        "Resources": {"Queue": queue(name, DelaySeconds="5", NoSuchProperty=["x"])},
    }
    stacks.client.create_stack(
        StackName=name,
        TemplateBody=json.dumps(template),
        Parameters=[{"ParameterKey": "Environment", "ParameterValue": "elsewhere"}],
    )
    assert stacks.wait(name) == "CREATE_COMPLETE"


def test_a_stack_policy_has_no_effect(stacks: Stacks) -> None:
    name = unique("jobs")
    deny = {"Effect": "Deny", "Action": "Update:*", "Principal": "*", "Resource": "*"}
    policy = json.dumps({"Statement": [deny]})
    stack = stacks.create({"Queue": queue(name)}, StackPolicyBody=policy)
    assert stacks.update(stack, {"Queue": queue(name, DelaySeconds=5)}) == "UPDATE_COMPLETE"
