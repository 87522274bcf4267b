"""References that AWS refuses or protects, and the account does not."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.simulator.authorization.conftest import ACCOUNT, World
from tests.simulator.leniencies.conftest import Clients, Named


@pytest.fixture
def balancer(aws: Clients, network: dict[str, Any]) -> dict[str, str]:
    """A load balancer in a VPC without an internet gateway, with a security group."""
    group = aws("ec2").create_security_group(
        GroupName="balancer", Description="balancer", VpcId=network["vpc"]
    )["GroupId"]
    made = aws("elbv2").create_load_balancer(
        Name="balancer", Subnets=network["subnets"], SecurityGroups=[group]
    )["LoadBalancers"]
    return {"arn": made[0]["LoadBalancerArn"], "group": group}


def test_a_load_balancer_needs_no_internet_gateway_and_what_it_uses_can_be_deleted(
    aws: Clients, network: dict[str, Any], balancer: dict[str, str]
) -> None:
    ec2 = aws("ec2")
    ec2.delete_security_group(GroupId=balancer["group"])
    ec2.delete_subnet(SubnetId=network["subnets"][0])
    aws("elbv2").delete_load_balancer(LoadBalancerArn=balancer["arn"])


def test_a_listener_uses_a_pending_certificate_which_can_be_deleted(
    aws: Clients, balancer: dict[str, str]
) -> None:
    acm, elb = aws("acm"), aws("elbv2")
    arn = acm.request_certificate(DomainName="a.example", ValidationMethod="DNS")["CertificateArn"]
    answer = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "200"}}
    elb.create_listener(
        LoadBalancerArn=balancer["arn"],
        Protocol="HTTPS",
        Port=443,
        Certificates=[{"CertificateArn": arn}],
        DefaultActions=[answer],
    )
    acm.delete_certificate(CertificateArn=arn)
    elb.delete_load_balancer(LoadBalancerArn=balancer["arn"])


def test_a_route_uses_a_pending_nat_gateway_whose_address_and_subnet_can_be_removed(
    aws: Clients, network: dict[str, Any]
) -> None:
    ec2, subnet = aws("ec2"), network["subnets"][0]
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    made = ec2.create_nat_gateway(SubnetId=subnet, AllocationId=address)["NatGateway"]
    nat = {"NatGatewayId": made["NatGatewayId"]}
    assert made["State"] == "pending"
    table = ec2.create_route_table(VpcId=network["vpc"])["RouteTable"]["RouteTableId"]
    ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", **nat)
    ec2.delete_nat_gateway(**nat)
    ec2.release_address(AllocationId=address)
    ec2.delete_subnet(SubnetId=subnet)


@pytest.fixture
def role_without_rights(world: World) -> str:
    """The ARN of a role that services see."""
    arn = world.role({"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"})
    time.sleep(0.06)
    return arn


MISSING_ROLE = f"arn:aws:iam::{ACCOUNT}:role/missing"


def notification(aws: Clients, bucket: str) -> None:
    queue = {
        "QueueArn": f"arn:aws:sqs:eu-west-1:{ACCOUNT}:missing",
        "Events": ["s3:ObjectCreated:*"],
    }
    aws("s3").put_bucket_notification_configuration(
        Bucket=bucket, NotificationConfiguration={"QueueConfigurations": [queue]}
    )


def log_group(aws: Clients, bucket: str) -> None:
    key = f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/missing"
    aws("logs").create_log_group(logGroupName=bucket, kmsKeyId=key)


def state_machine(aws: Clients, bucket: str) -> None:
    definition = {"StartAt": "missing", "States": {"it": {"Type": "Pass", "End": True}}}
    aws("stepfunctions").create_state_machine(
        name=bucket, definition=json.dumps(definition), roleArn=MISSING_ROLE
    )


def trail(aws: Clients, bucket: str) -> None:
    aws("cloudtrail").create_trail(
        Name=bucket,
        S3BucketName=bucket,
        CloudWatchLogsLogGroupArn=f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:missing:*",
        CloudWatchLogsRoleArn=MISSING_ROLE,
    )


@pytest.mark.parametrize("make", [notification, log_group, state_machine, trail])
def test_a_reference_may_lead_nowhere(
    aws: Clients, bucket: str, make: Callable[[Clients, str], None]
) -> None:
    make(aws, bucket)


def test_a_webhook_uses_a_connection_that_does_not_exist(
    aws: Clients, named: Named, role_without_rights: str
) -> None:
    missing = f"arn:aws:codeconnections:eu-west-1:{ACCOUNT}:connection/{'0' * 8}"
    name, codebuild = named("project"), aws("codebuild")
    codebuild.create_project(
        name=name,
        source={
            "type": "GITHUB",
            "location": "https://github.com/example/iac.git",
            "auth": {"type": "CODECONNECTIONS", "resource": missing},
        },
        artifacts={"type": "NO_ARTIFACTS"},
        environment={
            "type": "LINUX_CONTAINER",
            "image": "a",
            "computeType": "BUILD_GENERAL1_SMALL",
        },
        serviceRole=role_without_rights,
        vpcConfig={"vpcId": "vpc-1", "subnets": ["subnet-1"], "securityGroupIds": ["sg-1"]},
    )
    queued = {"type": "EVENT", "pattern": "WORKFLOW_JOB_QUEUED"}
    codebuild.create_webhook(projectName=name, filterGroups=[[queued]])
