"""AWS resource types that support tags, and the effective tags of a resource."""

import json
from collections.abc import Mapping
from typing import Any

from pulumi_policy.proxy import unknown_checking_proxy

from policies.engine.resource import NOTHING, Resource

_TYPES = """
    accessanalyzer/analyzer:Analyzer acm/certificate:Certificate apigateway/restApi:RestApi
    apigatewayv2/api:Api appsync/graphQLApi:GraphQLApi athena/workgroup:Workgroup
    backup/plan:Plan backup/vault:Vault batch/jobQueue:JobQueue
    budgets/budget:Budget cloudfront/distribution:Distribution cloudtrail/trail:Trail
    cloudwatch/eventRule:EventRule
    cloudwatch/logGroup:LogGroup cloudwatch/metricAlarm:MetricAlarm codebuild/project:Project
    cognito/identityPool:IdentityPool cognito/userPool:UserPool docdb/cluster:Cluster
    dynamodb/table:Table ebs/snapshot:Snapshot
    ebs/volume:Volume ec2/defaultSecurityGroup:DefaultSecurityGroup ec2/eip:Eip
    ec2/flowLog:FlowLog ec2/instance:Instance ec2/internetGateway:InternetGateway
    ec2/keyPair:KeyPair ec2/launchTemplate:LaunchTemplate ec2/natGateway:NatGateway
    ec2/networkAcl:NetworkAcl ec2/networkInterface:NetworkInterface ec2/routeTable:RouteTable
    ec2/securityGroup:SecurityGroup ec2/subnet:Subnet ec2/vpc:Vpc ec2/vpcEndpoint:VpcEndpoint
    ec2/vpcPeeringConnection:VpcPeeringConnection
    ec2transitgateway/transitGateway:TransitGateway ecr/repository:Repository
    ecs/cluster:Cluster ecs/service:Service ecs/taskDefinition:TaskDefinition
    efs/accessPoint:AccessPoint efs/fileSystem:FileSystem eks/accessEntry:AccessEntry
    eks/addon:Addon eks/cluster:Cluster eks/fargateProfile:FargateProfile
    eks/nodeGroup:NodeGroup eks/podIdentityAssociation:PodIdentityAssociation
    elasticache/cluster:Cluster elasticache/replicationGroup:ReplicationGroup
    elasticache/serverlessCache:ServerlessCache elasticache/subnetGroup:SubnetGroup
    emr/cluster:Cluster glue/job:Job
    guardduty/detector:Detector iam/instanceProfile:InstanceProfile
    iam/openIdConnectProvider:OpenIdConnectProvider iam/policy:Policy iam/role:Role
    iam/user:User kinesis/firehoseDeliveryStream:FirehoseDeliveryStream kinesis/stream:Stream
    kms/key:Key lambda/function:Function lb/loadBalancer:LoadBalancer lb/targetGroup:TargetGroup
    memorydb/cluster:Cluster mq/broker:Broker msk/cluster:Cluster neptune/cluster:Cluster
    opensearch/domain:Domain rds/cluster:Cluster rds/clusterInstance:ClusterInstance
    rds/instance:Instance rds/subnetGroup:SubnetGroup redshift/cluster:Cluster route53/zone:Zone
    s3/bucket:Bucket sagemaker/domain:Domain scheduler/scheduleGroup:ScheduleGroup
    secretsmanager/secret:Secret sfn/stateMachine:StateMachine sns/topic:Topic sqs/queue:Queue
    ssm/parameter:Parameter synthetics/canary:Canary wafv2/webAcl:WebAcl
"""

TAGGABLE = frozenset(_TYPES.split())
"""The AWS resource types that support tags and that programs like this one use."""

TAGGED_TYPES = {f"aws:{name}": ("tags",) for name in sorted(TAGGABLE)}
"""The resource types that rules for tags check, and the property they read."""


def tag_of(one: Resource, key: str) -> Any:
    """Returns the effective tag of a resource, or None. Its own tags override the provider's."""
    own = one.part("tags").get(key)
    return _defaults(one).get(key) if own is None else own


def _defaults(one: Resource) -> Mapping[str, Any]:
    given = one.provider.get("defaultTags") or NOTHING
    # The engine passes nested values in a provider's inputs as JSON strings.
    found = unknown_checking_proxy(json.loads(given)) if isinstance(given, str) else given
    return found.get("tags") or NOTHING
