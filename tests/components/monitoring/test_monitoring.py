"""Monitoring: alarms, canary, budget, backups and audit trail."""

import json
from zipfile import ZipFile

import pytest

from components.monitoring.canary import package
from estate.monitoring.alarms import alarms
from tests.environments import KEEPING, platform_of
from tests.mocks.runs import whole_program

ALARM = "cloudwatch/metricAlarm:MetricAlarm"

in_both = pytest.mark.parametrize("environment", KEEPING)


@in_both
def test_every_alarm_publishes_to_the_alarm_topic(environment: str) -> None:
    recording = whole_program(environment)
    topic = recording.of("sns/topic:Topic")["cloudwatch-alarms"].arn
    found = recording.of(ALARM)
    assert found.keys() == {one.name for one in alarms(platform_of(environment))}
    for name, one in found.items():
        assert one.inputs["name"] == f"{name}-{environment}"
        assert one.inputs["alarmActions"] == one.inputs["okActions"] == [topic]


@in_both
def test_required_alarms_exist(environment: str) -> None:
    watched = {
        (metric.namespace, metric.name)
        for alarm in alarms(platform_of(environment))
        for metric in alarm.metrics
    }
    assert watched >= {
        ("CloudWatchSynthetics", "SuccessPercent"),
        ("AWS/SQS", "ApproximateAgeOfOldestMessage"),
        ("AWS/SQS", "ApproximateNumberOfMessagesVisible"),
        ("AWS/DynamoDB", "ReadThrottleEvents"),
        ("AWS/DynamoDB", "WriteThrottleEvents"),
        ("AWS/EKS", "scheduler_pending_pods_UNSCHEDULABLE"),
        ("AWS/EC2", "StatusCheckFailed"),
        ("AWS/ElastiCache", "EngineCPUUtilization"),
        ("AWS/ElastiCache", "DatabaseMemoryUsagePercentage"),
        ("AWS/Backup", "NumberOfBackupJobsAborted"),
        ("AWS/Backup", "NumberOfBackupJobsCompleted"),
        ("AWS/Backup", "NumberOfBackupJobsExpired"),
        ("AWS/Backup", "NumberOfBackupJobsFailed"),
    }


def test_throttling_alarms_add_reads_and_writes() -> None:
    inputs = whole_program("staging").of(ALARM)["samples-throttled"].inputs
    total, *parts = inputs["metricQueries"]
    assert total["returnData"] is True
    assert [part["metric"]["metricName"] for part in parts] == [
        "ReadThrottleEvents",
        "WriteThrottleEvents",
    ]
    assert "metricName" not in inputs


def test_indexes_have_separate_throttling_alarms() -> None:
    name = "samples-gsiByProjectAndExperimentID-throttled"
    (_, part, _) = whole_program("staging").of(ALARM)[name].inputs["metricQueries"]
    assert part["metric"]["dimensions"] == {
        "TableName": "samples-staging",
        "GlobalSecondaryIndexName": "gsiByProjectAndExperimentID",
    }


@in_both
def test_failed_and_missing_backups_have_alarms(environment: str) -> None:
    recording = whole_program(environment)
    vault = {"BackupVaultName": recording.of("backup/vault:Vault")["backups"].inputs["name"]}
    missing = recording.of(ALARM)["backups-missing"].inputs
    assert missing["dimensions"] == vault
    assert missing["comparisonOperator"] == "LessThanThreshold"
    assert missing["treatMissingData"] == "breaching"
    assert missing["period"] * missing["evaluationPeriods"] == 2 * 24 * 60 * 60
    _, *parts = recording.of(ALARM)["backups-fail"].inputs["metricQueries"]
    assert [part["metric"]["dimensions"] for part in parts] == [vault] * 3


def test_node_alarms_use_the_auto_scaling_groups_name() -> None:
    inputs = whole_program("staging").of(ALARM)["post-scaling-x86-nodes-fail"].inputs
    assert inputs["dimensions"] == {"AutoScalingGroupName": "eks-post-scaling"}


@in_both
def test_the_dashboard_shows_state_and_graph_of_each_alarm(environment: str) -> None:
    recording = whole_program(environment)
    body = recording.of("cloudwatch/dashboard:Dashboard")["alarms"].inputs["dashboardBody"]
    state, *courses = json.loads(body)["widgets"]
    arns = {one.arn for one in recording.of(ALARM).values()}
    assert set(state["properties"]["alarms"]) == arns
    assert {one["properties"]["annotations"]["alarms"][0] for one in courses} == arns
    places = {(one["x"], one["y"]) for one in (state, *courses)}
    assert len(places) == len(courses) + 1


@in_both
def test_a_canary_opens_the_public_page(environment: str) -> None:
    canary = whole_program(environment).of("synthetics/canary:Canary")["canary"].inputs
    page = f"{platform_of(environment).public_url}/"
    assert canary["name"] == f"is-ui-up-{environment}"
    assert canary["runConfig"]["environmentVariables"] == {"PAGE": page}
    assert canary["artifactS3Location"] == f"s3://biomage-canaries-{environment}/is-ui-up"
    with ZipFile(canary["zipFile"]) as archive:
        (entry,) = archive.infolist()
    assert entry.filename == "nodejs/node_modules/is-ui-up.js"
    # Lambda unpacks and runs the script as different users.
    assert oct(entry.external_attr >> 16) == "0o644"


def test_the_canary_depends_on_its_bucket() -> None:
    recording = whole_program("staging")
    (canary,) = recording.of("synthetics/canary:Canary").values()
    bucket = recording.of("s3/bucket:Bucket")["biomage-canaries"]
    assert bucket.urn in recording.waits_for(canary)


@in_both
def test_the_canarys_logs_have_the_configured_retention(environment: str) -> None:
    recording = whole_program(environment)
    group = recording.of("cloudwatch/logGroup:LogGroup")["canary"].inputs
    assert group["name"] == f"/aws/lambda/cwsyn-is-ui-up-{environment}-0123"
    assert group["retentionInDays"] == platform_of(environment).log_retention_days


def test_a_packages_name_depends_on_its_content(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    for folder in (tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("two")):
        monkeypatch.chdir(folder)
        (folder / "it.js").write_text("exports.handler = 1;")
        file = package(folder / "it.js", "it")
        made.append((file, file.read_bytes()))
    assert made[0] == made[1]
    (folder / "it.js").write_text("exports.handler = 2;")
    assert package(folder / "it.js", "it").name != made[0][0].name


@in_both
def test_the_budget_has_actual_and_forecast_notifications(environment: str) -> None:
    settings = platform_of(environment)
    budget = whole_program(environment).of("budgets/budget:Budget")["budget"].inputs
    assert budget["limitAmount"] == str(settings.monthly_budget)
    assert budget["costFilters"] == [
        {"name": "TagKeyValue", "values": [f"user:Environment${environment}"]}
    ]
    assert {one["notificationType"] for one in budget["notifications"]} == {"ACTUAL", "FORECASTED"}
    for one in budget["notifications"]:
        assert one["subscriberEmailAddresses"] == list(settings.alarm_emails)


@in_both
def test_customer_data_is_backed_up_nightly_with_the_configured_retention(environment: str) -> None:
    recording, days = whole_program(environment), platform_of(environment).backup_days
    vault = recording.of("backup/vault:Vault")["backups"]
    assert vault.protected
    lock = recording.of("backup/vaultLockConfiguration:VaultLockConfiguration")["backups"]
    assert lock.inputs["minRetentionDays"] == days
    (rule,) = recording.of("backup/plan:Plan")["backups"].inputs["rules"]
    assert rule["lifecycle"] == {"deleteAfter": days}
    selection = recording.of("backup/selection:Selection")["backups"].inputs
    # Selected by type, because a selection by tags alone requires an opt-in per service.
    assert selection["resources"] == ["arn:aws:dynamodb:*:*:table/*", "arn:aws:s3:::*"]
    (chosen,) = selection["conditions"]
    assert {(one["key"], one["value"]) for one in chosen["stringEquals"]} == {
        ("aws:ResourceTag/DataClass", "customer"),
        ("aws:ResourceTag/Environment", environment),
    }


def test_the_trail_covers_all_regions_and_its_files_are_locked() -> None:
    recording = whole_program("account")
    trail = recording.of("cloudtrail/trail:Trail")["audit-trail"].inputs
    assert trail["isMultiRegionTrail"] is True
    assert trail["enableLogFileValidation"] is True
    bucket = recording.of("s3/bucket:Bucket")["cellscope-audit"]
    assert trail["s3BucketName"] == bucket.inputs["bucket"] == "cellscope-audit-242905224710"
    assert bucket.inputs["objectLockEnabled"] is True
    kind = "s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"
    rule = recording.of(kind)["cellscope-audit"].inputs["rule"]
    assert rule == {"defaultRetention": {"mode": "GOVERNANCE", "days": 365}}
