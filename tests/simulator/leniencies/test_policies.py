"""Policies that AWS refuses or evaluates, and the account does not."""

import json
from collections.abc import Callable

import pytest
import requests

from tests.simulator.authorization.conftest import (
    ACCOUNT,
    BY_ACCOUNT,
    World,
    allow,
    deny,
    document,
)

Named = Callable[[str], str]


def test_the_policy_of_an_event_bus_has_no_effect(world: World) -> None:
    denial = deny("events:PutEvents", Principal="*", Sid="none")
    world("events").put_permission(EventBusName="default", Policy=document(denial))
    _, clients = world.user(allow("events:*"))
    entry = {"Source": "test", "DetailType": "test", "Detail": "{}"}
    assert clients("events").put_events(Entries=[entry])["FailedEntryCount"] == 0
    world("events").remove_permission(EventBusName="default", RemoveAllPermissions=True)


def test_events_reach_a_queue_that_does_not_allow_them(world: World, named: Named) -> None:
    sqs, events, name = world("sqs"), world("events"), named("queue")
    queue = sqs.create_queue(QueueName=name)["QueueUrl"]
    pattern = json.dumps({"source": ["test"]})
    events.put_rule(Name=name, EventPattern=pattern)
    arn = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:{name}"
    events.put_targets(Rule=name, Targets=[{"Id": "queue", "Arn": arn}])
    events.put_events(Entries=[{"Source": "test", "DetailType": "test", "Detail": "{}"}])
    assert sqs.receive_message(QueueUrl=queue)["Messages"]
    events.remove_targets(Rule=name, Ids=["queue"])
    events.delete_rule(Name=name)


def test_a_bucket_notifies_a_queue_that_does_not_allow_it(world: World, bucket: str) -> None:
    sqs, s3 = world("sqs"), world("s3")
    queue = sqs.create_queue(QueueName=bucket)["QueueUrl"]
    arn = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:{bucket}"
    wanted = [{"QueueArn": arn, "Events": ["s3:ObjectCreated:*"]}]
    s3.put_bucket_notification_configuration(
        Bucket=bucket, NotificationConfiguration={"QueueConfigurations": wanted}
    )
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    messages = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]
    assert any("ObjectCreated" in one["Body"] for one in messages)


def test_the_tags_of_a_table_are_no_condition(world: World, named: Named) -> None:
    dynamodb, name = world("dynamodb"), named("table")
    dynamodb.create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        Tags=[{"Key": "Environment", "Value": "production"}],
    )
    tagged = {"StringEquals": {"aws:ResourceTag/Environment": "production"}}
    _, clients = world.user(allow("dynamodb:*"), deny("dynamodb:*", Condition=tagged))
    clients("dynamodb").describe_table(TableName=name)


def test_a_key_policy_may_lock_out_its_creator(world: World) -> None:
    stranger = {"AWS": f"arn:aws:iam::{ACCOUNT}:role/stranger"}
    policy = document(allow("kms:*", Principal=stranger))
    assert world("kms").create_key(Policy=policy)["KeyMetadata"]["KeyId"]


def test_a_policy_may_name_a_principal_that_does_not_exist(world: World, bucket: str) -> None:
    s3 = world("s3")
    missing = {"AWS": f"arn:aws:iam::{ACCOUNT}:role/missing"}
    grant = document(allow("s3:GetObject", on=f"arn:aws:s3:::{bucket}/*", Principal=missing))
    s3.put_bucket_policy(Bucket=bucket, Policy=grant)
    world.role({**BY_ACCOUNT, "Principal": missing})


def test_a_trust_policy_may_be_empty(world: World, named: Named) -> None:
    world("iam").create_role(RoleName=named("role"), AssumeRolePolicyDocument="{}")


def test_a_queue_policy_may_have_more_than_seven_actions(world: World, named: Named) -> None:
    actions = (
        *("SendMessage", "ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility"),
        *("GetQueueUrl", "GetQueueAttributes", "ListQueueTags", "PurgeQueue"),
    )
    policy = document(allow(*(f"sqs:{one}" for one in actions), Principal={"AWS": ACCOUNT}))
    world("sqs").create_queue(QueueName=named("queue"), Attributes={"Policy": policy})


def test_a_bucket_accepts_a_public_policy_despite_its_public_access_block(
    world: World, bucket: str
) -> None:
    s3 = world("s3")
    blocks = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
    s3.put_public_access_block(
        Bucket=bucket, PublicAccessBlockConfiguration=dict.fromkeys(blocks, True)
    )
    everybody = allow("s3:GetObject", on=f"arn:aws:s3:::{bucket}/*", Principal="*")
    s3.put_bucket_policy(Bucket=bucket, Policy=document(everybody))
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    assert requests.get(f"{world.url}/{bucket}/k", timeout=10).content == b"x"


@pytest.mark.parametrize(
    "policy",
    ["{", document(allow("s3:GetObject", on="arn:aws:s3:::other/*", Principal="*"))],
    ids=["no JSON", "another bucket"],
)
def test_a_bucket_policy_is_not_checked(world: World, bucket: str, policy: str) -> None:
    world("s3").put_bucket_policy(Bucket=bucket, Policy=policy)
    world("s3").delete_bucket_policy(Bucket=bucket)


def test_an_object_accepts_an_acl_although_its_bucket_disables_them(
    world: World, bucket: str
) -> None:
    s3 = world("s3")
    rules = [{"ObjectOwnership": "BucketOwnerEnforced"}]
    s3.put_bucket_ownership_controls(Bucket=bucket, OwnershipControls={"Rules": rules})
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    s3.put_object_acl(Bucket=bucket, Key="k", ACL="public-read")
