"""Samples of IAM and EKS types, and the network that a cluster needs."""

from typing import Any

from tests.simulator.samples.sample import Sample, document

_ROLE_ARN = "arn:aws:iam::242905224710:role/"
_ADMIN = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"


def _trust(service: str) -> str:
    return document(Effect="Allow", Principal={"Service": service}, Action="sts:AssumeRole")


def _right(action: str) -> str:
    return document(Effect="Allow", Action=action, Resource="*")


_CLUSTER_VPC: dict[str, Any] = {
    "subnetIds": ["{subnet_a}", "{subnet_b}"],
    "endpointPrivateAccess": True,
    "publicAccessCidrs": ["192.0.2.0/24", "198.51.100.0/24"],
}

SAMPLES = {
    "role": Sample(
        "aws:iam/role:Role",
        {
            "name": "reader",
            "path": "/service/",
            "description": "one",
            "assumeRolePolicy": _trust("ec2.amazonaws.com"),
            "maxSessionDuration": 7200,
            "tags": {"a": "1", "b": "1", "c": "1"},
        },
        {
            "description": "two",
            "assumeRolePolicy": _trust("eks.amazonaws.com"),
            "maxSessionDuration": 3600,
            "permissionsBoundary": "arn:aws:iam::242905224710:policy/boundary",
            "forceDetachPolicies": True,
            "tags": {"a": "2"},
        },
        {"name": "writer", "path": "/"},
    ),
    "role_policy": Sample(
        "aws:iam/rolePolicy:RolePolicy",
        {"role": "{role}", "name": "reads", "policy": _right("s3:GetObject")},
        {"policy": _right("s3:ListBucket")},
        {"name": "writes", "role": "other"},
    ),
    "managed_policy": Sample(
        "aws:iam/policy:Policy",
        {
            "name": "reads",
            "path": "/service/",
            "description": "reads all",
            "policy": _right("s3:GetObject"),
            "tags": {"a": "1", "b": "1", "c": "1"},
        },
        {"policy": _right("s3:ListBucket"), "tags": {"a": "2"}},
        {"name": "writes", "path": "/", "description": "writes"},
    ),
    "attachment": Sample(
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        {"role": "{role}", "policyArn": "{managed_policy}"},
        {},
        {"role": "other", "policyArn": "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"},
    ),
    "oidc_provider": Sample(
        "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
        {
            "url": "https://oidc.eks.eu-west-1.amazonaws.com/id/A",
            "clientIdLists": ["sts.amazonaws.com"],
            "thumbprintLists": ["9" * 40],
            "tags": {"a": "1", "b": "1", "c": "1"},
        },
        {"thumbprintLists": ["8" * 40], "tags": {"a": "2"}},
        {"url": "https://oidc.eks.eu-west-1.amazonaws.com/id/B"},
    ),
    "cluster": Sample(
        "aws:eks/cluster:Cluster",
        {
            "name": "samples",
            "version": "1.34",
            "roleArn": f"{_ROLE_ARN}cluster",
            "vpcConfig": _CLUSTER_VPC,
            "accessConfig": {
                "authenticationMode": "API_AND_CONFIG_MAP",
                "bootstrapClusterCreatorAdminPermissions": False,
            },
            "bootstrapSelfManagedAddons": False,
            "enabledClusterLogTypes": ["scheduler", "audit"],
            "encryptionConfig": {
                "provider": {"keyArn": "arn:aws:kms:eu-west-1:242905224710:key/k"},
                "resources": ["secrets"],
            },
            "kubernetesNetworkConfig": {"serviceIpv4Cidr": "10.100.0.0/16"},
            "upgradePolicy": {"supportType": "STANDARD"},
            "tags": {"a": "1", "b": "1", "c": "1"},
        },
        {
            "vpcConfig": {
                "subnetIds": ["{subnet_b}", "{subnet_a}", "{subnet_c}"],
                "securityGroupIds": ["sg-0"],
                "endpointPublicAccess": False,
            },
            "enabledClusterLogTypes": ["api"],
            "upgradePolicy": {"supportType": "EXTENDED"},
            "tags": {"a": "2"},
        },
        {
            "name": "other",
            "roleArn": f"{_ROLE_ARN}other",
            "accessConfig": {
                "authenticationMode": "API_AND_CONFIG_MAP",
                "bootstrapClusterCreatorAdminPermissions": True,
            },
            "bootstrapSelfManagedAddons": True,
            "encryptionConfig": None,
            "kubernetesNetworkConfig": {"serviceIpv4Cidr": "10.200.0.0/16"},
        },
    ),
    "node_group": Sample(
        "aws:eks/nodeGroup:NodeGroup",
        {
            "clusterName": "{cluster}",
            "nodeGroupName": "nodes",
            "nodeRoleArn": f"{_ROLE_ARN}nodes",
            "subnetIds": ["{subnet_a}", "{subnet_b}"],
            "amiType": "AL2023_x86_64_STANDARD",
            "capacityType": "ON_DEMAND",
            "instanceTypes": ["r5.large"],
            "diskSize": 80,
            "version": "1.34",
            "scalingConfig": {"minSize": 2, "desiredSize": 2, "maxSize": 4},
            "labels": {"a": "1", "b": "1"},
            "taints": [
                {"key": "a", "value": "1", "effect": "NO_SCHEDULE"},
                {"key": "b", "effect": "NO_EXECUTE"},
            ],
            "updateConfig": {"maxUnavailable": 2},
            "tags": {"a": "1", "b": "1", "c": "1"},
        },
        {
            "scalingConfig": {"minSize": 1, "desiredSize": 3, "maxSize": 5},
            "labels": {"a": "2", "c": "1"},
            "taints": [{"key": "a", "value": "2", "effect": "NO_SCHEDULE"}],
            "updateConfig": {"maxUnavailablePercentage": 50},
            "nodeRepairConfig": {"enabled": True},
            "version": "1.33",
            "releaseVersion": "1.33.5-20251001",
            "forceUpdateVersion": True,
            "tags": {"a": "2"},
        },
        {
            "clusterName": "other",
            "nodeGroupName": "more",
            "nodeRoleArn": f"{_ROLE_ARN}more",
            "subnetIds": ["{subnet_a}"],
            "amiType": "AL2023_ARM_64_STANDARD",
            "capacityType": "SPOT",
            "instanceTypes": ["r5.xlarge"],
            "diskSize": 90,
        },
    ),
    "fargate_profile": Sample(
        "aws:eks/fargateProfile:FargateProfile",
        {
            "clusterName": "{cluster}",
            "fargateProfileName": "worker",
            "podExecutionRoleArn": f"{_ROLE_ARN}pods",
            "selectors": [{"namespace": "worker-*", "labels": {"a": "1"}}, {"namespace": "more"}],
            "subnetIds": ["{subnet_a}"],
            "tags": {"a": "1", "b": "1", "c": "1"},
        },
        {"tags": {"a": "2"}},
        {
            "clusterName": "other",
            "fargateProfileName": "more",
            "podExecutionRoleArn": f"{_ROLE_ARN}more",
            "selectors": [{"namespace": "worker-*"}],
            "subnetIds": ["{subnet_b}"],
        },
    ),
    "access_entry": Sample(
        "aws:eks/accessEntry:AccessEntry",
        {
            "clusterName": "{cluster}",
            "principalArn": f"{_ROLE_ARN}people/deploys",
            "kubernetesGroups": ["a", "b"],
            "tags": {"a": "1", "b": "1"},
        },
        {"kubernetesGroups": ["c"], "userName": "deploys", "tags": {"a": "2"}},
        {"clusterName": "other", "principalArn": f"{_ROLE_ARN}other", "type": "EC2_LINUX"},
    ),
    "access_policy": Sample(
        "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
        {
            "clusterName": "{cluster}",
            "principalArn": f"{_ROLE_ARN}people/deploys",
            "policyArn": _ADMIN,
            "accessScope": {"type": "namespace", "namespaces": ["b", "a"]},
        },
        {},
        {
            "clusterName": "other",
            "principalArn": f"{_ROLE_ARN}other",
            "policyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
            "accessScope": {"type": "cluster"},
        },
        after=("access_entry",),
    ),
    "addon": Sample(
        "aws:eks/addon:Addon",
        {
            "clusterName": "{cluster}",
            "addonName": "vpc-cni",
            "addonVersion": "v1.20.4-eksbuild.1",
            "serviceAccountRoleArn": f"{_ROLE_ARN}cni",
            "resolveConflictsOnCreate": "OVERWRITE",
            "tags": {"a": "1", "b": "1"},
        },
        {
            "addonVersion": "v1.20.5-eksbuild.1",
            "configurationValues": '{"env": {"ENABLE_PREFIX_DELEGATION": "true"}}',
            "resolveConflictsOnUpdate": "PRESERVE",
            "preserve": True,
            "tags": {"a": "2"},
        },
        {"clusterName": "other", "addonName": "coredns"},
    ),
}

HELPERS = {
    "cluster_vpc": Sample("aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/16"}),
    **{
        f"subnet_{zone}": Sample(
            "aws:ec2/subnet:Subnet",
            {
                "vpcId": "{cluster_vpc}",
                "cidrBlock": f"10.0.{number}.0/24",
                "availabilityZone": f"eu-west-1{zone}",
            },
            {},
            {},
        )
        for number, zone in enumerate("abc")
    },
}
"""Prerequisites that samples share."""
