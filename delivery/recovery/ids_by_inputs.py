"""Finders for types whose ids follow from their inputs.

Source: the section "Import" of each type in the Pulumi registry, package `aws`.
"""

from collections.abc import Callable, Mapping
from string import Formatter
from typing import Any
from zlib import crc32

from delivery.aws import Clients

Finder = Callable[[Mapping[str, Any], Clients], list[str]]
"""Returns the possible ids of a resource by its inputs; raises KeyError for a missing input."""

_PATTERNS = {
    "aws:accessanalyzer/analyzer:Analyzer": "{analyzerName}",
    "aws:backup/vault:Vault": "{name}",
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration": "{backupVaultName}",
    "aws:budgets/budget:Budget": "{accountId}:{name}",
    "aws:cloudtrail/trail:Trail": "arn:aws:cloudtrail:{region}:{account}:trail/{name}",
    "aws:cloudwatch/dashboard:Dashboard": "{dashboardName}",
    "aws:cloudwatch/logGroup:LogGroup": "{name}",
    "aws:cloudwatch/metricAlarm:MetricAlarm": "{name}",
    "aws:codebuild/project:Project": "arn:aws:codebuild:{region}:{account}:project/{name}",
    "aws:codebuild/webhook:Webhook": "{projectName}",
    "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment": "{identityPoolId}",
    "aws:cognito/userPoolDomain:UserPoolDomain": "{domain}",
    "aws:dynamodb/table:Table": "{name}",
    "aws:ebs/encryptionByDefault:EncryptionByDefault": "{region}",
    "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults": "{account}",
    "aws:ec2/tag:Tag": "{resourceId},{key}",
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": "{repository}",
    "aws:ecr/repository:Repository": "{name}",
    "aws:ecr/repositoryPolicy:RepositoryPolicy": "{repository}",
    "aws:eks/accessEntry:AccessEntry": "{clusterName}:{principalArn}",
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": (
        "{clusterName}#{principalArn}#{policyArn}"
    ),
    "aws:eks/addon:Addon": "{clusterName}:{addonName}",
    "aws:eks/cluster:Cluster": "{name}",
    "aws:eks/fargateProfile:FargateProfile": "{clusterName}:{fargateProfileName}",
    "aws:eks/nodeGroup:NodeGroup": "{clusterName}:{nodeGroupName}",
    "aws:elasticache/replicationGroup:ReplicationGroup": "{replicationGroupId}",
    "aws:elasticache/subnetGroup:SubnetGroup": "{name}",
    "aws:iam/accountPasswordPolicy:AccountPasswordPolicy": "iam-account-password-policy",
    "aws:iam/group:Group": "{name}",
    "aws:iam/groupMembership:GroupMembership": "{name}",
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": "{group}/{policyArn}",
    "aws:iam/policy:Policy": "arn:aws:iam::{account}:policy{path}{name}",
    "aws:iam/role:Role": "{name}",
    "aws:iam/rolePolicy:RolePolicy": "{role}:{name}",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "{role}/{policyArn}",
    "aws:kms/alias:Alias": "{name}",
    "aws:route53/record:Record": "{zoneId}_{name}_{type}",
    "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": "{account}",
    "aws:s3/bucket:Bucket": "{bucket}",
    "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": "{bucket}",
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": "{bucket}",
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": "{bucket}",
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": "{bucket}",
    "aws:s3/bucketPolicy:BucketPolicy": "{bucket}",
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": "{bucket}",
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": (
        "{bucket}"
    ),
    "aws:s3/bucketVersioning:BucketVersioning": "{bucket}",
    "aws:sns/topic:Topic": "arn:aws:sns:{region}:{account}:{name}",
    "aws:sns/topicPolicy:TopicPolicy": "{arn}",
    "aws:sqs/queuePolicy:QueuePolicy": "{queueUrl}",
    "aws:synthetics/canary:Canary": "{name}",
}
"""The id of each type, from its inputs, the account id and the region."""


def _by_pattern(pattern: str) -> Finder:
    fields = {field for _, field, _, _ in Formatter().parse(pattern)}

    def find(inputs: Mapping[str, Any], aws: Clients) -> list[str]:
        # Secret inputs are encrypted in the state, so they cannot be part of an id.
        known = {name: value for name, value in inputs.items() if isinstance(value, str)}
        if "account" in fields:
            known["account"] = aws("sts").get_caller_identity()["Account"]
        if "region" in fields:
            known.setdefault("region", aws("sts").meta.region_name)
        return [pattern.format_map(known)]

    return find


def _oidc_provider(inputs: Mapping[str, Any], aws: Clients) -> list[str]:
    account = aws("sts").get_caller_identity()["Account"]
    return [f"arn:aws:iam::{account}:oidc-provider/{inputs['url'].removeprefix('https://')}"]


def _route(inputs: Mapping[str, Any], aws: Clients) -> list[str]:
    """Returns the route table id and a checksum (Terraform AWS provider, aws_route)."""
    kinds = ("destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId")
    (destination,) = (inputs[kind] for kind in kinds if inputs.get(kind))
    return [f"r-{inputs['routeTableId']}{crc32(destination.encode())}"]


FINDERS_BY_INPUTS: Mapping[str, Finder] = {
    **{token: _by_pattern(pattern) for token, pattern in _PATTERNS.items()},
    "aws:ec2/route:Route": _route,
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": _oidc_provider,
}
"""The finder of each type."""
