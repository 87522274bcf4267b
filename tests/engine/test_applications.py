"""An application on the development stack, whose calls are those for AWS.

Only the endpoint differs: `AWS_ENDPOINT_URL`, which `python -m simulator env` prints.
"""

import json

import pytest
import requests

from tests.engine.conftest import Platform
from tests.engine.test_managed_services import queue_policy

UI, OTHER = "http://localhost:5000", "https://evil.example"


def test_an_application_uses_the_development_stack_as_in_aws(platform: Platform) -> None:
    platform.up("development")
    outputs = platform.outputs("development")
    dynamodb, s3, sns, sqs = map(platform.aws, ("dynamodb", "s3", "sns", "sqs"))

    jobs = outputs["queues"]["queue-job"]["url"]
    job = {"QueueUrl": jobs, "MessageGroupId": "experiment", "MessageBody": "gem2s"}
    for _ in range(2):
        sqs.send_message(**job, MessageDeduplicationId="once")
    (message,) = sqs.receive_message(QueueUrl=jobs, MaxNumberOfMessages=10)["Messages"]
    assert message["Body"] == "gem2s"
    sqs.delete_message(QueueUrl=jobs, ReceiptHandle=message["ReceiptHandle"])

    new = {
        "TableName": outputs["tables"]["experiments"]["name"],
        "Item": {"experimentId": {"S": "1"}},
        "ConditionExpression": "attribute_not_exists(experimentId)",
    }
    dynamodb.put_item(**new)
    with pytest.raises(dynamodb.exceptions.ConditionalCheckFailedException):
        dynamodb.put_item(**new)

    bucket = outputs["buckets"]["biomage-originals"]["name"]
    for kind in ("text/csv", "application/x-www-form-urlencoded"):
        key = {"Bucket": bucket, "Key": kind}
        upload = s3.generate_presigned_url("put_object", {**key, "ContentType": kind})
        sent = {"Content-Type": kind, "Origin": UI}
        put = requests.put(upload, data=b"gene=&cells=\xff", headers=sent, timeout=20)
        assert put.headers["Access-Control-Allow-Origin"] == UI
        got = requests.get(s3.generate_presigned_url("get_object", key), timeout=20)
        assert (got.content, got.headers["Content-Type"]) == (b"gene=&cells=\xff", kind)

    for origin, status in ((UI, 200), (OTHER, 403)):
        asked = {"Origin": origin, "Access-Control-Request-Method": "PUT"}
        preflight = requests.options(upload, headers=asked, timeout=20)
        assert preflight.status_code == status
        assert ("Access-Control-Allow-Origin" in preflight.headers) == (status == 200)

    topic = outputs["topics"]["work-results"]["arn"]
    accepts = {"Policy": json.dumps(queue_policy(topic))}
    results = sqs.create_queue(QueueName="results", Attributes=accepts)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=results, AttributeNames=["QueueArn"])["Attributes"]
    raw = {"RawMessageDelivery": "true"}
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn["QueueArn"], Attributes=raw)
    sns.publish(TopicArn=topic, Message="done")
    (message,) = sqs.receive_message(QueueUrl=results, WaitTimeSeconds=5)["Messages"]
    assert message["Body"] == "done"
