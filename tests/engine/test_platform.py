"""Staging and production, deployed from the committed files and checked with boto3."""

import json
from typing import Any

import pytest

from tests.engine.conftest import PACK, Platform
from tests.estate import estate_2022

ENVIRONMENTS = pytest.mark.parametrize("environment", ["staging", "production"])

ORIGINS = {
    "staging": ["https://ui-*.scp-staging.biomage.net"],
    "production": ["https://scp.biomage.net", "https://ui.scp.biomage.net"],
}


@ENVIRONMENTS
def test_buckets_exist_with_all_protections(deployed: Platform, environment: str) -> None:
    s3 = deployed.aws("s3")
    names = {bucket["Name"] for bucket in s3.list_buckets()["Buckets"]}
    declared = {*estate_2022.BUCKETS, "biomage-alb-access-logs"}
    assert {f"{name}-{environment}" for name in declared} == {
        name for name in names if name.endswith(f"-{environment}")
    }
    for name in estate_2022.BUCKETS:
        bucket = f"{name}-{environment}"
        block = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
        assert set(block.values()) == {True}
        (rule,) = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"][
            "Rules"
        ]
        assert rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
        assert rule["BucketKeyEnabled"] is True
        (statement,) = json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])["Statement"]
        assert statement["Effect"] == "Deny"
        assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
        assert set(statement["Resource"]) == {
            f"arn:aws:s3:::{bucket}",
            f"arn:aws:s3:::{bucket}/*",
        }


@ENVIRONMENTS
def test_bucket_lifecycles_have_the_declared_days(deployed: Platform, environment: str) -> None:
    s3 = deployed.aws("s3")
    for name, recorded in estate_2022.BUCKETS.items():
        kept = recorded.noncurrent_days
        bucket = f"{name}-{environment}"
        rules = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
        assert _days(rules, "NoncurrentVersionExpiration", "NoncurrentDays") == (
            [kept] if kept else []
        )
        assert _days(rules, "Expiration", "Days") == [days for days, _ in recorded.expirations]
        status = s3.get_bucket_versioning(Bucket=bucket).get("Status")
        assert status == ("Enabled" if kept else None)
        if name == "worker-results":
            tags = [rule["Filter"]["Tag"] for rule in rules if "Tag" in rule["Filter"]]
            assert tags == [{"Key": "requestType", "Value": "DifferentialExpression"}]


@ENVIRONMENTS
def test_cors_allows_platform_origins_without_delete(deployed: Platform, environment: str) -> None:
    s3 = deployed.aws("s3")
    for name in ("worker-results", "biomage-originals", "biomage-public-datasets"):
        (rule,) = s3.get_bucket_cors(Bucket=f"{name}-{environment}")["CORSRules"]
        assert rule["AllowedOrigins"] == ORIGINS[environment]
        assert "DELETE" not in rule["AllowedMethods"]
        assert len(rule["ExposeHeaders"]) == 4


@ENVIRONMENTS
def test_tables_exist_with_keys_and_point_in_time_recovery(
    deployed: Platform, environment: str
) -> None:
    dynamodb = deployed.aws("dynamodb")
    for name, keys in estate_2022.TABLES.items():
        described = dynamodb.describe_table(TableName=f"{name}-{environment}")["Table"]
        assert [key["AttributeName"] for key in described["KeySchema"]] == [
            key for key in keys if key
        ]
        assert described["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
        assert described["DeletionProtectionEnabled"] is True
        assert described["SSEDescription"]["Status"] == "ENABLED"
        backups = dynamodb.describe_continuous_backups(TableName=f"{name}-{environment}")
        recovery = backups["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
        assert recovery["PointInTimeRecoveryStatus"] == "ENABLED"
    samples = dynamodb.describe_table(TableName=f"samples-{environment}")["Table"]
    (index,) = samples["GlobalSecondaryIndexes"]
    assert index["IndexName"] == "gsiByProjectAndExperimentID"
    assert [key["AttributeName"] for key in index["KeySchema"]] == ["projectUuid", "experimentId"]
    assert index["Projection"] == {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["samples"]}


@ENVIRONMENTS
def test_a_job_that_fails_too_often_reaches_the_dead_letter_queue(
    deployed: Platform, environment: str
) -> None:
    sqs = deployed.aws("sqs")
    url = sqs.get_queue_url(QueueName=f"queue-job-default-{environment}.fifo")["QueueUrl"]
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert attributes["ContentBasedDeduplication"] == "true"
    assert attributes["DeduplicationScope"] == "messageGroup"
    assert attributes["FifoThroughputLimit"] == "perMessageGroupId"
    assert attributes["SqsManagedSseEnabled"] == "true"
    assert json.loads(attributes["RedrivePolicy"])["maxReceiveCount"] == 5
    sqs.send_message(QueueUrl=url, MessageBody="a job", MessageGroupId="group")
    for _ in range(6):
        for message in sqs.receive_message(QueueUrl=url).get("Messages", []):
            handle = message["ReceiptHandle"]
            sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=handle, VisibilityTimeout=0)
    dead = sqs.get_queue_url(QueueName=f"queue-job-default-{environment}-dead-letters.fifo")
    (letter,) = sqs.receive_message(QueueUrl=dead["QueueUrl"])["Messages"]
    assert letter["Body"] == "a job"


@ENVIRONMENTS
def test_work_results_are_delivered_to_the_api_as_declared(
    deployed: Platform, environment: str
) -> None:
    sns = deployed.aws("sns")
    arn = f"arn:aws:sns:eu-west-1:242905224710:work-results-{environment}-default"
    assert sns.get_topic_attributes(TopicArn=arn)["Attributes"]["KmsMasterKeyId"] == (
        "alias/aws/sns"
    )
    found: dict[str, Any] = {}
    for subscription in sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"]:
        attributes = sns.get_subscription_attributes(
            SubscriptionArn=subscription["SubscriptionArn"]
        )["Attributes"]
        assert attributes["Protocol"] == "https"
        retries = json.loads(attributes["DeliveryPolicy"])["healthyRetryPolicy"]
        assert retries == estate_2022.RETRIES
        assert json.loads(attributes["RedrivePolicy"])["deadLetterTargetArn"].endswith(
            f":work-results-{environment}-default-dead-letters"
        )
        found[attributes["Endpoint"]] = json.loads(attributes["FilterPolicy"])
    _, api = estate_2022.API[environment]
    assert found == {
        f"{api}{path}": {"type": [message_type]}
        for path, message_type in estate_2022.DELIVERIES.values()
    }


def test_messages_in_the_simulated_account_do_not_reach_the_real_api(
    deployed: Platform,
) -> None:
    arn = "arn:aws:sns:eu-west-1:242905224710:work-results-production-default"
    kind = {"type": {"DataType": "String", "StringValue": "PipelineResponse"}}
    answer = deployed.aws("sns").publish(TopicArn=arn, Message="done", MessageAttributes=kind)
    assert answer["MessageId"]
    log = (deployed.account.folder / "server.log").read_text()
    assert "could not deliver" not in log


@ENVIRONMENTS
def test_alarm_topic_is_encrypted_with_a_key_for_cloudwatch(
    deployed: Platform, environment: str
) -> None:
    sns, kms = deployed.aws("sns"), deployed.aws("kms")
    arn = f"arn:aws:sns:eu-west-1:242905224710:cloudwatch-alarms-{environment}"
    key = sns.get_topic_attributes(TopicArn=arn)["Attributes"]["KmsMasterKeyId"]
    alias = kms.describe_key(KeyId=f"alias/cloudwatch-alarms-{environment}")["KeyMetadata"]
    assert alias["Arn"] == key
    assert kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"] is True
    policy = json.loads(kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"])
    statements = [
        statement
        for statement in policy["Statement"]
        if statement["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    ]
    assert [statement["Action"] for statement in statements] == [
        ["kms:Decrypt", "kms:GenerateDataKey*"]
    ]
    (subscription,) = sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"]
    assert subscription["Protocol"] == "email"


def test_account_blocks_public_buckets(deployed: Platform) -> None:
    export = deployed.pulumi("stack", "export", "-s", "account").stdout
    resources = {
        resource["type"]: resource for resource in json.loads(export)["deployment"]["resources"]
    }
    block = resources["aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"]["outputs"]
    assert block["blockPublicPolicy"] is True
    assert block["accountId"] == "242905224710"


def test_all_taggable_resources_have_owner_tags(deployed: Platform) -> None:
    s3 = deployed.aws("s3")
    tags = s3.get_bucket_tagging(Bucket="cell-sets-production")["TagSet"]
    assert {tag["Key"]: tag["Value"] for tag in tags} == {
        "DataClass": "customer",
        "Environment": "production",
        "ManagedBy": "pulumi",
        "Owner": "pipeline",
        "Project": "cellscope",
    }


# Staging's second deployment is in the last test of this file, after a repair.
@pytest.mark.parametrize("stack", ["account", "production"])
def test_second_deployment_changes_nothing_and_violates_no_policy(
    deployed: Platform, stack: str
) -> None:
    again = deployed.pulumi(
        *("up", "-s", stack, "--yes", "--skip-preview", "--expect-no-changes"),
        *("--policy-pack", str(PACK)),
    )
    assert again.returncode == 0, again.stdout
    assert no_rule_complains(again.stdout)


def test_manual_changes_are_reported_and_repaired(deployed: Platform) -> None:
    dynamodb, s3, iam = deployed.aws("dynamodb"), deployed.aws("s3"), deployed.aws("iam")
    group = "engineer-staging-access"
    iam.add_user_to_group(GroupName=group, UserName="mary.somerville")
    dynamodb.update_table(TableName="projects-staging", DeletionProtectionEnabled=False)
    dynamodb.delete_table(TableName="projects-staging")
    suspended = {"Status": "Suspended"}
    s3.put_bucket_versioning(Bucket="cell-sets-staging", VersioningConfiguration=suspended)

    repaired = deployed.up("staging", "--refresh")
    assert "aws:dynamodb:Table projects create" in repaired
    assert "aws:s3:BucketVersioning cell-sets update" in repaired
    assert "aws:iam:GroupMembership engineer update" in repaired
    assert "+ 1 created" in repaired
    assert "~ 2 updated" in repaired
    table = dynamodb.describe_table(TableName="projects-staging")["Table"]
    assert (table["TableStatus"], table["DeletionProtectionEnabled"]) == ("ACTIVE", True)
    assert s3.get_bucket_versioning(Bucket="cell-sets-staging")["Status"] == "Enabled"
    users = {user["UserName"] for user in iam.get_group(GroupName=group)["Users"]}
    assert users == {"ada.lovelace", "grace.hopper"}


def test_staging_cannot_be_destroyed(deployed: Platform) -> None:
    refused = deployed.pulumi("destroy", "-s", "staging", "--yes")
    assert refused.returncode != 0
    assert "cannot be deleted" in refused.stdout
    assert "because it is protected" in refused.stdout
    again = deployed.pulumi(
        *("up", "-s", "staging", "--yes", "--skip-preview", "--refresh", "--expect-no-changes"),
        *("--policy-pack", str(PACK)),
    )
    assert again.returncode == 0, again.stdout
    assert no_rule_complains(again.stdout)


def no_rule_complains(printed: str) -> bool:
    _, found, policies = printed.partition("Policies:")
    return bool(found) and "[mandatory]" not in policies and "[advisory]" not in policies


def _days(rules: list[dict[str, Any]], rule: str, key: str) -> list[int]:
    return [each[rule][key] for each in rules if rule in each]
