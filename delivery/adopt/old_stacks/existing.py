"""Whether the resources of old stacks exist, read from the services themselves."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from delivery.adopt.old_stacks.old_stacks import OldResource
from delivery.aws import Clients


class _Read(NamedTuple):
    """The call of boto3 that fails for a missing resource, and its parameter with the id.

    With a slash, `parameter` names several, and so does the id. `answers` is the list that is empty
    if the resource is missing, for a call that does not fail.
    """

    service: str
    call: str
    parameter: str
    is_list: bool = False
    answers: str = ""


_READS: Mapping[str, _Read] = {
    "AWS::CertificateManager::Certificate": _Read("acm", "describe_certificate", "CertificateArn"),
    "AWS::CloudWatch::Alarm": _Read(
        "cloudwatch", "describe_alarms", "AlarmNames", is_list=True, answers="MetricAlarms"
    ),
    "AWS::Cognito::IdentityPool": _Read(
        "cognito-identity", "describe_identity_pool", "IdentityPoolId"
    ),
    "AWS::Cognito::UserPool": _Read("cognito-idp", "describe_user_pool", "UserPoolId"),
    "AWS::DynamoDB::Table": _Read("dynamodb", "describe_table", "TableName"),
    "AWS::EC2::EIP": _Read("ec2", "describe_addresses", "PublicIps", is_list=True),
    "AWS::EC2::InternetGateway": _Read(
        "ec2", "describe_internet_gateways", "InternetGatewayIds", is_list=True
    ),
    "AWS::EC2::LaunchTemplate": _Read(
        "ec2", "describe_launch_templates", "LaunchTemplateIds", is_list=True
    ),
    "AWS::EC2::NatGateway": _Read("ec2", "describe_nat_gateways", "NatGatewayIds", is_list=True),
    "AWS::EC2::RouteTable": _Read("ec2", "describe_route_tables", "RouteTableIds", is_list=True),
    "AWS::EC2::SecurityGroup": _Read("ec2", "describe_security_groups", "GroupIds", is_list=True),
    "AWS::EC2::Subnet": _Read("ec2", "describe_subnets", "SubnetIds", is_list=True),
    "AWS::EC2::VPC": _Read("ec2", "describe_vpcs", "VpcIds", is_list=True),
    "AWS::ECR::Repository": _Read("ecr", "describe_repositories", "repositoryNames", is_list=True),
    "AWS::EKS::Cluster": _Read("eks", "describe_cluster", "name"),
    "AWS::EKS::Nodegroup": _Read("eks", "describe_nodegroup", "clusterName/nodegroupName"),
    "AWS::ElastiCache::ReplicationGroup": _Read(
        "elasticache", "describe_replication_groups", "ReplicationGroupId"
    ),
    "AWS::ElastiCache::SubnetGroup": _Read(
        "elasticache", "describe_cache_subnet_groups", "CacheSubnetGroupName"
    ),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": _Read(
        "elbv2", "describe_load_balancers", "LoadBalancerArns", is_list=True
    ),
    "AWS::IAM::Group": _Read("iam", "get_group", "GroupName"),
    "AWS::IAM::ManagedPolicy": _Read("iam", "get_policy", "PolicyArn"),
    "AWS::IAM::OIDCProvider": _Read(
        "iam", "get_open_id_connect_provider", "OpenIDConnectProviderArn"
    ),
    "AWS::IAM::Role": _Read("iam", "get_role", "RoleName"),
    "AWS::IAM::User": _Read("iam", "get_user", "UserName"),
    "AWS::KMS::Key": _Read("kms", "describe_key", "KeyId"),
    "AWS::Lambda::Function": _Read("lambda", "get_function", "FunctionName"),
    "AWS::S3::Bucket": _Read("s3", "head_bucket", "Bucket"),
    "AWS::SecretsManager::Secret": _Read("secretsmanager", "describe_secret", "SecretId"),
    "AWS::SNS::Subscription": _Read("sns", "get_subscription_attributes", "SubscriptionArn"),
    "AWS::SNS::Topic": _Read("sns", "get_topic_attributes", "TopicArn"),
    "AWS::SQS::Queue": _Read("sqs", "get_queue_attributes", "QueueUrl"),
    "AWS::StepFunctions::StateMachine": _Read(
        "stepfunctions", "describe_state_machine", "stateMachineArn"
    ),
    "AWS::Synthetics::Canary": _Read("synthetics", "get_canary", "Name"),
}
"""The read of each type, whose parameter takes the physical id of CloudFormation.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/introduction.html ("Ref")
"""

_MISSING = re.compile(r"NotFound|NoSuch|NonExistent|DoesNotExist|^404$")
"""Error codes of the services for a resource that does not exist."""


def missing(resources: Iterable[OldResource], aws: Clients) -> list[OldResource]:
    """Returns the resources that do not exist.

    Those whose type has no read here count as existing; `unread_types` names them. Raises
    ClientError if AWS refuses a read.
    """
    return [one for one in resources if one.type in _READS and not _exists(one, aws)]


def unread_types(resources: Iterable[OldResource]) -> list[str]:
    """Returns the types, sorted, whose existence `missing` cannot tell."""
    return sorted({one.type for one in resources} - _READS.keys())


def _exists(resource: OldResource, aws: Clients) -> bool:
    read, id_ = _READS[resource.type], resource.physical_id
    names = read.parameter.split("/")
    values = id_.split("/") if len(names) > 1 else [[id_] if read.is_list else id_]
    try:
        answer: dict[str, Any] = getattr(aws(read.service), read.call)(
            **dict(zip(names, values, strict=True))
        )
    except ClientError as error:
        if _MISSING.search(error.response.get("Error", {}).get("Code", "")):
            return False
        raise
    if read.answers:
        return bool(answer[read.answers])
    # KMS and Secrets Manager describe a resource for days after its deletion.
    return not _deleted(answer)


def _deleted(answer: Mapping[str, Any]) -> bool:
    key_state = answer.get("KeyMetadata", {}).get("KeyState")
    return key_state == "PendingDeletion" or "DeletedDate" in answer
