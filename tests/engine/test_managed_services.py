"""Managed services of the deployed platform, checked with boto3."""

import json
from fnmatch import fnmatchcase
from typing import Any

import pytest

from tests.engine.conftest import Platform
from tests.environments import KEEPING, platform_of

in_both = pytest.mark.parametrize("environment", KEEPING)


def rights(platform: Platform, role: str) -> dict[str, Any]:
    """The inline policies of a role, as one document."""
    iam = platform.aws("iam")
    names = iam.list_role_policies(RoleName=role)["PolicyNames"]
    documents = [
        iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"] for name in names
    ]
    statements = [one for document in documents for one in document["Statement"]]
    return {"Version": "2012-10-17", "Statement": statements}


@in_both
def test_cache_token_is_in_secrets_manager_and_nowhere_in_plaintext(
    deployed: Platform, environment: str
) -> None:
    secret = f"biomage-redis-token-{environment}"
    found = deployed.aws("secretsmanager").get_secret_value(SecretId=secret)
    token = found["SecretString"]
    assert len(token) == 64
    assert token.isalnum()
    texts = (
        deployed.pulumi("preview", "-s", environment, "--diff").stdout,
        deployed.pulumi("stack", "export", "-s", environment).stdout,
        deployed.pulumi("stack", "output", "-s", environment, "--json").stdout,
    )
    assert not [text for text in texts if token in text]
    files = [file for file in deployed.account.folder.rglob("*") if file.is_file()]
    assert files
    assert not [file for file in files if token.encode() in file.read_bytes()]


@in_both
@pytest.mark.parametrize("service", ["api", "worker"])
def test_services_that_use_the_cache_can_read_its_token(
    deployed: Platform, environment: str, service: str
) -> None:
    secret = f"biomage-redis-token-{environment}"
    arn = deployed.aws("secretsmanager").describe_secret(SecretId=secret)["ARN"]
    # Secrets Manager adds six characters to an ARN, which moto's policy evaluation cannot match.
    secrets = [
        resource
        for one in rights(deployed, f"{service}-role-{environment}")["Statement"]
        if "secretsmanager:GetSecretValue" in one["Action"]
        for resource in one["Resource"]
    ]
    assert [fnmatchcase(arn, pattern) for pattern in secrets] == [True]


@in_both
def test_only_the_clusters_security_group_reaches_the_cache(
    deployed: Platform, environment: str
) -> None:
    ec2 = deployed.aws("ec2")
    named = [{"Name": "group-name", "Values": [f"biomage-redis-{environment}"]}]
    (group,) = ec2.describe_security_groups(Filters=named)["SecurityGroups"]
    (rule,) = group["IpPermissions"]
    assert (rule["FromPort"], rule["ToPort"], rule["IpRanges"]) == (6379, 6379, [])
    (whose,) = rule["UserIdGroupPairs"]
    assert whose["GroupId"] == deployed.outputs(environment)["nodeSecurityGroupId"]
    assert group["IpPermissionsEgress"] == []


@in_both
def test_pipeline_role_is_assumable_only_from_this_account(
    deployed: Platform, environment: str
) -> None:
    name = f"state-machine-role-{environment}"
    (way,) = deployed.aws("iam").get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"][
        "Statement"
    ]
    assert way["Principal"] == {"Service": "states.amazonaws.com"}
    assert way["Condition"]["StringEquals"] == {"aws:SourceAccount": "242905224710"}
    may = {
        (action, resource)
        for one in rights(deployed, name)["Statement"]
        for action in one["Action"]
        for resource in one["Resource"]
    }
    results = f"arn:aws:sns:eu-west-1:242905224710:work-results-{environment}-*"
    traces = ("GetSamplingRules", "GetSamplingTargets", "PutTelemetryRecords", "PutTraceSegments")
    assert may == {("sns:Publish", results), *((f"xray:{action}", "*") for action in traces)}


@in_both
def test_canary_checks_the_public_page(deployed: Platform, environment: str) -> None:
    synthetics, name = deployed.aws("synthetics"), f"is-ui-up-{environment}"
    canary = synthetics.get_canary(Name=name)["Canary"]
    assert canary["Status"]["State"] == "RUNNING"
    assert canary["Schedule"]["Expression"] == "rate(5 minutes)"
    assert canary["ArtifactS3Location"] == f"s3://biomage-canaries-{environment}/is-ui-up"
    role = deployed.aws("iam").get_role(RoleName=f"canaries-{environment}")["Role"]
    assert canary["ExecutionRoleArn"] == role["Arn"]
    group = f"/aws/lambda/{canary['EngineArn'].split(':')[6]}"
    found = deployed.aws("logs").describe_log_groups(logGroupNamePrefix=group)["logGroups"]
    assert [one["logGroupName"] for one in found] == [group]
    # The canary's log permissions must match the function name that Synthetics generates.
    (logs,) = (
        one for one in rights(deployed, role["RoleName"])["Statement"] if one["Sid"] == "Logs"
    )
    assert fnmatchcase(found[0]["arn"], logs["Resource"][0])


@in_both
def test_alarm_is_delivered(deployed: Platform, environment: str) -> None:
    sqs, sns = deployed.aws("sqs"), deployed.aws("sns")
    topic = deployed.outputs(environment)["topics"]["cloudwatch-alarms"]["arn"]
    accepts = queue_policy(topic)
    queue = sqs.create_queue(
        QueueName=f"heard-{environment}", Attributes={"Policy": json.dumps(accepts)}
    )["QueueUrl"]
    attributes = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])
    arn = attributes["Attributes"]["QueueArn"]
    heard = sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, ReturnSubscriptionArn=True)[
        "SubscriptionArn"
    ]
    try:
        deployed.aws("cloudwatch").set_alarm_state(
            AlarmName=f"queue-job-waits-{environment}",
            StateValue="ALARM",
            StateReason="a job waited",
        )
        (message,) = sqs.receive_message(QueueUrl=queue)["Messages"]
    finally:
        sns.unsubscribe(SubscriptionArn=heard)
        sqs.delete_queue(QueueUrl=queue)
    alarm: dict[str, Any] = json.loads(json.loads(message["Body"])["Message"])
    assert (alarm["NewStateValue"], alarm["NewStateReason"]) == ("ALARM", "a job waited")
    assert "No consumer takes messages" in alarm["AlarmDescription"]


def queue_policy(topic: str) -> dict[str, Any]:
    """The policy of a queue that accepts the messages of a topic."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": "*",
        "Condition": {"ArnEquals": {"aws:SourceArn": topic}},
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


@in_both
def test_team_is_notified_of_costs(deployed: Platform, environment: str) -> None:
    settings = platform_of(environment)
    budgets, name = deployed.aws("budgets"), f"cellscope-{environment}"
    whose = {"AccountId": settings.account_id, "BudgetName": name}
    found = budgets.describe_budget(**whose)["Budget"]
    assert float(found["BudgetLimit"]["Amount"]) == settings.monthly_budget
    assert found["CostFilters"] == {"TagKeyValue": [f"user:Environment${environment}"]}
    notifications = budgets.describe_notifications_for_budget(**whose)["Notifications"]
    assert {(one["NotificationType"], one["Threshold"]) for one in notifications} == {
        ("ACTUAL", 80.0),
        ("FORECASTED", 100.0),
    }


def test_account_trail_is_logging_and_its_files_are_locked(deployed: Platform) -> None:
    trails = deployed.aws("cloudtrail")
    (trail,) = trails.describe_trails()["trailList"]
    assert trail["IsMultiRegionTrail"]
    assert trail["LogFileValidationEnabled"]
    assert trails.get_trail_status(Name=trail["TrailARN"])["IsLogging"]
    lock = deployed.aws("s3").get_object_lock_configuration(Bucket=trail["S3BucketName"])
    rule = lock["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]
    assert (rule["Mode"], rule["Days"]) == ("GOVERNANCE", 365)
