"""Managed services of the deployed platform, checked with boto3."""

import json
from fnmatch import fnmatchcase
from typing import Any

import pytest

from estate.monitoring.alarms import alarms
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
def test_cache_has_encryption_failover_and_auth_token(deployed: Platform, environment: str) -> None:
    name = f"biomage-redis-{environment}"
    answer = deployed.aws("elasticache").describe_replication_groups(ReplicationGroupId=name)
    (group,) = answer["ReplicationGroups"]
    assert group["MemberClusters"] == [f"{name}-001", f"{name}-002"]
    assert (group["AutomaticFailover"], group["MultiAZ"]) == ("enabled", "enabled")
    assert group["AtRestEncryptionEnabled"]
    assert group["TransitEncryptionEnabled"]
    assert group["AuthTokenEnabled"]


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
def test_users_sign_in_by_case_insensitive_email(deployed: Platform, environment: str) -> None:
    cognito = deployed.aws("cognito-idp")
    pool = cognito.describe_user_pool(
        UserPoolId=deployed.outputs(environment)["signIn"]["userPoolId"]
    )["UserPool"]
    assert pool["Name"] == f"biomage-user-pool-case-insensitive-{environment}"
    assert pool["UsernameConfiguration"] == {"CaseSensitive": False}
    assert pool["UsernameAttributes"] == ["email"]
    assert pool["MfaConfiguration"] == "OPTIONAL"
    mfa = cognito.get_user_pool_mfa_config(UserPoolId=pool["Id"])
    assert mfa["SoftwareTokenMfaConfiguration"] == {"Enabled": True}
    assert pool["SmsConfiguration"]["SnsCallerArn"].endswith(f"-sms-{environment}")
    attributes = {one["Name"]: one["Required"] for one in pool["SchemaAttributes"]}
    assert [name for name, required in attributes.items() if required] == ["name", "email"]
    assert "custom:institution" in attributes
    prefix = "biomage-auth" if environment == "production" else f"biomage-auth-{environment}"
    domain = cognito.describe_user_pool_domain(Domain=prefix)["DomainDescription"]
    assert domain["UserPoolId"] == pool["Id"]
    with pytest.raises(cognito.exceptions.InvalidParameterException, match="protection"):
        cognito.delete_user_pool(UserPoolId=pool["Id"])


@in_both
def test_environment_has_an_app_client_and_a_role_for_signed_in_users(
    deployed: Platform, environment: str
) -> None:
    ids = deployed.outputs(environment)["signIn"]
    client = deployed.aws("cognito-idp").describe_user_pool_client(
        UserPoolId=ids["userPoolId"], ClientId=ids["clientId"]
    )["UserPoolClient"]
    page = f"{platform_of(environment).public_url}/data-management"
    assert client["CallbackURLs"] == client["LogoutURLs"] == [page]
    assert client["AllowedOAuthFlows"] == ["code"]
    pool = ids["identityPoolId"]
    found = deployed.aws("cognito-identity").describe_identity_pool(IdentityPoolId=pool)
    assert found["AllowUnauthenticatedIdentities"] is False
    role = f"biomage-user-pool-case-insensitive-ui-auth-user-role-{environment}"
    trust = deployed.aws("iam").get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]
    (way,) = trust["Statement"]
    asked = {key: value for each in way["Condition"].values() for key, value in each.items()}
    assert asked["cognito-identity.amazonaws.com:aud"] == pool
    assert asked["cognito-identity.amazonaws.com:amr"] == "authenticated"
    (uploads,) = rights(deployed, role)["Statement"]
    own = "${cognito-identity.amazonaws.com:sub}"
    assert uploads["Resource"] == [f"arn:aws:s3:::biomage-originals-{environment}/{own}/*"]


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
def test_load_balancer_is_tagged_for_the_controller_and_logs_access(
    deployed: Platform, environment: str
) -> None:
    elb = deployed.aws("elbv2")
    (found,) = elb.describe_load_balancers(Names=[f"k8s-{environment}"])["LoadBalancers"]
    arn = found["LoadBalancerArn"]
    (described,) = elb.describe_tags(ResourceArns=[arn])["TagDescriptions"]
    tags = {tag["Key"]: tag["Value"] for tag in described["Tags"]}
    assert tags["ingress.k8s.aws/stack"] == environment
    attributes = {
        one["Key"]: one["Value"]
        for one in elb.describe_load_balancer_attributes(LoadBalancerArn=arn)["Attributes"]
    }
    assert attributes["access_logs.s3.enabled"] == "true"
    assert attributes["deletion_protection.enabled"] == "true"
    assert attributes["routing.http.drop_invalid_header_fields.enabled"] == "true"
    s3, bucket = deployed.aws("s3"), attributes["access_logs.s3.bucket"]
    encryption = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]
    (rule,) = encryption["Rules"]
    assert rule["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
    policy = json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])["Statement"]
    (write,) = (one for one in policy if one["Effect"] == "Allow")
    assert write["Principal"] == {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"}
    assert write["Resource"] == f"arn:aws:s3:::{bucket}/AWSLogs/242905224710/*"


@in_both
def test_platform_name_and_subdomains_resolve_to_the_load_balancer(
    deployed: Platform, environment: str
) -> None:
    domain = platform_of(environment).domain
    assert domain
    route53 = deployed.aws("route53")
    zones = route53.list_hosted_zones_by_name(DNSName=domain.zone)["HostedZones"]
    (zone,) = (one["Id"] for one in zones if one["Name"] == f"{domain.zone}.")
    records = route53.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
    aliases = {
        one["Name"].replace("\\052", "*"): one["AliasTarget"]["DNSName"].rstrip(".")
        for one in records
        if "AliasTarget" in one
    }
    balancer = deployed.outputs(environment)["loadBalancer"]["dnsName"]
    assert aliases[f"{domain.name}."] == aliases[f"*.{domain.name}."] == balancer
    acm = deployed.aws("acm")
    certificates = acm.list_certificates()["CertificateSummaryList"]
    (own,) = (one["CertificateArn"] for one in certificates if one["DomainName"] == domain.name)
    names = acm.describe_certificate(CertificateArn=own)["Certificate"]["SubjectAlternativeNames"]
    assert f"*.{domain.name}" in names


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
    queue = sqs.create_queue(QueueName=f"heard-{environment}")["QueueUrl"]
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


@in_both
def test_all_alarms_notify_the_topic_and_are_on_the_dashboard(
    deployed: Platform, environment: str
) -> None:
    cloudwatch, outputs = deployed.aws("cloudwatch"), deployed.outputs(environment)
    topic = outputs["topics"]["cloudwatch-alarms"]["arn"]
    found = [
        one
        for one in cloudwatch.describe_alarms()["MetricAlarms"]
        if one["AlarmName"].endswith(f"-{environment}")
    ]
    assert len(found) == len(alarms(platform_of(environment)))
    assert all(one["AlarmActions"] == one["OKActions"] == [topic] for one in found)
    page = cloudwatch.get_dashboard(DashboardName=outputs["dashboard"])["DashboardBody"]
    shown = json.loads(page)["widgets"][0]["properties"]["alarms"]
    assert sorted(shown) == sorted(one["AlarmArn"] for one in found)


@in_both
def test_customer_data_has_nightly_locked_backups(deployed: Platform, environment: str) -> None:
    backup, days = deployed.aws("backup"), platform_of(environment).backup_days
    name = f"biomage-{environment}"
    vaults = {one["BackupVaultName"]: one for one in backup.list_backup_vaults()["BackupVaultList"]}
    assert vaults[name]["Locked"]
    assert vaults[name]["MinRetentionDays"] == days
    plans = {one["BackupPlanName"]: one for one in backup.list_backup_plans()["BackupPlansList"]}
    plan = plans[name]["BackupPlanId"]
    (rule,) = backup.get_backup_plan(BackupPlanId=plan)["BackupPlan"]["Rules"]
    assert rule["Lifecycle"] == {"DeleteAfterDays": days}
    (chosen,) = backup.list_backup_selections(BackupPlanId=plan)["BackupSelectionsList"]
    selection = backup.get_backup_selection(BackupPlanId=plan, SelectionId=chosen["SelectionId"])
    found = selection["BackupSelection"]
    assert found["Resources"] == ["arn:aws:dynamodb:*:*:table/*", "arn:aws:s3:::*"]
    assert {one["ConditionValue"] for one in found["Conditions"]["StringEquals"]} == {
        "customer",
        environment,
    }


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
