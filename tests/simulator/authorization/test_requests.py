"""The IAM actions and resources of API calls, as the Service Authorization Reference names them."""

from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.awsrequest import AWSPreparedRequest
from werkzeug.test import EnvironBuilder

from simulator.authorization.actions import actions_of
from simulator.authorization.calls import Call, read_call
from simulator.authorization.context import keys_of
from simulator.authorization.further import further_requests
from simulator.authorization.resources import resources_of

ACCOUNT = "242905224710"
HERE = f"eu-west-1:{ACCOUNT}"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/pods/api"

_KEYS = {"Keys": [{"id": {"S": "1"}}]}

SPEC: list[tuple[str, str, dict[str, Any], dict[str, tuple[str, ...]]]] = [
    ("sqs", "send_message", {"QueueUrl": f"http://x/{ACCOUNT}/jobs", "MessageBody": "x"},
     {"sqs:SendMessage": (f"arn:aws:sqs:{HERE}:jobs",)}),
    ("sqs", "delete_message_batch",
     {"QueueUrl": "http://x/1/jobs", "Entries": [{"Id": "1", "ReceiptHandle": "x"}]},
     {"sqs:DeleteMessage": (f"arn:aws:sqs:{HERE}:jobs",)}),
    ("s3", "put_object", {"Bucket": "uploads", "Key": "a/b", "Body": b"x"},
     {"s3:PutObject": ("arn:aws:s3:::uploads/a/b",)}),
    ("s3", "list_objects_v2", {"Bucket": "uploads"}, {"s3:ListBucket": ("arn:aws:s3:::uploads",)}),
    ("s3", "head_object", {"Bucket": "uploads", "Key": "k"},
     {"s3:GetObject": ("arn:aws:s3:::uploads/k",)}),
    ("s3", "get_object", {"Bucket": "uploads", "Key": "k", "VersionId": "1"},
     {"s3:GetObjectVersion": ("arn:aws:s3:::uploads/k",)}),
    ("s3", "delete_objects", {"Bucket": "uploads", "Delete": {"Objects": [
        {"Key": "a"}, {"Key": "b"}]}},
     {"s3:DeleteObject": ("arn:aws:s3:::uploads/a", "arn:aws:s3:::uploads/b")}),
    ("s3", "list_buckets", {}, {"s3:ListAllMyBuckets": ("*",)}),
    ("s3", "get_bucket_encryption", {"Bucket": "uploads"},
     {"s3:GetEncryptionConfiguration": ("arn:aws:s3:::uploads",)}),
    ("s3control", "get_public_access_block", {"AccountId": ACCOUNT},
     {"s3:GetAccountPublicAccessBlock": ("*",)}),
    ("ec2", "create_subnet", {"CidrBlock": "10.0.0.0/16", "VpcId": "vpc-1"},
     {"ec2:CreateSubnet": (f"arn:aws:ec2:{HERE}:subnet/*", f"arn:aws:ec2:{HERE}:vpc/vpc-1")}),
    ("ec2", "create_tags", {"Resources": ["vpc-1", "nat-2"], "Tags": []},
     {"ec2:CreateTags": (f"arn:aws:ec2:{HERE}:vpc/vpc-1", f"arn:aws:ec2:{HERE}:natgateway/nat-2")}),
    ("ec2", "describe_vpcs", {}, {"ec2:DescribeVpcs": ("*",)}),
    ("iam", "attach_role_policy",
     {"RoleName": "api", "PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"},
     {"iam:AttachRolePolicy": (f"arn:aws:iam::{ACCOUNT}:role/api",)}),
    ("iam", "create_role", {"RoleName": "api", "Path": "/pods/", "AssumeRolePolicyDocument": "{}"},
     {"iam:CreateRole": (ROLE,)}),
    ("iam", "create_open_id_connect_provider", {"Url": "https://oidc.example/id/1"},
     {"iam:CreateOpenIDConnectProvider": (
         f"arn:aws:iam::{ACCOUNT}:oidc-provider/oidc.example/id/1",)}),
    ("sts", "assume_role", {"RoleArn": ROLE, "RoleSessionName": "test"},
     {"sts:AssumeRole": (ROLE,)}),
    ("sts", "get_caller_identity", {}, {}),
    ("eks", "describe_cluster", {"name": "one"},
     {"eks:DescribeCluster": (f"arn:aws:eks:{HERE}:cluster/one",)}),
    ("eks", "describe_nodegroup", {"clusterName": "one", "nodegroupName": "nodes"},
     {"eks:DescribeNodegroup": (f"arn:aws:eks:{HERE}:nodegroup/one/nodes/*",)}),
    ("eks", "delete_access_entry", {"clusterName": "one", "principalArn": ROLE},
     {"eks:DeleteAccessEntry": (f"arn:aws:eks:{HERE}:access-entry/one/role/{ACCOUNT}/api/*",)}),
    ("elbv2", "create_load_balancer", {"Name": "edge"},
     {"elasticloadbalancing:CreateLoadBalancer": (
         f"arn:aws:elasticloadbalancing:{HERE}:loadbalancer/app/edge/*",)}),
    ("cloudwatch", "describe_alarms", {"AlarmNames": ["a", "b"]},
     {"cloudwatch:DescribeAlarms": (
         f"arn:aws:cloudwatch:{HERE}:alarm:a", f"arn:aws:cloudwatch:{HERE}:alarm:b")}),
    ("budgets", "describe_budget", {"AccountId": ACCOUNT, "BudgetName": "costs"},
     {"budgets:ViewBudget": (f"arn:aws:budgets::{ACCOUNT}:budget/costs",)}),
    ("secretsmanager", "create_secret", {"Name": "token"},
     {"secretsmanager:CreateSecret": (f"arn:aws:secretsmanager:{HERE}:secret:token-??????",)}),
    ("dynamodb", "query", {"TableName": "samples", "IndexName": "by-name"},
     {"dynamodb:Query": (f"arn:aws:dynamodb:{HERE}:table/samples/index/by-name",)}),
    ("dynamodb", "batch_get_item", {"RequestItems": {"a": _KEYS, "b": _KEYS}},
     {"dynamodb:BatchGetItem": (
         f"arn:aws:dynamodb:{HERE}:table/a", f"arn:aws:dynamodb:{HERE}:table/b")}),
    ("dynamodb", "transact_write_items", {"TransactItems": [
        {"Put": {"TableName": "samples", "Item": {"id": {"S": "1"}}}}]},
     {"dynamodb:PutItem": (f"arn:aws:dynamodb:{HERE}:table/samples",)}),
    ("sns", "publish", {"TopicArn": f"arn:aws:sns:{HERE}:news", "Message": "x"},
     {"sns:Publish": (f"arn:aws:sns:{HERE}:news",)}),
    ("logs", "create_log_group", {"logGroupName": "/eks/one"},
     {"logs:CreateLogGroup": (f"arn:aws:logs:{HERE}:log-group:/eks/one:log-stream:",)}),
    ("route53", "list_resource_record_sets", {"HostedZoneId": "Z1"},
     {"route53:ListResourceRecordSets": ("arn:aws:route53:::hostedzone/Z1",)}),
    ("cognito-idp", "describe_user_pool", {"UserPoolId": "eu-west-1_1"},
     {"cognito-idp:DescribeUserPool": (f"arn:aws:cognito-idp:{HERE}:userpool/eu-west-1_1",)}),
    ("cognito-idp", "sign_up", {"ClientId": "1", "Username": "ada", "Password": "secret"}, {}),
    ("cognito-idp", "verify_user_attribute",
     {"AccessToken": "x", "AttributeName": "email", "Code": "1"}, {}),
    ("accessanalyzer", "get_analyzer", {"analyzerName": "account"},
     {"access-analyzer:GetAnalyzer": (f"arn:aws:access-analyzer:{HERE}:analyzer/account",)}),
    ("lambda", "invoke", {"FunctionName": "work"},
     {"lambda:InvokeFunction": (f"arn:aws:lambda:{HERE}:function:work",)}),
]  # fmt: skip


@pytest.fixture(autouse=True)
def own_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTO_ACCOUNT_ID", ACCOUNT)


class _SentError(Exception):
    def __init__(self, request: AWSPreparedRequest) -> None:
        super().__init__()
        self.request = request


def called(service: str, operation: str, **parameters: Any) -> Call:
    """Returns the call that the account reads from the request of a boto3 client."""
    client = boto3.client(
        service,
        region_name="eu-west-1",
        endpoint_url="http://127.0.0.1:1",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
    )

    def stop(request: AWSPreparedRequest, **_: Any) -> None:
        raise _SentError(request)

    client.meta.events.register("before-send", stop)
    client.meta.events.register(
        "before-call.s3-control", lambda params, **_: params.update(_without_account_host(params))
    )
    with pytest.raises(_SentError) as sent:
        getattr(client, operation)(**parameters)
    request = sent.value.request
    body = request.body or b""
    content = body if isinstance(body, bytes) else body.encode() if isinstance(body, str) else b""
    headers = {
        name: value.decode() if isinstance(value, bytes) else value
        for name, value in request.headers.items()
    }
    address = urlsplit(request.url)
    environ = EnvironBuilder(
        address.path,
        query_string=address.query,
        method=request.method,
        headers=headers,
        data=content,
    )
    found = read_call(environ.get_environ(), content)
    assert found is not None
    return found


def _without_account_host(params: dict[str, Any]) -> dict[str, str]:
    return {"url": params["url"].replace(f"//{ACCOUNT}.", "//")}


@pytest.mark.parametrize(
    ("service", "operation", "parameters", "expected"), SPEC, ids=[one[1] for one in SPEC]
)
def test_a_call_needs_its_action_on_its_resources(
    service: str, operation: str, parameters: dict[str, Any], expected: dict[str, tuple[str, ...]]
) -> None:
    call = called(service, operation, **parameters)
    found = {one.action: resources_of(call, one, ACCOUNT) for one in actions_of(call)}
    assert found == expected


TAGGED: list[tuple[str, str, dict[str, Any], str]] = [
    ("backup", "create_backup_vault",
     {"BackupVaultName": "one", "BackupVaultTags": {"team": "cells"}}, "backup:TagResource"),
    ("cloudtrail", "create_trail",
     {"Name": "one", "S3BucketName": "b", "TagsList": [{"Key": "team", "Value": "cells"}]},
     "cloudtrail:AddTags"),
    ("cognito-idp", "create_user_pool",
     {"PoolName": "one", "UserPoolTags": {"team": "cells"}}, "cognito-idp:TagResource"),
    ("ecr", "create_repository",
     {"repositoryName": "one", "tags": [{"Key": "team", "Value": "cells"}]}, "ecr:TagResource"),
    ("iam", "create_role",
     {"RoleName": "one", "AssumeRolePolicyDocument": "{}",
      "Tags": [{"Key": "team", "Value": "cells"}]}, "iam:TagRole"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("service", "operation", "parameters", "action"), TAGGED, ids=[one[1] for one in TAGGED]
)
def test_a_resource_with_tags_needs_the_right_to_tag(
    service: str, operation: str, parameters: dict[str, Any], action: str
) -> None:
    call = called(service, operation, **parameters)
    assert action in [one.action for one in further_requests(call, ("*",), ACCOUNT)]
    assert keys_of(call)["aws:RequestTag/team"] == "cells"


PASSES: list[tuple[str, str, dict[str, Any], str]] = [
    ("backup", "start_restore_job",
     {"RecoveryPointArn": "arn:aws:backup:x:1:recovery-point:1", "Metadata": {},
      "IamRoleArn": ROLE}, "backup"),
    ("cloudformation", "create_stack", {"StackName": "one", "RoleARN": ROLE}, "cloudformation"),
    ("cognito-idp", "create_user_pool",
     {"PoolName": "one", "SmsConfiguration": {"SnsCallerArn": ROLE}}, "cognito-idp"),
    ("ec2", "create_flow_logs",
     {"ResourceIds": ["vpc-1"], "ResourceType": "VPC", "LogGroupName": "x",
      "DeliverLogsPermissionArn": ROLE}, "vpc-flow-logs"),
    ("synthetics", "create_canary",
     {"Name": "one", "Code": {"Handler": "x"}, "ArtifactS3Location": "s3://x",
      "ExecutionRoleArn": ROLE, "Schedule": {"Expression": "rate(5 minutes)"},
      "RuntimeVersion": "x"}, "lambda"),
    ("s3", "put_bucket_replication",
     {"Bucket": "uploads", "ReplicationConfiguration": {"Role": ROLE, "Rules": [
         {"Status": "Enabled", "Destination": {"Bucket": "arn:aws:s3:::copies"}}]}}, "s3"),
    ("eks", "update_addon",
     {"clusterName": "one", "addonName": "vpc-cni", "serviceAccountRoleArn": ROLE}, "eks"),
    ("eks", "create_pod_identity_association",
     {"clusterName": "one", "namespace": "a", "serviceAccount": "b", "roleArn": ROLE}, "eks"),
    ("lambda", "update_function_configuration",
     {"FunctionName": "work", "Role": ROLE}, "lambda"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("service", "operation", "parameters", "receiver"), PASSES, ids=[one[1] for one in PASSES]
)
def test_a_role_is_passed_only_with_the_right_to_pass_it_to_its_receiver(
    service: str, operation: str, parameters: dict[str, Any], receiver: str
) -> None:
    call = called(service, operation, **parameters)
    (found,) = further_requests(call, ("*",), ACCOUNT)
    assert (found.action, found.resource) == ("iam:PassRole", ROLE)
    assert found.context == {"iam:PassedToService": f"{receiver}.amazonaws.com"}


def test_a_change_of_dns_records_has_their_names_as_condition_key() -> None:
    changes = [
        {"Action": "UPSERT", "ResourceRecordSet": {"Name": name, "Type": "A"}}
        for name in ("A.Staging.example.org.", "b.example.org")
    ]
    call = called(
        *("route53", "change_resource_record_sets"),
        HostedZoneId="Z1",
        ChangeBatch={"Changes": changes},
    )
    key = "route53:ChangeResourceRecordSetsNormalizedRecordNames"
    assert keys_of(call)[key] == ["a.staging.example.org", "b.example.org"]


def test_an_operation_without_a_known_action_is_refused() -> None:
    call = called("sqs", "list_queues")
    unknown = Call(call.service, call.prefix, call.region, "EraseEverything", {}, "key")
    with pytest.raises(LookupError, match="the IAM action of sqs:EraseEverything is not known"):
        actions_of(unknown)
