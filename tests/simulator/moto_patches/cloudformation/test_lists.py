"""Lists of stacks and resources, page by page, and nested stacks."""

import json
from typing import Any

from simulator.account.account import Account
from tests.simulator.moto_patches.cloudformation.stacks import KEPT, Stacks, queue, unique


def test_stacks_and_resources_have_pages_of_a_hundred(stacks: Stacks) -> None:
    name = unique("many")
    many = {f"Policy{number}": in_group(name, number) for number in range(101)}
    group = {"Type": "AWS::IAM::Group", "Properties": {"GroupName": name}}
    large = stacks.create({"Group": group, **many})
    first = stacks.client.list_stack_resources(StackName=large)
    assert len(first["StackResourceSummaries"]) == 100
    assert len(stacks.ids(large)) == 102
    assert len(stacks.client.describe_stack_resources(StackName=large)["StackResources"]) == 100
    for number in range(100):
        stacks.create({"Empty": in_group(name, 200)}, f"{name}-{number}")
    page = stacks.client.list_stacks()
    assert len(page["StackSummaries"]) == 100
    pages = stacks.client.get_paginator("list_stacks").paginate(
        StackStatusFilter=["CREATE_COMPLETE"]
    )
    names = [one["StackName"] for page in pages for one in page["StackSummaries"]]
    assert len([one for one in names if one.startswith(f"{name}-")]) == 100


def in_group(group: str, number: int) -> dict[str, Any]:
    deny = {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}
    document = {"Version": "2012-10-17", "Statement": [deny]}
    properties = {"PolicyName": f"p{number}", "Groups": [], "PolicyDocument": document}
    return {"Type": "AWS::IAM::Policy", "Properties": properties}


def test_a_nested_stack_belongs_to_its_parent(stacks: Stacks, account: Account) -> None:
    s3, name = account.client(account.up(), "s3"), unique("nested")
    place = {"LocationConstraint": account.region}
    s3.create_bucket(Bucket=name, CreateBucketConfiguration=place)

    def upload(*resources: dict[str, Any]) -> None:
        declared = {f"Queue{number}": one for number, one in enumerate(resources)}
        outputs = {"Url": {"Value": {"Ref": "Queue0"}}}
        body = json.dumps({"Resources": declared, "Outputs": outputs})
        s3.put_object(Bucket=name, Key="child.json", Body=body)

    upload(queue(f"{name}-1"))
    url = f"https://s3.amazonaws.com/{name}/child.json"
    child = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": url}}
    output = {"Url": {"Value": {"Fn::GetAtt": ["Child", "Outputs.Url"]}}}
    parent = stacks.create({"Child": child}, Outputs=output)
    nested = stacks.ids(parent)["Child"]
    assert stacks.one(nested)["ParentId"] == stacks.one(nested)["RootId"] == parent
    assert stacks.one(parent)["Outputs"][0]["OutputValue"].endswith(f"/{name}-1")

    upload(queue(f"{name}-1"), {**queue(f"{name}-2"), **KEPT})
    tags = [{"Key": "changed", "Value": "yes"}]
    assert stacks.update(parent, {"Child": child}, Tags=tags) == "UPDATE_COMPLETE"
    assert len(stacks.queues(name)) == 2
    assert stacks.delete(parent) == "DELETE_COMPLETE"
    assert stacks.status(nested) == "DELETE_COMPLETE"
    assert [one.rpartition("/")[2] for one in stacks.queues(name)] == [f"{name}-2"]
