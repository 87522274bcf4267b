"""The simulated provider's behaviour: refusals, replacement, import, AWS's own errors."""

import json
from collections.abc import Callable

from tests.engine.conftest import STATE_BUCKET, Platform

Program = Callable[[str], Platform]
HEAD = """
import json
import pulumi
import pulumi_aws as aws
"""


def test_a_misspelt_property_is_refused_at_any_depth(program: Program) -> None:
    rule = '{"allowed_method": ["GET"], "allowedMethods": ["GET"], "allowed_origins": ["x"]}'
    small = program(
        HEAD + f'aws.s3.BucketCorsConfiguration("it", bucket="b", cors_rules=[{rule}])\n'
    )
    refused = small.pulumi("preview", "-s", "dev")
    assert refused.returncode != 0
    assert "corsRules[0].allowed_method is not a property here" in refused.stdout
    assert "did you mean 'allowedMethods'?" in refused.stdout


def test_a_value_of_the_wrong_type_is_refused(program: Program) -> None:
    small = program(HEAD + 'aws.sqs.Queue("it", delay_seconds="soon")\n')
    refused = small.pulumi("preview", "-s", "dev")
    assert refused.returncode != 0
    assert "delaySeconds must be a whole number, got 'soon'" in refused.stdout


def test_aws_errors_are_reported_unchanged(program: Program) -> None:
    small = program(HEAD + 'aws.s3.Bucket("it", bucket="ab")\n')
    refused = small.pulumi("up", "-s", "dev", "--yes", "--skip-preview")
    assert refused.returncode != 0
    assert "InvalidBucketName" in refused.stdout
    assert "The specified bucket is not valid." in refused.stdout


def test_unknown_resource_type_is_refused(program: Program) -> None:
    small = program(HEAD + 'aws.neptune.Cluster("it")\n')
    assert small.pulumi("preview", "-s", "dev").returncode == 0
    refused = small.pulumi("up", "-s", "dev", "--yes", "--skip-preview")
    assert refused.returncode != 0
    assert "has no resource type aws:neptune/cluster:Cluster" in refused.stdout


def test_half_created_resource_is_completed_not_duplicated(program: Program) -> None:
    text = HEAD + 'aws.sqs.Queue("it", name="one", redrive_policy=REDRIVE)\n'
    missing = "arn:aws:sqs:eu-west-1:242905224710:missing"
    redrive = f'json.dumps({{"deadLetterTargetArn": "{missing}", "maxReceiveCount": 1}})'
    small = program(text.replace("REDRIVE", redrive))
    failed = small.pulumi("up", "-s", "dev", "--yes", "--skip-preview")
    assert failed.returncode != 0, failed.stdout
    state = json.loads(small.pulumi("stack", "export", "-s", "dev").stdout)
    kept = [each for each in state["deployment"]["resources"] if each["type"].endswith(":Queue")]
    assert [each["id"].rpartition("/")[2] for each in kept] == ["one"]
    assert kept[0]["initErrors"]

    small.aws("sqs").create_queue(QueueName="missing")
    small.up("dev")
    urls = small.aws("sqs").list_queues(QueueNamePrefix="one")["QueueUrls"]
    assert len(urls) == 1
    again = small.pulumi("preview", "-s", "dev", "--expect-no-changes")
    assert again.returncode == 0, again.stdout


def test_table_with_fixed_name_is_deleted_before_replacement(program: Program) -> None:
    text = HEAD + (
        'aws.dynamodb.Table("it", name="fixed", billing_mode="PAY_PER_REQUEST", hash_key="KEY",'
        ' attributes=[{"name": "KEY", "type": "S"}])\n'
    )
    small = program(text.replace("KEY", "first"))
    small.up("dev")
    program(text.replace("KEY", "second"))
    printed = small.up("dev")
    assert printed.index("deleted original") < printed.index("created replacement")
    described = small.aws("dynamodb").describe_table(TableName="fixed")["Table"]
    assert described["KeySchema"][0]["AttributeName"] == "second"


def test_resource_with_generated_name_is_replaced_before_deletion(program: Program) -> None:
    text = HEAD + 'aws.sqs.Queue("it", fifo_queue=FIFO)\n'
    small = program(text.replace("FIFO", "None"))
    small.up("dev")
    program(text.replace("FIFO", "True"))
    printed = small.up("dev")
    assert printed.index("created replacement") < printed.index("deleted original")
    (url,) = small.aws("sqs").list_queues(QueueNamePrefix="it-")["QueueUrls"]
    assert url.endswith(".fifo")


def test_existing_resource_is_imported_and_managed(program: Program) -> None:
    small = program(HEAD)
    dynamodb = small.aws("dynamodb")
    dynamodb.create_table(
        TableName="old",
        AttributeDefinitions=[{"AttributeName": "a", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "a", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    done = small.pulumi("import", "aws:dynamodb/table:Table", "old", "old", "-s", "dev", "--yes")
    assert done.returncode == 0, done.stdout
    program(
        HEAD + 'aws.dynamodb.Table("old", name="old", billing_mode="PAY_PER_REQUEST",'
        ' hash_key="a", attributes=[{"name": "a", "type": "S"}], deletion_protection_enabled=True,'
        " opts=pulumi.ResourceOptions(protect=True))\n"
    )
    small.up("dev")
    assert dynamodb.describe_table(TableName="old")["Table"]["DeletionProtectionEnabled"] is True


def test_credentials_of_another_account_are_refused_before_anything_is_made(copy: Platform) -> None:
    stack = copy.project / "Pulumi.development.yaml"
    stack.write_text(stack.read_text() + '  cellscope:accountId: "111111111111"\n')
    refused = copy.pulumi("up", "-s", "development", "--yes", "--skip-preview")
    assert refused.returncode != 0
    assert "AWS account ID not allowed: 242905224710" in refused.stdout
    assert [one["Name"] for one in copy.aws("s3").list_buckets()["Buckets"]] == [STATE_BUCKET]


def test_resource_with_default_provider_is_refused(copy: Platform) -> None:
    main = copy.project / "__main__.py"
    stray = "\nfrom pulumi_aws import sqs\nsqs.Queue('stray')\n"
    main.write_text(main.read_text() + stray)
    refused = copy.pulumi("preview", "-s", "account")
    assert refused.returncode != 0
    assert "Default provider for 'aws' disabled" in refused.stdout


def test_program_error_is_printed_once(program: Program) -> None:
    small = program(HEAD + 'raise pulumi.RunError("no luck today")\n')
    refused = small.pulumi("preview", "-s", "dev")
    assert refused.returncode != 0
    assert refused.stdout.partition("Diagnostics:")[2].count("no luck today") == 1
    assert "Traceback" not in refused.stdout
