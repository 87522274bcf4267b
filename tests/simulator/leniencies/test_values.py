"""Values, names and numbers that AWS refuses, and the account accepts."""

from collections.abc import Callable

import pytest

from tests.simulator.authorization.conftest import ACCOUNT
from tests.simulator.leniencies.conftest import Clients, Named


def secret(aws: Clients, name: str) -> None:
    aws("secretsmanager").create_secret(Name=f"{name} with spaces", SecretString="x")


def role(aws: Clients, name: str) -> None:
    iam = aws("iam")
    iam.create_role(RoleName=f"{name} with spaces", AssumeRolePolicyDocument="{}")


def security_group(aws: Clients, name: str) -> None:
    aws("ec2").create_security_group(GroupName=name, Description="<other characters>")


def alarm(aws: Clients, name: str) -> None:
    aws("cloudwatch").put_metric_alarm(
        AlarmName=name,
        Namespace="test",
        MetricName="count",
        Statistic="Sum",
        Period=7,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
    )


def canary(aws: Clients, name: str) -> None:
    aws("synthetics").create_canary(
        Name=name[:20],
        Code={"Handler": "it.handler", "ZipFile": b"x"},
        ArtifactS3Location="s3://canaries",
        ExecutionRoleArn=f"arn:aws:iam::{ACCOUNT}:role/pods",
        Schedule={"Expression": "sometimes"},
        RuntimeVersion="missing",
    )


def backup_plan(aws: Clients, name: str) -> None:
    aws("backup").create_backup_vault(BackupVaultName=name)
    rule = {"RuleName": "it", "TargetBackupVaultName": name, "ScheduleExpression": "sometimes"}
    aws("backup").create_backup_plan(BackupPlan={"BackupPlanName": name, "Rules": [rule]})


def cache(aws: Clients, name: str) -> None:
    elasticache, group = aws("elasticache"), {"ReplicationGroupId": name[:20]}
    elasticache.create_replication_group(
        **group,
        ReplicationGroupDescription="cache",
        CacheNodeType="cache.missing",
        CacheSubnetGroupName="missing",
        EngineVersion="99",
    )
    wait = {"Delay": 0.05}
    elasticache.get_waiter("replication_group_available").wait(**group, WaiterConfig=wait)
    elasticache.delete_replication_group(**group)
    elasticache.get_waiter("replication_group_deleted").wait(**group, WaiterConfig=wait)


def user_pool_client(aws: Clients, name: str) -> None:
    cognito = aws("cognito-idp")
    pool = cognito.create_user_pool(PoolName=name)["UserPool"]["Id"]
    cognito.create_user_pool_client(
        UserPoolId=pool,
        ClientName=name,
        AccessTokenValidity=100,
        TokenValidityUnits={"AccessToken": "days"},
    )


MAKERS = [
    *(secret, role, security_group, alarm, canary, backup_plan, cache),
    user_pool_client,
]


@pytest.mark.parametrize("make", MAKERS)
def test_a_value_that_only_the_service_knows_is_not_checked(
    aws: Clients, named: Named, make: Callable[[Clients, str], None]
) -> None:
    make(aws, named("x"))


def test_an_account_may_have_more_than_five_addresses(aws: Clients) -> None:
    ec2 = aws("ec2")
    made = [ec2.allocate_address(Domain="vpc")["AllocationId"] for _ in range(6)]
    for one in made:
        ec2.release_address(AllocationId=one)


def test_a_bucket_name_of_another_account_is_free(aws: Clients) -> None:
    where = {"LocationConstraint": "eu-west-1"}
    aws("s3").create_bucket(Bucket="backup", CreateBucketConfiguration=where)
    aws("s3").delete_bucket(Bucket="backup")


def test_a_cluster_and_an_addon_accept_any_version(
    aws: Clients, named: Named, subnets: list[str]
) -> None:
    eks, name, wait = aws("eks"), named("k"), {"Delay": 0.05}
    addon = {"clusterName": name, "addonName": "coredns"}
    eks.create_cluster(
        name=name,
        version="1.99",
        roleArn=f"arn:aws:iam::{ACCOUNT}:role/cluster",
        resourcesVpcConfig={"subnetIds": subnets},
    )
    eks.get_waiter("cluster_active").wait(name=name, WaiterConfig=wait)
    eks.create_addon(**addon, addonVersion="v99.0.0-eksbuild.1")
    eks.get_waiter("addon_active").wait(**addon, WaiterConfig=wait)
    eks.delete_addon(**addon)
    eks.get_waiter("addon_deleted").wait(**addon, WaiterConfig=wait)
    eks.delete_cluster(name=name)
