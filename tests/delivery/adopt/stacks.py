"""CloudFormation stacks for the tests of the adoption."""

import json
from collections.abc import Mapping
from typing import Any

from delivery.aws import Clients

TEMPLATES = "old-templates"


def queue(name: str) -> dict[str, Any]:
    return {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": name}}


def bucket(name: str) -> dict[str, Any]:
    return {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": name}}


def create(aws: Clients, name: str, resources: Mapping[str, Any], **options: Any) -> None:
    body = json.dumps({"Resources": resources})
    aws("cloudformation").create_stack(StackName=name, TemplateBody=body, **options)


def create_nested(aws: Clients, name: str, child: Mapping[str, Any]) -> str:
    """Creates a stack with a topic and a nested stack; returns the name of the nested one."""
    s3 = aws("s3")
    s3.create_bucket(
        Bucket=TEMPLATES, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    s3.put_object(Bucket=TEMPLATES, Key=name, Body=json.dumps({"Resources": child}))
    url = f"https://{TEMPLATES}.s3.eu-west-1.amazonaws.com/{name}"
    nested = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": url}}
    topic = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": f"{name}-news"}}
    create(aws, name, {"Inner": nested, "News": topic})
    stacks = aws("cloudformation").describe_stacks()["Stacks"]
    return next(one["StackName"] for one in stacks if one["StackName"].startswith(f"{name}-"))
