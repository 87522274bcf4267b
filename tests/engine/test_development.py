"""The development stack, and the effect of the documented one-line changes."""

import json

from simulator.account.account import CHECKOUT
from tests.engine.conftest import STATE_BUCKET, Platform
from tests.everyday.tasks import PAGE, tasks


def test_development_serves_its_services_and_is_destroyed_completely(platform: Platform) -> None:
    platform.up("development")
    s3, sqs = platform.aws("s3"), platform.aws("sqs")
    answer = platform.pulumi("stack", "output", "--json", "-s", "development").stdout
    outputs = json.loads(answer)
    queue = outputs["queues"]["queue-job"]
    assert queue["name"] == "development-queue.fifo"
    assert sqs.get_queue_url(QueueName="development-queue.fifo")["QueueUrl"] == queue["url"]
    sqs.send_message(QueueUrl=queue["url"], MessageBody="job", MessageGroupId="1")
    assert outputs["buckets"]["cell-sets"]["name"] == "cell-sets-development"
    assert outputs["tables"]["experiments"]["arn"].endswith(":table/experiments-development")

    topic = outputs["topics"]["work-results"]["arn"]
    sns = platform.aws("sns")
    subscriptions = sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    assert {(each["Protocol"], each["Endpoint"]) for each in subscriptions} == {
        ("http", "http://host.docker.internal:3000/v1/pipelineResults"),
        ("http", "http://host.docker.internal:3000/v1/gem2sResults"),
    }

    kind = {"type": {"DataType": "String", "StringValue": "PipelineResponse"}}
    sns.publish(TopicArn=topic, Message="no subscriber is running", MessageAttributes=kind)

    s3.put_object(Bucket="cell-sets-development", Key="old", Body=b"1")
    s3.put_object(Bucket="cell-sets-development", Key="old", Body=b"2")
    gone = platform.pulumi("destroy", "-s", "development", "--yes")
    assert gone.returncode == 0, gone.stdout
    assert [one["Name"] for one in s3.list_buckets()["Buckets"]] == [STATE_BUCKET]
    assert platform.aws("dynamodb").list_tables()["TableNames"] == []
    assert "QueueUrls" not in sqs.list_queues()
    assert sns.list_topics()["Topics"] == []
    kms = platform.aws("kms")
    keys = [kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"] for key in kms.list_keys()["Keys"]]
    ours = [key["KeyState"] for key in keys if not key["Description"].startswith("Default")]
    assert sorted(ours) == ["Enabled", "PendingDeletion"], "bootstrap's key, and the stack's own"


def test_the_documented_data_services_are_created(copy: Platform) -> None:
    for task in tasks((CHECKOUT / PAGE).read_text()):
        if task.of_data_services:
            task.apply(copy.project)
    copy.up("development")
    s3, dynamodb, sqs = copy.aws("s3"), copy.aws("dynamodb"), copy.aws("sqs")
    bucket = "reviews-development"
    (rule,) = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    assert rule["NoncurrentVersionExpiration"]["NoncurrentDays"] == 7
    assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"
    tags = {tag["Key"]: tag["Value"] for tag in s3.get_bucket_tagging(Bucket=bucket)["TagSet"]}
    assert tags["Environment"] == "development"

    dynamodb.describe_table(TableName=bucket)
    table = dynamodb.describe_table(TableName="visits-development")["Table"]
    types = {one["AttributeName"]: one["AttributeType"] for one in table["AttributeDefinitions"]}
    assert (types["experimentId"], types["startedAt"]) == ("S", "N")
    assert table["StreamSpecification"]["StreamViewType"] == "NEW_AND_OLD_IMAGES"
    indexes = {one["IndexName"]: one for one in table["GlobalSecondaryIndexes"]}
    projections = {name: one["Projection"]["ProjectionType"] for name, one in indexes.items()}
    assert projections == {"byUser": "ALL", "byPage": "KEYS_ONLY", "byDay": "INCLUDE"}
    assert [key["KeyType"] for key in indexes["byPage"]["KeySchema"]] == ["HASH"]
    ttl = dynamodb.describe_time_to_live(TableName="visits-development")["TimeToLiveDescription"]
    assert (ttl["TimeToLiveStatus"], ttl["AttributeName"]) == ("ENABLED", "expiresAt")

    assert sqs.get_queue_url(QueueName="reviews-default-development.fifo")["QueueUrl"]
    topics = [one["TopicArn"] for one in copy.aws("sns").list_topics()["Topics"]]
    assert any(arn.endswith(":reviews-development-default") for arn in topics)
