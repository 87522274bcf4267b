"""Staging and production, deployed from the committed files and checked with boto3."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from delivery.unmanaged.unmanaged import unmanaged
from settings import AccountSettings
from tests.engine.conftest import PACK, Platform
from tests.estate import estate_2022
from tests.settings.test_settings import committed

SUPPORTED, ENDS = "kubernetes-version-supported", "kubernetes-version-support-ends"

STACKS = ("account", "staging", "production")

ENVIRONMENTS = pytest.mark.parametrize("environment", ["staging", "production"])


def test_nothing_of_the_deployed_platform_is_unmanaged(deployed: Platform) -> None:
    exports = [deployed.pulumi("stack", "export", "-s", stack).stdout for stack in STACKS]
    settings = committed("account")
    assert isinstance(settings, AccountSettings)
    aws = deployed.aws
    listing = unmanaged(settings, lambda: map(json.loads, exports), aws, aws, datetime.now(UTC))
    assert [one.arn for one in listing.resources] == []
    assert not [note for note in listing.notes if "is not readable" in note]


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
        assert set(statement["Resource"]) == {f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"}


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


def test_messages_in_the_simulated_account_do_not_reach_the_real_api(deployed: Platform) -> None:
    arn = "arn:aws:sns:eu-west-1:242905224710:work-results-production-default"
    kind = {"type": {"DataType": "String", "StringValue": "PipelineResponse"}}
    answer = deployed.aws("sns").publish(TopicArn=arn, Message="done", MessageAttributes=kind)
    assert answer["MessageId"]
    log = (deployed.account.folder / "server.log").read_text()
    assert "could not deliver" not in log


def test_a_deployed_bucket_has_all_tags(deployed: Platform) -> None:
    s3 = deployed.aws("s3")
    tags = s3.get_bucket_tagging(Bucket="cell-sets-production")["TagSet"]
    assert {tag["Key"]: tag["Value"] for tag in tags} == {
        "DataClass": "customer",
        "Environment": "production",
        "ManagedBy": "pulumi",
        "Owner": "pipeline",
        "Project": "cellscope",
    }


@pytest.fixture(scope="module")
def in_support(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The policy pack's option for a table that never ends the support of the version."""
    return ends_on(date.max, tmp_path_factory.mktemp("pack"))


def ends_on(day: date, folder: Path) -> tuple[str, str]:
    """The policy pack's option for a table that ends the support of version 1.35 on a day."""
    table: dict[str, Any] = {"standard_support": {"1.35": day.isoformat()}}
    file = folder / "policies.json"
    file.write_text(json.dumps({SUPPORTED: table, ENDS: table}))
    return "--policy-pack-config", str(file)


def test_an_existing_cluster_can_be_updated_after_its_versions_standard_support(
    deployed: Platform, tmp_path: Path
) -> None:
    judged = deployed.judged("production", *ends_on(date(2020, 1, 1), tmp_path))
    found = {one for one in judged if one.rule in (SUPPORTED, ENDS)}
    assert {(one.rule, one.level) for one in found} == {(ENDS, "advisory")}
    assert {"cluster-eksCluster", "post-scaling-x86"} <= {one.name for one in found}
    assert all("1.35 ended on 2020-01-01." in one.message for one in found)


# Staging's second deployment is in the last test of this file, after a repair.
@pytest.mark.parametrize("stack", ["account", "production"])
def test_second_deployment_changes_nothing_and_violates_no_policy(
    deployed: Platform, in_support: tuple[str, str], stack: str
) -> None:
    again = deployed.pulumi(
        *("up", "-s", stack, "--yes", "--skip-preview", "--expect-no-changes"),
        *("--policy-pack", str(PACK), *in_support),
    )
    assert again.returncode == 0, again.stdout
    assert no_rule_complains(again.stdout)


def test_manual_changes_are_reported_and_repaired(deployed: Platform) -> None:
    dynamodb, s3, iam = deployed.aws("dynamodb"), deployed.aws("s3"), deployed.aws("iam")
    group = "engineer-staging-access"
    iam.add_user_to_group(GroupName=group, UserName="mary.somerville")
    dynamodb.update_table(TableName="projects-staging", DeletionProtectionEnabled=False)
    active = dynamodb.get_waiter("table_exists")
    active.wait(TableName="projects-staging", WaiterConfig={"Delay": 1})
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
    assert users >= {"ada.lovelace", "grace.hopper"}


def test_staging_cannot_be_destroyed(deployed: Platform, in_support: tuple[str, str]) -> None:
    refused = deployed.pulumi("destroy", "-s", "staging", "--yes")
    assert refused.returncode != 0
    assert "cannot be deleted" in refused.stdout
    assert "because it is protected" in refused.stdout
    again = deployed.pulumi(
        *("up", "-s", "staging", "--yes", "--skip-preview", "--refresh", "--expect-no-changes"),
        *("--policy-pack", str(PACK), *in_support),
    )
    assert again.returncode == 0, again.stdout
    assert no_rule_complains(again.stdout)


def no_rule_complains(printed: str) -> bool:
    _, found, policies = printed.partition("Policies:")
    return bool(found) and "[mandatory]" not in policies and "[advisory]" not in policies
