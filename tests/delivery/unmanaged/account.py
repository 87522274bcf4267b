"""An account with resources that are known, made by AWS, or unmanaged."""

import json
import time
from itertools import cycle, islice
from typing import Any

from botocore.waiter import Waiter

from delivery.aws import Clients
from tests.delivery.unmanaged import planted
from tests.delivery.unmanaged.planted import ACCOUNT, HERE, PLANTS, REGION, TRUST

BUCKET = f"cellscope-state-{ACCOUNT}"
NODES_POLICY = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"
BUILDS = f"known-{PLANTS.index(planted.project)}"
UUID = "0b81d2c8-7d3b-4d0c-9c53-3a4f8a4f5a0e"

OLD_TEMPLATE = {
    "Resources": {
        "Files": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "old-files"}},
        "Jobs": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "old-jobs"}},
        "News": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "old-news"}},
        "Address": {"Type": "AWS::EC2::EIP", "Properties": {"Domain": "vpc"}},
        "Role": {
            "Type": "AWS::IAM::Role",
            "Properties": {"RoleName": "old-role", "AssumeRolePolicyDocument": TRUST},
        },
        "Logs": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "old-logs"}},
    }
}
OTHER_TEMPLATE = {
    "Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "other"}}}
}


def plant(aws: Clients, number: int) -> set[str]:
    """Creates unmanaged resources of all kinds in turn; returns their ARNs."""
    plants = islice(cycle(PLANTS), number)
    return {make(aws, f"shadow-{at}") for at, make in enumerate(plants)}


def plant_cluster(aws: Clients, name: str) -> set[str]:
    """Creates a cluster with nodes and Fargate; returns ARNs, also of its security group."""
    eks, iam = aws("eks"), aws("iam")
    role = iam.create_role(RoleName=f"{name}-nodes", AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
    iam.attach_role_policy(RoleName=f"{name}-nodes", PolicyArn=NODES_POLICY)
    time.sleep(0.1)  # until EKS sees the role
    subnets = [planted.a_subnet(aws, number) for number in (0, 1)]
    eks.create_cluster(name=name, roleArn=role, resourcesVpcConfig={"subnetIds": subnets})
    _wait(eks.get_waiter("cluster_active"), name=name)
    cluster = eks.describe_cluster(name=name)["cluster"]
    group = eks.create_nodegroup(
        clusterName=name, nodegroupName="nodes", subnets=subnets, nodeRole=role
    )["nodegroup"]
    profile = eks.create_fargate_profile(
        clusterName=name,
        fargateProfileName="pods",
        podExecutionRoleArn=role,
        selectors=[{"namespace": "default"}],
        subnets=subnets,
    )["fargateProfile"]
    own = cluster["resourcesVpcConfig"]["clusterSecurityGroupId"]
    return {
        *(role, cluster["arn"], group["nodegroupArn"], profile["fargateProfileArn"]),
        f"arn:aws:ec2:{REGION}:{ACCOUNT}:security-group/{own}",
    }


def make_known(aws: Clients) -> set[str]:
    """Creates what a state, the code, or an old stack knows; returns the ARNs of the state."""
    aws("s3").create_bucket(Bucket=BUCKET, **HERE)
    aws("iam").create_role(RoleName="any", AssumeRolePolicyDocument=TRUST)
    time.sleep(0.1)  # until services see the role
    arns = {make(aws, f"known-{at}") for at, make in enumerate(PLANTS) if make is not planted.user}
    arns |= plant_cluster(aws, "biomage-staging") | {planted.ANY_ROLE}
    publish(aws, "staging", [*map(resource, arns), members("ada")])
    planted.user(aws, "ada")
    aws("sqs").create_queue(
        QueueName="queue-job-b123-staging.fifo", Attributes={"FifoQueue": "true"}
    )
    planted.state_machine(aws, "biomage-qc-staging-b123")
    key = aws("kms").create_key()["KeyMetadata"]["KeyId"]
    aws("kms").create_alias(AliasName="alias/iac-secret-key", TargetKeyId=key)
    formation, name = aws("cloudformation"), "biomage-data-staging"
    formation.create_stack(
        StackName=name,
        TemplateBody=json.dumps(OLD_TEMPLATE),
        Capabilities=["CAPABILITY_NAMED_IAM"],
    )
    _wait(formation.get_waiter("stack_create_complete"), StackName=name)
    return arns


def make_by_aws(aws: Clients) -> None:
    """Creates what AWS makes for an account or for a known resource."""
    iam, ec2 = aws("iam"), aws("ec2")
    iam.create_service_linked_role(AWSServiceName="eks.amazonaws.com")
    iam.create_instance_profile(InstanceProfileName=f"eks-{UUID}")
    iam.add_role_to_instance_profile(
        InstanceProfileName=f"eks-{UUID}", RoleName="biomage-staging-nodes"
    )
    for name in ("/aws/eks/biomage-staging/cluster", f"/aws/codebuild/{BUILDS}"):
        aws("logs").create_log_group(logGroupName=name)
    aws("backup").create_backup_vault(BackupVaultName="Default")
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=planted.default_vpc(aws))
    tags = [{"Key": "eks:cluster-name", "Value": "biomage-staging"}]
    ec2.create_launch_template(
        LaunchTemplateName=f"eks-{UUID}",
        LaunchTemplateData={"InstanceType": "t3.micro"},
        TagSpecifications=[{"ResourceType": "launch-template", "Tags": tags}],
    )
    aws("kms").describe_key(KeyId="alias/aws/ebs")
    leaving = aws("kms").create_key()["KeyMetadata"]["KeyId"]
    aws("kms").schedule_key_deletion(KeyId=leaving)
    nat = planted.nat_gateway(aws, "left").rpartition("/")[2]
    ec2.delete_nat_gateway(NatGatewayId=nat)


def make_other_stack(aws: Clients) -> set[str]:
    """Creates a stack that is not the estate's; returns its ARN, and that of its queue."""
    made = aws("cloudformation").create_stack(
        StackName="other", TemplateBody=json.dumps(OTHER_TEMPLATE)
    )
    return {made["StackId"], f"arn:aws:sqs:{REGION}:{ACCOUNT}:other"}


def resource(arn: str) -> dict[str, Any]:
    """Returns the resource of a state with an ARN; a NAT gateway has only an id in Pulumi."""
    if ":natgateway/" in arn:
        return {"type": "aws:ec2/natGateway:NatGateway", "id": arn.rpartition("/")[2]}
    types = {":cluster/": "aws:eks/cluster:Cluster", ":project/": "aws:codebuild/project:Project"}
    type_ = next((one for part, one in types.items() if part in arn), "aws:any/any:Any")
    return {"type": type_, "id": "any", "outputs": {"arn": arn, "name": arn.rpartition("/")[2]}}


def members(*names: str) -> dict[str, Any]:
    """Returns the resource of a state with the users of an IAM group."""
    return {
        "type": "aws:iam/groupMembership:GroupMembership",
        "id": "members",
        "outputs": {"users": list(names)},
    }


def publish(aws: Clients, stack: str, resources: list[dict[str, Any]]) -> None:
    """Stores a published state, and the state that it was made from."""
    state = json.dumps({"version": 3, "deployment": {"resources": resources}})
    for key in (f"published/{stack}.json", f".pulumi/stacks/cellscope/{stack}.json"):
        aws("s3").put_object(Bucket=BUCKET, Key=key, Body=state)


def _wait(waiter: Waiter, **named: str) -> None:
    waiter.wait(**named, WaiterConfig={"Delay": 1, "MaxAttempts": 60})
