"""The stand-in for the official eks component registers the same children."""

import json
from collections.abc import Callable

from tests.engine.conftest import Platform

PROGRAM = """
import json

import pulumi_aws as aws
import pulumi_eks as eks

vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16")
subnets = [
    aws.ec2.Subnet(
        f"subnet-{zone}",
        vpc_id=vpc.id,
        cidr_block=f"10.0.{number}.0/24",
        availability_zone=f"eu-west-1{zone}",
    )
    for number, zone in enumerate("ab")
]
roles = {
    name: aws.iam.Role(name, name=name, assume_role_policy=json.dumps({"Statement": []}))
    for name in ("service", "nodes", "deploy")
}
admin = {
    "principal_arn": roles["deploy"].arn,
    "access_policies": {
        "admin": {
            "policy_arn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
            "access_scope": {"type": "cluster"},
        }
    },
}
mapping = {"username": "ada", "groups": ["readers"]}
eks.Cluster(
    "it",
    name="it",
    vpc_id=vpc.id,
    public_subnet_ids=[subnet.id for subnet in subnets],
    service_role=roles["service"],
    instance_roles=[roles["nodes"]],
    authentication_mode=eks.AuthenticationMode.API_AND_CONFIG_MAP,
    user_mappings=[eks.UserMappingArgs(user_arn="arn:aws:iam::242905224710:user/it", **mapping)],
    role_mappings=[eks.RoleMappingArgs(role_arn="arn:aws:iam::242905224710:role/it", **mapping)],
    access_entries={"deployer": admin},
    create_oidc_provider=True,
    skip_default_node_group=True,
    enable_config_map_mutable=True,
)
"""

RULES = (
    *("eksClusterInternetEgressRule", "eksClusterIngressRule", "eksNodeIngressRule"),
    *("eksNodeInternetEgressRule", "eksNodeClusterIngressRule"),
    "eksExtApiServerClusterIngressRule",
)
CHILDREN = {
    "aws:ec2/securityGroup:SecurityGroup it-eksClusterSecurityGroup",
    "aws:ec2/securityGroup:SecurityGroup it-nodeSecurityGroup",
    *(f"aws:ec2/securityGroupRule:SecurityGroupRule it-{rule}" for rule in RULES),
    "aws:eks/accessEntry:AccessEntry it-deployer",
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation it-deployer-admin",
    "aws:eks/addon:Addon it-kube-proxy",
    "aws:eks/addon:Addon it-vpc-cni",
    "aws:eks/cluster:Cluster it-eksCluster",
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider it-oidcProvider",
    "eks:index:Cluster it",
    "eks:index:VpcCniAddon it-vpc-cni",
    "kubernetes:core/v1:ConfigMap it-nodeAccess",
    "pulumi:providers:kubernetes it-eks-k8s",
}


def test_component_has_the_children_of_the_official_one(program: Callable[[str], Platform]) -> None:
    small = program(PROGRAM)
    small.up("dev")
    export = small.pulumi("stack", "export", "-s", "dev").stdout
    resources = json.loads(export)["deployment"]["resources"]
    made = {
        f"{resource['type']} {resource['urn'].rpartition('::')[2]}": resource
        for resource in resources
        if "eks:index:" in resource["urn"]
    }
    assert set(made) == CHILDREN
    rows = made["kubernetes:core/v1:ConfigMap it-nodeAccess"]["outputs"]["data"]["mapRoles"]
    assert "role/it" in rows
    assert "username: system:node:{{EC2PrivateDNSName}}" in rows
    assert small.planned("dev") == []
    outputs = made["eks:index:Cluster it"]["outputs"]
    assert outputs["defaultNodeGroupAsgName"] == outputs["fargateProfileStatus"] == ""
    other = program(PROGRAM.replace('"username": "ada"', '"username": "grace"'))
    assert {step[:3] for step in other.planned("dev")} == {
        ("update", "eks:index:Cluster", "it"),
        ("update", "kubernetes:core/v1:ConfigMap", "it-nodeAccess"),
    }


def test_unsupported_inputs_are_refused_by_name(program: Callable[[str], Platform]) -> None:
    small = program(PROGRAM.replace("skip_default_node_group=True,", "fargate=True,"))
    refused = small.pulumi("preview", "-s", "dev")
    assert refused.returncode != 0
    assert "the simulated eks.Cluster 'it' does not support fargate" in refused.stdout
