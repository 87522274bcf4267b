"""The update of stacks by the simulated CloudFormation."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from simulator.account.account import Account
from tests.simulator.moto_patches.cloudformation.stacks import (
    KEPT,
    Stacks,
    bucket,
    queue,
    table,
    unique,
)


def timeout_of(account: Account, url: str) -> str:
    sqs = account.client(account.up(), "sqs")
    names = ["VisibilityTimeout"]
    return sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"][names[0]]


def test_an_update_may_change_nothing_but_policies(stacks: Stacks) -> None:
    name = unique("kept")
    stack = stacks.create({"Queue": queue(name)})
    assert stacks.update(stack, {"Queue": {**queue(name), **KEPT}}) == "UPDATE_COMPLETE"
    template = stacks.client.get_template(StackName=stack)["TemplateBody"]
    assert template["Resources"]["Queue"]["DeletionPolicy"] == "Retain"
    with pytest.raises(ClientError, match="No updates are to be performed"):
        stacks.update(stack, {"Queue": {**queue(name), **KEPT}})
    assert stacks.delete(stack) == "DELETE_COMPLETE"
    assert stacks.queues(name)


def test_a_property_changes_in_place(stacks: Stacks, account: Account) -> None:
    name = unique("jobs")
    stack = stacks.create({"Queue": queue(name, VisibilityTimeout=30)})
    url = stacks.ids(stack)["Queue"]
    changed = {"Queue": queue(name, VisibilityTimeout=60)}
    assert stacks.update(stack, changed) == "UPDATE_COMPLETE"
    assert stacks.ids(stack)["Queue"] == url
    assert timeout_of(account, url) == "60"


def test_a_failed_update_is_rolled_back(stacks: Stacks, account: Account) -> None:
    name, taken = unique("jobs"), unique("taken")
    stacks.create({"Bucket": bucket(taken)})
    stack = stacks.create({"Queue": queue(name, VisibilityTimeout=30)})
    before = stacks.client.get_template(StackName=stack)["TemplateBody"]
    wanted = {
        "Queue": queue(name, VisibilityTimeout=60),
        "New": {**queue(f"{name}-new"), "DependsOn": "Queue"},
        "Bucket": bucket(taken, DependsOn="New"),
    }
    assert stacks.update(stack, wanted) == "UPDATE_ROLLBACK_COMPLETE"
    assert timeout_of(account, stacks.ids(stack)["Queue"]) == "30"
    assert not stacks.queues(f"{name}-new")
    assert stacks.client.get_template(StackName=stack)["TemplateBody"] == before
    assert stacks.update(stack, {"Queue": queue(name, VisibilityTimeout=90)}) == "UPDATE_COMPLETE"


def test_a_rollback_fails_if_its_resource_is_gone(
    stacks: Stacks, account: Account, clock: Callable[[str], Any]
) -> None:
    name = unique("jobs")
    stack = stacks.create({"Queue": queue(name, VisibilityTimeout=30)})
    url = stacks.ids(stack)["Queue"]
    stacks.create({"Bucket": bucket(name)})
    clock("stopped")
    wanted = {
        "Queue": queue(name, VisibilityTimeout=60),
        "Table": table(name, DependsOn="Queue"),
        "Bucket": bucket(name, DependsOn="Table"),
    }
    body = json.dumps({"Resources": wanted})
    stacks.client.update_stack(StackName=stack, TemplateBody=body)
    assert stacks.status(stack) == "UPDATE_IN_PROGRESS"
    account.client(account.up(), "sqs").delete_queue(QueueUrl=url)
    clock("fast")
    assert stacks.wait(stack) == "UPDATE_ROLLBACK_FAILED"


def test_what_leaves_a_template_is_deleted_unless_its_old_policy_retains_it(stacks: Stacks) -> None:
    gone, kept, stays = unique("gone"), unique("kept"), unique("stays")
    resources = {"Gone": queue(gone), "Kept": {**queue(kept), **KEPT}, "Stays": queue(stays)}
    stack = stacks.create(resources)
    assert stacks.update(stack, {"Stays": queue(stays)}) == "UPDATE_COMPLETE"
    assert not stacks.queues(gone)
    assert stacks.queues(kept)
    assert list(stacks.ids(stack)) == ["Stays"]


def test_another_name_replaces_a_resource(stacks: Stacks) -> None:
    old, kept, new = unique("old"), unique("kept"), unique("new")
    stack = stacks.create({"One": queue(old), "Two": queue(kept)})
    other = {"One": queue(f"{new}-1"), "Two": {**queue(f"{new}-2"), **KEPT}}
    assert stacks.update(stack, other) == "UPDATE_COMPLETE"
    assert len(stacks.queues(new)) == 2
    assert not stacks.queues(old)
    assert stacks.queues(kept), "its UpdateReplacePolicy is Retain"


def test_parameters_decide_about_properties(stacks: Stacks, account: Account) -> None:
    name = unique("jobs")
    template = {
        "Parameters": {"Timeout": {"Type": "Number", "Default": 30}},
        "Resources": {"Queue": queue(name, VisibilityTimeout={"Ref": "Timeout"})},
    }
    given = {"StackName": name, "TemplateBody": json.dumps(template)}
    stacks.client.create_stack(**given)
    changed = [{"ParameterKey": "Timeout", "ParameterValue": "45"}]
    stacks.client.update_stack(StackName=name, UsePreviousTemplate=True, Parameters=changed)
    assert stacks.wait(name) == "UPDATE_COMPLETE"
    assert timeout_of(account, stacks.ids(name)["Queue"]) == "45"
    previous = [{"ParameterKey": "Timeout", "UsePreviousValue": True}]
    with pytest.raises(ClientError, match="No updates are to be performed"):
        stacks.client.update_stack(**given, Parameters=previous)
