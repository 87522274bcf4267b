"""The old estate has the names, properties and faults of 2022."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from simulator.account.account import Account
from tests.adoption.old_estate import Old
from tests.adoption.old_estate.contents import BUCKETS, TABLES, checksums
from tests.estate.estate_2022 import RETRIES

ENGINEERS, INGEST = "engineer-staging-access", "bioinformatics-data-ingest-staging-access"

ROLES = ("api", "ui", "worker", "pipeline", "xray-daemon")


@pytest.fixture
def aws(account: Account, old: Old) -> Callable[[str], Any]:
    """Clients of the account with the old estate."""
    return lambda service: account.client(account.up(), service)


def error_of(call: Callable[[], object]) -> str:
    with pytest.raises(ClientError) as refused:
        call()
    return refused.value.response["Error"]["Code"]


def test_stacks_are_complete_and_none_retains_its_resources(aws: Any, old: Old) -> None:
    pages = aws("cloudformation").get_paginator("describe_stacks").paginate()
    stacks = {one["StackName"]: one["StackStatus"] for page in pages for one in page["Stacks"]}
    assert set(stacks) == set(old.stacks)
    assert set(stacks.values()) == {"CREATE_COMPLETE"}
    assert {"biomage-s3-staging", "biomage-k8s-alb-staging", "biomage-ci-users"} < set(stacks)
    assert "eksctl-biomage-staging-cluster" in stacks
    nodes = "eksctl-biomage-staging-nodegroup-nodegroup-post-scaling-x86-v2"
    assert nodes in stacks
    for name in stacks:
        body = aws("cloudformation").get_template(StackName=name)["TemplateBody"]
        assert "DeletionPolicy" not in str(body)


def test_buckets_have_only_the_default_encryption_and_no_policy(aws: Any) -> None:
    s3 = aws("s3")
    cors, versioned = set[str](), set[str]()
    for short in BUCKETS:
        name = {"Bucket": f"{short}-staging"}
        assert all(s3.get_public_access_block(**name)["PublicAccessBlockConfiguration"].values())
        assert error_of(lambda name=name: s3.get_bucket_policy(**name)) == "NoSuchBucketPolicy"
        encryption = s3.get_bucket_encryption(**name)["ServerSideEncryptionConfiguration"]
        (rule,) = encryption["Rules"]
        assert rule["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
        if s3.get_bucket_versioning(**name).get("Status") == "Enabled":
            versioned.add(short)
            (rule,) = s3.get_bucket_lifecycle_configuration(**name)["Rules"]
            assert rule["NoncurrentVersionExpiration"]["NoncurrentDays"] == 5
        try:
            (rule,) = s3.get_bucket_cors(**name)["CORSRules"]
        except ClientError:
            continue
        cors.add(short)
        assert rule["AllowedOrigins"] == rule["AllowedHeaders"] == ["*"]
        assert set(rule["AllowedMethods"]) == {"GET", "PUT", "POST", "DELETE"}
        assert len(rule["ExposeHeaders"]) == 4
    assert versioned == {"biomage-source", "biomage-originals", "biomage-public-datasets"}
    assert cors == {"worker-results", "biomage-originals", "biomage-public-datasets"}
    rules = s3.get_bucket_lifecycle_configuration(Bucket="worker-results-staging")["Rules"]
    assert [one["Expiration"]["Days"] for one in rules] == [2, 14]
    assert rules[0]["Filter"]["Tag"] == {"Key": "requestType", "Value": "DifferentialExpression"}


def test_tables_have_no_recovery_and_no_protection(aws: Any) -> None:
    dynamodb = aws("dynamodb")
    assert set(dynamodb.list_tables()["TableNames"]) == {f"{one}-staging" for one in TABLES}
    for short, keys in TABLES.items():
        name = f"{short}-staging"
        table = dynamodb.describe_table(TableName=name)["Table"]
        assert tuple(one["AttributeName"] for one in table["KeySchema"]) == keys
        assert table["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
        assert not table.get("DeletionProtectionEnabled")
        backups = dynamodb.describe_continuous_backups(TableName=name)
        recovery = backups["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
        assert recovery["PointInTimeRecoveryStatus"] == "DISABLED"
    (index,) = dynamodb.describe_table(TableName="samples-staging")["Table"][
        "GlobalSecondaryIndexes"
    ]
    assert index["IndexName"] == "gsiByProjectAndExperimentID"
    assert [one["AttributeName"] for one in index["KeySchema"]] == ["projectUuid", "experimentId"]
    assert index["Projection"] == {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["samples"]}


def test_the_work_queue_has_no_dead_letter_queue(aws: Any) -> None:
    sqs = aws("sqs")
    (url,) = sqs.list_queues()["QueueUrls"]
    assert url.endswith("/queue-job-default-staging.fifo")
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert attributes["ContentBasedDeduplication"] == "true"
    assert attributes["DeduplicationScope"] == "messageGroup"
    assert attributes["FifoThroughputLimit"] == "perMessageGroupId"
    assert "RedrivePolicy" not in attributes
    assert "KmsMasterKeyId" not in attributes


def test_topics_post_to_the_api_with_the_key_of_sns(aws: Any, account: Account) -> None:
    sns, prefix = aws("sns"), f"arn:aws:sns:eu-west-1:{account.account_id}"
    topics = {one["TopicArn"] for one in sns.list_topics()["Topics"]}
    results, alarms = (
        f"{prefix}:work-results-staging-default",
        f"{prefix}:cloudwatch-alarms-staging",
    )
    assert topics == {results, alarms}
    for topic in topics:
        attributes = sns.get_topic_attributes(TopicArn=topic)["Attributes"]
        assert attributes["KmsMasterKeyId"] == "alias/aws/sns"
    found = {}
    for one in sns.list_subscriptions_by_topic(TopicArn=results)["Subscriptions"]:
        arn = one["SubscriptionArn"]
        attributes = sns.get_subscription_attributes(SubscriptionArn=arn)["Attributes"]
        found[one["Endpoint"]] = json.loads(attributes["FilterPolicy"])["type"]
        retries = json.loads(attributes["DeliveryPolicy"])["healthyRetryPolicy"]
        assert {name: retries[name] for name in RETRIES} == RETRIES
        assert one["Protocol"] == "https"
    api = "https://api-default.scp-staging.biomage.net/v1"
    assert found == {
        f"{api}/pipelineResults": ["PipelineResponse"],
        f"{api}/gem2sResults": ["GEM2SResponse"],
    }
    (email,) = sns.list_subscriptions_by_topic(TopicArn=alarms)["Subscriptions"]
    assert email["Protocol"] == "email"


def test_access_groups_have_their_policies_and_people(aws: Any) -> None:
    iam = aws("iam")
    attached = iam.list_attached_group_policies(GroupName=ENGINEERS)["AttachedPolicies"]
    assert len(attached) == 10
    assert {"AmazonDynamoDBFullAccess", "AWSLambda_FullAccess"} < {
        one["PolicyName"] for one in attached
    }
    assert not iam.list_attached_group_policies(GroupName=INGEST)["AttachedPolicies"]
    members = {
        group: {one["UserName"] for one in iam.get_group(GroupName=group)["Users"]}
        for group in (ENGINEERS, INGEST)
    }
    assert members == {
        ENGINEERS: {"ada.lovelace", "grace.hopper"},
        INGEST: {"mary.somerville", "rosalind.franklin"},
    }
    name = {"GroupName": ENGINEERS, "PolicyName": "engineer-staging-policy"}
    statements = iam.get_group_policy(**name)["PolicyDocument"]["Statement"]
    actions = {one for statement in statements for one in _list(statement["Action"])}
    assert {"ses:Get", "ses:List", "s3:*", "sqs:*", "elasticache:*"} < actions
    own = {"GroupName": ENGINEERS, "PolicyName": "engineer-staging-own-user"}
    (self_service,) = [
        one
        for one in iam.get_group_policy(**own)["PolicyDocument"]["Statement"]
        if "user/$" in str(one["Resource"])
    ]
    assert self_service["Resource"].endswith("user/${aws:username}")
    assert len(self_service["Action"]) == 26


def test_service_roles_trust_the_cluster_without_an_audience(aws: Any, old: Old) -> None:
    iam = aws("iam")
    issuer = aws("eks").describe_cluster(name=old.cluster)["cluster"]["identity"]["oidc"]["issuer"]
    host = issuer.removeprefix("https://")
    for name in ROLES:
        role = iam.get_role(RoleName=f"{name}-role-staging")["Role"]
        (statement,) = role["AssumeRolePolicyDocument"]["Statement"]
        account = "default:xray-daemon" if name == "xray-daemon" else f"{name}-*:deployment-runner"
        subject = f"system:serviceaccount:{account}"
        assert statement["Condition"] == {"StringLike": {f"{host}:sub": subject}}
        assert statement["Principal"]["Federated"].endswith(f":oidc-provider/{host}")
    worker = {"RoleName": "worker-role-staging", "PolicyName": "worker-policy-staging"}
    assert "biomage-uploaded-samples-staging" in str(iam.get_role_policy(**worker))
    machines = {"RoleName": "state-machine-role-staging"}
    (policy,) = iam.list_role_policies(**machines)["PolicyNames"]
    rights = iam.get_role_policy(**machines, PolicyName=policy)["PolicyDocument"]["Statement"]
    assert {"dynamodb:PutItem", "dynamodb:Scan"} < set(rights[1]["Action"])
    assert rights[1]["Resource"] == "*"


def test_redis_has_no_token_and_is_not_encrypted_at_rest(aws: Any) -> None:
    elasticache = aws("elasticache")
    (group,) = elasticache.describe_replication_groups()["ReplicationGroups"]
    assert group["ReplicationGroupId"] == "biomage-redis-staging"
    assert (group["Status"], group["AutomaticFailover"]) == ("available", "enabled")
    assert group["TransitEncryptionEnabled"]
    assert not group["AtRestEncryptionEnabled"]
    assert not group["AuthTokenEnabled"]
    assert (group["CacheNodeType"], len(group["MemberClusters"])) == ("cache.t3.medium", 2)
    (subnets,) = elasticache.describe_cache_subnet_groups(
        CacheSubnetGroupName="biomage-redis-staging"
    )["CacheSubnetGroups"]
    assert len(subnets["Subnets"]) == 3


def test_users_sign_in_with_email_and_the_role_of_any_pool(aws: Any) -> None:
    idp, identities = aws("cognito-idp"), aws("cognito-identity")
    (pool,) = idp.list_user_pools(MaxResults=10)["UserPools"]
    assert pool["Name"] == "biomage-user-pool-case-insensitive-staging"
    described = idp.describe_user_pool(UserPoolId=pool["Id"])["UserPool"]
    assert described["UsernameAttributes"] == ["email"]
    assert described["MfaConfiguration"] == "OPTIONAL"
    assert idp.describe_user_pool_domain(Domain="biomage-auth-staging")["DomainDescription"]
    (client,) = idp.list_user_pool_clients(UserPoolId=pool["Id"])["UserPoolClients"]
    assert client["ClientName"] == "biomage-cellscope-cluster-default"
    (identity,) = identities.list_identity_pools(MaxResults=10)["IdentityPools"]
    roles = identities.get_identity_pool_roles(IdentityPoolId=identity["IdentityPoolId"])["Roles"]
    name = "biomage-user-pool-case-insensitive-ui-auth-user-role-staging"
    assert roles["authenticated"].endswith(f":role/{name}")
    trust = aws("iam").get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]
    assert list(trust["Statement"][0]["Condition"]) == ["ForAnyValue:StringLike"]


def test_the_canary_and_the_edge_have_their_names(aws: Any) -> None:
    canary = aws("synthetics").get_canary(Name="is-ui-up-staging")["Canary"]
    assert canary["Schedule"]["Expression"] == "rate(5 minutes)"
    assert canary["Status"]["State"] == "RUNNING"
    (alarm,) = aws("cloudwatch").describe_alarms()["MetricAlarms"]
    assert (alarm["Statistic"], alarm["Threshold"], alarm["Period"]) == ("Minimum", 100.0, 600)
    (balancer,) = aws("elbv2").describe_load_balancers()["LoadBalancers"]
    assert (balancer["LoadBalancerName"], balancer["Scheme"]) == ("k8s-staging", "internet-facing")
    tags = aws("elbv2").describe_tags(ResourceArns=[balancer["LoadBalancerArn"]])
    assert {one["Key"]: one["Value"] for one in tags["TagDescriptions"][0]["Tags"]} == {
        "ingress.k8s.aws/resource": "LoadBalancer",
        "ingress.k8s.aws/stack": "staging",
        "elbv2.k8s.aws/cluster": "biomage-staging",
    }
    route53 = aws("route53")
    (zone,) = route53.list_hosted_zones()["HostedZones"]
    records = route53.list_resource_record_sets(HostedZoneId=zone["Id"])["ResourceRecordSets"]
    aliases = {one["Name"]: one["AliasTarget"]["DNSName"] for one in records if one["Type"] == "A"}
    assert set(aliases) == {"scp-staging.biomage.net.", "*.scp-staging.biomage.net."}
    assert {one.rstrip(".") for one in aliases.values()} == {balancer["DNSName"]}


def test_the_cluster_is_as_eksctl_leaves_it(aws: Any, old: Old) -> None:
    eks, iam = aws("eks"), aws("iam")
    cluster = eks.describe_cluster(name="biomage-staging")["cluster"]
    assert "eksctl-biomage-staging-cluster-ServiceRole-" in cluster["roleArn"]
    assert cluster["accessConfig"]["authenticationMode"] == "CONFIG_MAP"
    assert not cluster["resourcesVpcConfig"]["endpointPrivateAccess"]
    assert len(cluster["resourcesVpcConfig"]["subnetIds"]) == 6
    assert not cluster.get("encryptionConfig")
    (name,) = eks.list_nodegroups(clusterName=old.cluster)["nodegroups"]
    nodes = eks.describe_nodegroup(clusterName=old.cluster, nodegroupName=name)["nodegroup"]
    assert name == "nodegroup-post-scaling-x86-v2"
    assert nodes["scalingConfig"] == {"minSize": 2, "maxSize": 4, "desiredSize": 2}
    assert nodes["instanceTypes"] == ["r5.large"]
    profiles = eks.list_fargate_profiles(clusterName=old.cluster)["fargateProfileNames"]
    assert set(profiles) == {"worker-default", "pipeline-default"}
    profile = eks.describe_fargate_profile(clusterName=old.cluster, fargateProfileName=profiles[0])
    pods = profile["fargateProfile"]["podExecutionRoleArn"]
    assert "eksctl-biomage-staging-cluster-FargatePodExecutionRole-" in pods
    (provider,) = iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]
    found = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=provider["Arn"])
    assert cluster["identity"]["oidc"]["issuer"] == f"https://{found['Url']}"
    assert found["ThumbprintList"] == ["9e99a48a9960b14926bb7f3b02e22da2b0ab7280"]


def test_what_has_no_stack_exists(aws: Any) -> None:
    repositories = aws("ecr").describe_repositories()["repositories"]
    assert {one["repositoryName"]: one["imageTagMutability"] for one in repositories} == {
        "api": "IMMUTABLE",
        "ui": "IMMUTABLE",
        "worker": "MUTABLE",
        "pipeline": "MUTABLE",
    }
    kms = aws("kms")
    key = kms.describe_key(KeyId="alias/iac-secret-key")["KeyMetadata"]["KeyId"]
    assert kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"]
    policy = json.loads(kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"])
    assert policy["Statement"][2]["Principal"] == {"AWS": "*"}
    users = {one["UserName"]: one["Path"] for one in aws("iam").list_users()["Users"]}
    assert users["ci-user-testing"] == "/ci-users/testing/"
    assert users["ada.lovelace"] == "/"
    iac = aws("iam").get_user_policy(UserName="ci-user-iac", PolicyName="ci-policy")
    assert iac["PolicyDocument"]["Statement"][0]["Action"] == "*"


def test_checksums_notice_a_changed_item_and_a_changed_object(
    aws: Any, account: Account, old: Old
) -> None:
    assert checksums(account, "staging") == old.checksums
    key, item = {"experimentId": {"S": "experimentId-0"}}, {"samples": {"L": []}}
    before = aws("dynamodb").get_item(TableName="experiments-staging", Key=key)["Item"]
    aws("dynamodb").put_item(TableName="experiments-staging", Item={**key, **item})
    body = {"Bucket": "cell-sets-staging", "Key": "experiments/0/matrix.bin"}
    content = aws("s3").get_object(**body)["Body"].read()
    aws("s3").put_object(**body, Body=b"other")
    now = checksums(account, "staging")
    changed = {name for name, one in now.items() if one != old.checksums[name]}
    assert changed == {"table/experiments-staging", "bucket/cell-sets-staging"}
    aws("dynamodb").put_item(TableName="experiments-staging", Item=before)
    aws("s3").put_object(**body, Body=content)
    assert checksums(account, "staging") == old.checksums


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
