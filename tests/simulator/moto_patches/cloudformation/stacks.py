"""Stacks of tests."""

import json
import time
import uuid
from dataclasses import dataclass
from typing import Any

from simulator.account.account import Account

KEPT = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}

NAMED_IAM = ["CAPABILITY_NAMED_IAM"]


def unique(name: str) -> str:
    return f"{name}-{uuid.uuid4().hex[:8]}"


def queue(name: str, **properties: Any) -> dict[str, Any]:
    return {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": name, **properties}}


def bucket(name: str, **more: Any) -> dict[str, Any]:
    return {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": name}, **more}


def table(name: str, **more: Any) -> dict[str, Any]:
    """A table, which is in the state CREATING for half a minute of the account's clock."""
    properties = {
        "TableName": name,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    }
    return {"Type": "AWS::DynamoDB::Table", "Properties": properties, **more}


@dataclass
class Stacks:
    """Makes stacks in an account, with a client of CloudFormation."""

    account: Account
    client: Any

    def create(self, resources: dict[str, Any], name: str = "", **more: Any) -> str:
        """Create a stack and wait for it; returns its id."""
        outputs = more.pop("Outputs", {})
        id_ = self.client.create_stack(
            StackName=name or unique("stack"),
            TemplateBody=json.dumps({"Resources": resources, "Outputs": outputs}),
            **{"Capabilities": NAMED_IAM, **more},
        )["StackId"]
        self.wait(id_)
        return id_

    def update(self, stack: str, resources: dict[str, Any], **more: Any) -> str:
        """Update a stack and wait for it; returns its status."""
        body = json.dumps({"Resources": resources})
        self.client.update_stack(StackName=stack, TemplateBody=body, Capabilities=NAMED_IAM, **more)
        return self.wait(stack)

    def delete(self, stack: str, **more: Any) -> str:
        """Delete a stack and wait for that; returns its status."""
        self.client.delete_stack(StackName=stack, **more)
        return self.wait(stack)

    def wait(self, stack: str) -> str:
        deadline = time.monotonic() + 30
        while (status := self.status(stack)).endswith("_IN_PROGRESS"):
            assert time.monotonic() < deadline, f"{stack} is {status}"
            time.sleep(0.01)
        return status

    def status(self, stack: str) -> str:
        return self.one(stack)["StackStatus"]

    def one(self, stack: str) -> dict[str, Any]:
        return self.client.describe_stacks(StackName=stack)["Stacks"][0]

    def ids(self, stack: str) -> dict[str, str]:
        """The physical ids of a stack by logical id."""
        pages = self.client.get_paginator("list_stack_resources").paginate(StackName=stack)
        return {
            one["LogicalResourceId"]: one["PhysicalResourceId"]
            for page in pages
            for one in page["StackResourceSummaries"]
        }

    def reasons(self, stack: str) -> str:
        events = self.client.describe_stack_events(StackName=stack)["StackEvents"]
        return "\n".join(one.get("ResourceStatusReason", "") for one in events)

    def queues(self, prefix: str) -> list[str]:
        sqs = self.account.client(self.account.up(), "sqs")
        return sqs.list_queues(QueueNamePrefix=prefix).get("QueueUrls", [])
