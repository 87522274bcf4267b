"""Resources of all kinds, created by boto3 calls as people do; each function returns the ARN."""

import io
import json
import zipfile
from collections.abc import Callable

from delivery.aws import Clients

ACCOUNT = "242905224710"
REGION = "eu-west-1"
TRUST = json.dumps({"Version": "2012-10-17", "Statement": []})
POLICY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}],
    }
)
HERE = {"CreateBucketConfiguration": {"LocationConstraint": REGION}}
KEYS = [{"AttributeName": "id", "KeyType": "HASH"}]
COLUMNS = [{"AttributeName": "id", "AttributeType": "S"}]
MONTHLY = {
    "BudgetType": "COST",
    "TimeUnit": "MONTHLY",
    "BudgetLimit": {"Amount": "1", "Unit": "USD"},
}
DATABASE = {"Engine": "mysql", "MasterUsername": "admin", "MasterUserPassword": "not-a-secret"}

ANY_ROLE = f"arn:aws:iam::{ACCOUNT}:role/any"
"""The role of functions, state machines and builds, which must exist before them."""

Plant = Callable[[Clients, str], str]


def _arn(service: str, resource: str) -> str:
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{resource}"


def bucket(aws: Clients, name: str) -> str:
    aws("s3").create_bucket(Bucket=name, **HERE)
    return f"arn:aws:s3:::{name}"


def table(aws: Clients, name: str) -> str:
    made = aws("dynamodb").create_table(
        TableName=name,
        KeySchema=KEYS,
        AttributeDefinitions=COLUMNS,
        BillingMode="PAY_PER_REQUEST",
    )
    return made["TableDescription"]["TableArn"]


def queue(aws: Clients, name: str) -> str:
    aws("sqs").create_queue(QueueName=name)
    return _arn("sqs", name)


def topic(aws: Clients, name: str) -> str:
    return aws("sns").create_topic(Name=name)["TopicArn"]


def user(aws: Clients, name: str) -> str:
    return aws("iam").create_user(UserName=name)["User"]["Arn"]


def group(aws: Clients, name: str) -> str:
    return aws("iam").create_group(GroupName=name)["Group"]["Arn"]


def role(aws: Clients, name: str) -> str:
    made = aws("iam").create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)
    return made["Role"]["Arn"]


def policy(aws: Clients, name: str) -> str:
    return aws("iam").create_policy(PolicyName=name, PolicyDocument=POLICY)["Policy"]["Arn"]


def instance_profile(aws: Clients, name: str) -> str:
    made = aws("iam").create_instance_profile(InstanceProfileName=name)
    return made["InstanceProfile"]["Arn"]


def oidc_provider(aws: Clients, name: str) -> str:
    made = aws("iam").create_open_id_connect_provider(
        Url=f"https://{name}.example.org", ThumbprintList=["0" * 40]
    )
    return made["OpenIDConnectProviderArn"]


def key(aws: Clients, name: str) -> str:
    return aws("kms").create_key(Description=name)["KeyMetadata"]["Arn"]


def repository(aws: Clients, name: str) -> str:
    return aws("ecr").create_repository(repositoryName=name)["repository"]["repositoryArn"]


def vpc(aws: Clients, name: str) -> str:
    made = aws("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]
    return _arn("ec2", f"vpc/{made['VpcId']}")


def default_vpc(aws: Clients) -> str:
    filters = [{"Name": "is-default", "Values": ["true"]}]
    return aws("ec2").describe_vpcs(Filters=filters)["Vpcs"][0]["VpcId"]


def subnet(aws: Clients, name: str) -> str:
    """A subnet that a person added to the default VPC."""
    vpc = default_vpc(aws)
    in_it = [{"Name": "vpc-id", "Values": [vpc]}]
    number = 200 + len(aws("ec2").describe_subnets(Filters=in_it)["Subnets"])
    made = aws("ec2").create_subnet(VpcId=vpc, CidrBlock=f"172.31.{number}.0/24")["Subnet"]
    return _arn("ec2", f"subnet/{made['SubnetId']}")


def security_group(aws: Clients, name: str) -> str:
    made = aws("ec2").create_security_group(
        GroupName=name, Description=name, VpcId=default_vpc(aws)
    )
    return _arn("ec2", f"security-group/{made['GroupId']}")


def route_table(aws: Clients, name: str) -> str:
    made = aws("ec2").create_route_table(VpcId=default_vpc(aws))["RouteTable"]
    return _arn("ec2", f"route-table/{made['RouteTableId']}")


def internet_gateway(aws: Clients, name: str) -> str:
    made = aws("ec2").create_internet_gateway()["InternetGateway"]
    return _arn("ec2", f"internet-gateway/{made['InternetGatewayId']}")


def a_subnet(aws: Clients, number: int = 0) -> str:
    filters = [{"Name": "default-for-az", "Values": ["true"]}]
    return aws("ec2").describe_subnets(Filters=filters)["Subnets"][number]["SubnetId"]


def nat_gateway(aws: Clients, name: str) -> str:
    made = aws("ec2").create_nat_gateway(SubnetId=a_subnet(aws), ConnectivityType="private")
    return _arn("ec2", f"natgateway/{made['NatGateway']['NatGatewayId']}")


def address(aws: Clients, name: str) -> str:
    return _arn("ec2", f"elastic-ip/{aws('ec2').allocate_address(Domain='vpc')['AllocationId']}")


def endpoint(aws: Clients, name: str) -> str:
    made = aws("ec2").create_vpc_endpoint(
        VpcId=default_vpc(aws), ServiceName=f"com.amazonaws.{REGION}.s3"
    )
    return _arn("ec2", f"vpc-endpoint/{made['VpcEndpoint']['VpcEndpointId']}")


def instance(aws: Clients, name: str) -> str:
    made = aws("ec2").run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1)
    return _arn("ec2", f"instance/{made['Instances'][0]['InstanceId']}")


def volume(aws: Clients, name: str) -> str:
    made = aws("ec2").create_volume(AvailabilityZone=f"{REGION}a", Size=1)
    return _arn("ec2", f"volume/{made['VolumeId']}")


def launch_template(aws: Clients, name: str) -> str:
    made = aws("ec2").create_launch_template(
        LaunchTemplateName=name, LaunchTemplateData={"InstanceType": "t3.micro"}
    )
    return _arn("ec2", f"launch-template/{made['LaunchTemplate']['LaunchTemplateId']}")


def load_balancer(aws: Clients, name: str) -> str:
    made = aws("elbv2").create_load_balancer(Name=name, Subnets=[a_subnet(aws), a_subnet(aws, 1)])
    return made["LoadBalancers"][0]["LoadBalancerArn"]


def _default_group(aws: Clients) -> str:
    filters = [{"Name": "group-name", "Values": ["default"]}]
    return aws("ec2").describe_security_groups(Filters=filters)["SecurityGroups"][0]["GroupId"]


def classic_load_balancer(aws: Clients, name: str) -> str:
    listener = {"Protocol": "http", "LoadBalancerPort": 80, "InstancePort": 80}
    aws("elb").create_load_balancer(
        LoadBalancerName=name,
        Listeners=[listener],
        AvailabilityZones=[f"{REGION}a"],
        SecurityGroups=[_default_group(aws)],
    )
    return _arn("elasticloadbalancing", f"loadbalancer/{name}")


def replication_group(aws: Clients, name: str) -> str:
    made = aws("elasticache").create_replication_group(
        ReplicationGroupId=name, ReplicationGroupDescription=name
    )
    return made["ReplicationGroup"]["ARN"]


def cache_cluster(aws: Clients, name: str) -> str:
    made = aws("elasticache").create_cache_cluster(
        CacheClusterId=name, Engine="redis", CacheNodeType="cache.t3.micro", NumCacheNodes=1
    )
    return made["CacheCluster"]["ARN"]


def database(aws: Clients, name: str) -> str:
    made = aws("rds").create_db_instance(
        DBInstanceIdentifier=name, DBInstanceClass="db.t3.micro", AllocatedStorage=20, **DATABASE
    )
    return made["DBInstance"]["DBInstanceArn"]


def file_system(aws: Clients, name: str) -> str:
    return aws("efs").create_file_system(CreationToken=name)["FileSystemArn"]


def user_pool(aws: Clients, name: str) -> str:
    return aws("cognito-idp").create_user_pool(PoolName=name)["UserPool"]["Arn"]


def identity_pool(aws: Clients, name: str) -> str:
    made = aws("cognito-identity").create_identity_pool(
        IdentityPoolName=name, AllowUnauthenticatedIdentities=False
    )
    return _arn("cognito-identity", f"identitypool/{made['IdentityPoolId']}")


def function(aws: Clients, name: str) -> str:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("main.py", "")
    made = aws("lambda").create_function(
        FunctionName=name,
        Runtime="python3.13",
        Handler="main.run",
        Role=ANY_ROLE,
        Code={"ZipFile": file.getvalue()},
    )
    return made["FunctionArn"]


def state_machine(aws: Clients, name: str) -> str:
    states = {"StartAt": "End", "States": {"End": {"Type": "Succeed"}}}
    made = aws("stepfunctions").create_state_machine(
        name=name,
        definition=json.dumps(states),
        roleArn=ANY_ROLE,
    )
    return made["stateMachineArn"]


def activity(aws: Clients, name: str) -> str:
    return aws("stepfunctions").create_activity(name=name)["activityArn"]


def alarm(aws: Clients, name: str) -> str:
    aws("cloudwatch").put_metric_alarm(
        AlarmName=name,
        MetricName="m",
        Namespace="n",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
        Statistic="Sum",
    )
    return _arn("cloudwatch", f"alarm:{name}")


def log_group(aws: Clients, name: str) -> str:
    aws("logs").create_log_group(logGroupName=f"/shadow/{name}")
    return _arn("logs", f"log-group:/shadow/{name}")


def zone(aws: Clients, name: str) -> str:
    made = aws("route53").create_hosted_zone(Name=f"{name}.example.org", CallerReference=name)
    return f"arn:aws:route53:::hostedzone/{made['HostedZone']['Id'].rpartition('/')[2]}"


def secret(aws: Clients, name: str) -> str:
    return aws("secretsmanager").create_secret(Name=name, SecretString="x")["ARN"]


def vault(aws: Clients, name: str) -> str:
    return aws("backup").create_backup_vault(BackupVaultName=name)["BackupVaultArn"]


def project(aws: Clients, name: str) -> str:
    made = aws("codebuild").create_project(
        name=name,
        source={"type": "GITHUB", "location": "https://github.com/example/shadow"},
        artifacts={"type": "NO_ARTIFACTS"},
        environment={
            "type": "LINUX_CONTAINER",
            "image": "aws/codebuild/standard:7.0",
            "computeType": "BUILD_GENERAL1_SMALL",
        },
        serviceRole=ANY_ROLE,
    )
    return made["project"]["arn"]


def certificate(aws: Clients, name: str) -> str:
    return aws("acm").request_certificate(DomainName=f"{name}.example.org")["CertificateArn"]


def budget(aws: Clients, name: str) -> str:
    aws("budgets").create_budget(AccountId=ACCOUNT, Budget={"BudgetName": name, **MONTHLY})
    return f"arn:aws:budgets::{ACCOUNT}:budget/{name}"


def rule(aws: Clients, name: str) -> str:
    return aws("events").put_rule(Name=name, ScheduleExpression="rate(1 day)")["RuleArn"]


PLANTS: tuple[Plant, ...] = (
    *(bucket, table, queue, topic, user, group, role, policy, instance_profile, oidc_provider),
    *(key, repository, vpc, subnet, security_group, route_table, internet_gateway, nat_gateway),
    *(address, endpoint, instance, volume, launch_template, load_balancer, classic_load_balancer),
    *(replication_group, cache_cluster, database, file_system, user_pool, identity_pool, function),
    *(state_machine, activity, alarm, log_group, zone, secret, vault, project, certificate),
    *(budget, rule),
)
