"""Ten resources of the old estate were altered, removed or made twice before the adoption."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from simulator.account.account import Account
from tests.adoption.hand_over import HandOver

EC2 = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
TRUSTING_EC2 = {"Version": "2012-10-17", "Statement": [EC2]}
DOMAIN = "scp-staging.biomage.net"
NOT_DETERMINED = (
    f"acm.Certificate {DOMAIN}",
    "cognito.UserPool users",
    "ec2.SecurityGroup biomage-redis",
    "s3.Bucket cell-sets",
)


@pytest.fixture(scope="module")
def hand_over(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HandOver]:
    """The altered estate, with the settings that keep its cluster and network."""
    account = Account.of_checkout().at(tmp_path_factory.mktemp("altered"))
    begun = HandOver.begin(account, tmp_path_factory.mktemp("project"), {}, seed=1)
    begun.adopt("settings", "staging", "--write")
    alter(begun.platform.aws)
    yield begun
    account.down()


def alter(aws: Any) -> None:
    """Alters three resources, removes three, makes two twice, and gives two to other owners."""
    sqs, iam, cognito, s3 = aws("sqs"), aws("iam"), aws("cognito-idp"), aws("s3")
    url = sqs.get_queue_url(QueueName="queue-job-default-staging.fifo")["QueueUrl"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "77"})
    iam.update_assume_role_policy(
        RoleName="api-role-staging", PolicyDocument=json.dumps(TRUSTING_EC2)
    )
    dynamodb = aws("dynamodb")
    for name in ("experiments-staging", "projects-staging"):
        dynamodb.delete_table(TableName=name)
    waiter = dynamodb.get_waiter("table_not_exists")
    waiter.wait(TableName="experiments-staging", WaiterConfig={"Delay": 1})
    dynamodb.create_table(
        TableName="experiments-staging",
        AttributeDefinitions=[{"AttributeName": "other", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "other", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    aws("sns").delete_topic(TopicArn=topic("work-results-staging-default"))
    aws("cloudwatch").delete_alarms(AlarmNames=["is-ui-up-staging"])
    cognito.create_user_pool(PoolName="biomage-user-pool-case-insensitive-staging")
    for _ in range(2):
        aws("acm").request_certificate(
            DomainName=DOMAIN,
            SubjectAlternativeNames=[DOMAIN, f"*.{DOMAIN}"],
            ValidationMethod="DNS",
        )
    of_group = {"Name": "group-name", "Values": ["biomage-redis-staging"]}
    (group,) = aws("ec2").describe_security_groups(Filters=[of_group])["SecurityGroups"]
    aws("ec2").create_tags(
        Resources=[group["GroupId"]], Tags=[{"Key": "Environment", "Value": "production"}]
    )
    tags = [{"Key": "Sandbox", "Value": "ada-1"}]
    s3.put_bucket_tagging(Bucket="cell-sets-staging", Tagging={"TagSet": tags})


def topic(name: str) -> str:
    return f"arn:aws:sns:eu-west-1:242905224710:{name}"


def test_each_is_reported_and_none_guessed(hand_over: HandOver) -> None:
    buckets = hand_over.platform.aws("s3").list_buckets()["Buckets"]
    out = hand_over.adopt("inspect", "staging", "--write")
    folder = hand_over.platform.project / "adoption" / "staging"
    report = (folder / "report.md").read_text()
    labels = {one["name"] for one in json.loads((folder / "import.json").read_text())["resources"]}
    records = {
        one["resource"]: one["keep"] for one in hand_over.config("staging")["cellscope:adopted"]
    }
    assert records["sqs.Queue queue-job"]["visibilityTimeoutSeconds"] == 77
    assert "ec2.amazonaws.com" in records["iam.Role api"]["assumeRolePolicy"]
    assert records["dynamodb.Table experiments"]["hashKey"] == "other"
    replacing = report.split("## Differences in place")[0]
    assert "| `dynamodb.Table experiments` | `hashKey` | `other` | `experimentId` |" in replacing
    only_in_program = report.split("## Only in the program")[1].split("## ")[0]
    for label in (
        "dynamodb.Table projects",
        "sns.Topic work-results",
        "cloudwatch.MetricAlarm is-ui-up",
    ):
        assert f"- `{label}`" in only_in_program
        assert label not in labels
    assert "cognito.UserPool users is not imported: several resources match" in out
    assert f"acm.Certificate {DOMAIN} is not imported: several resources match" in out
    assert "ec2.SecurityGroup biomage-redis is not imported" in out
    assert "its tag Environment is production, not staging" in out
    assert "s3.Bucket cell-sets is not imported" in out
    assert "its tag Sandbox is ada-1" in out
    assert labels.isdisjoint(NOT_DETERMINED)
    assert hand_over.platform.aws("s3").list_buckets()["Buckets"] == buckets
