"""Simulated outputs of AWS resources, as far as the program uses them."""

from collections.abc import Mapping
from typing import Any

from estate.account.runners import ADDRESS
from tests.environments import KEEPING, platform_of
from tests.mocks.recording import Registered

ISSUER = "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"

CLUSTER: Mapping[str, Any] = {
    "clusterSecurityGroupId": "sg-0123456789abcdef0",
    "core": {"endpoint": "https://0123456789ABCDEF.gr7.eu-west-1.eks.amazonaws.com"},
    "kubeconfigJson": '{"apiVersion": "v1", "kind": "Config"}',
    "oidcIssuer": ISSUER,
    "oidcProviderArn": f"arn:aws:iam::242905224710:oidc-provider/{ISSUER}",
    "oidcProviderUrl": f"https://{ISSUER}",
}
"""The outputs of the official `eks.Cluster`."""

ORGANIZATION = "o-0000000000"
"""The organization of the account, as in the committed file."""

_BY_TYPE: Mapping[str, Mapping[str, Any]] = {
    "eks:index:Cluster": CLUSTER,
    "aws:acm/certificate:Certificate": {
        "domainValidationOptions": [
            {
                "domainName": "scp.example.org",
                "resourceRecordName": "_proof.scp.example.org.",
                "resourceRecordType": "CNAME",
                "resourceRecordValue": "_words.acm-validations.aws.",
            }
        ]
    },
    "aws:cognito/userPool:UserPool": {"endpoint": "cognito-idp.eu-west-1.amazonaws.com/pool"},
    "aws:ec2/launchTemplate:LaunchTemplate": {"latestVersion": 1},
    "aws:ecr/repository:Repository": {"repositoryUrl": "registry.example.org/repository"},
    "aws:eks/cluster:Cluster": {
        "certificateAuthority": {"data": "Y2VydGlmaWNhdGU="},
        "endpoint": CLUSTER["core"]["endpoint"],
        "identities": [{"oidcs": [{"issuer": f"https://{ISSUER}"}]}],
        "vpcConfig": {"clusterSecurityGroupId": CLUSTER["clusterSecurityGroupId"]},
    },
    "aws:eks/nodeGroup:NodeGroup": {
        "resources": [{"autoscalingGroups": [{"name": "eks-post-scaling"}]}]
    },
    "aws:elasticache/replicationGroup:ReplicationGroup": {
        "primaryEndpointAddress": "master.redis.example.org",
        "readerEndpointAddress": "replica.redis.example.org",
    },
    "aws:lb/loadBalancer:LoadBalancer": {"dnsName": "edge.example.org", "zoneId": "ZLB"},
    "aws:route53/record:Record": {"fqdn": "_proof.scp.example.org"},
}


def answer(one: Registered) -> dict[str, Any]:
    """Returns the outputs of a resource or remote component in addition to its inputs."""
    made = {"arn": one.arn, "url": one.url, "keyId": one.key_id, "engineArn": one.function_arn}
    return {**made, **_BY_TYPE.get(one.type, {})}


ZONE_ID = "Z0123456789ABC"
"""The hosted zone, which the program does not create."""

RUNNERS_ADDRESS = "192.0.2.100"
"""The address from which the runners of the stack `account` reach the clusters."""

PASSWORD = "made-up-by-secrets-manager"

KEY_ID = "0123abcd-4567-89ef-0123-456789abcdef"
"""The KMS key of secrets, which exists before the first deployment."""


def users() -> list[str]:
    """Returns the ARNs of the IAM users for all people in the committed files."""
    return [
        f"arn:aws:iam::242905224710:user/{person.name}"
        for environment in KEEPING
        for person in platform_of(environment).people
    ]


def function(token: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the result of an AWS function; ciphertexts are reversed plaintexts."""
    if token == "aws:ec2/getEips:getEips":
        return {"publicIps": [RUNNERS_ADDRESS] if arguments["tags"] == {"Name": ADDRESS} else []}
    if token == "aws:iam/getUsers:getUsers":
        return {"arns": users(), "names": []}
    if token == "aws:eks/getClusters:getClusters":
        return {"names": []}
    if token == "aws:iam/getGroup:getGroup":
        return {"groupName": arguments["groupName"], "users": []}
    if token == "aws:kms/getAlias:getAlias":
        return {"targetKeyId": KEY_ID, "name": arguments["name"]}
    if token == "aws:kms/getSecrets:getSecrets":
        return {"plaintext": {one["name"]: one["payload"][::-1] for one in arguments["secrets"]}}
    if token == "aws:resourcegroupstaggingapi/getResources:getResources":
        return {"resourceTagMappingLists": []}
    if token == "aws:secretsmanager/getSecrets:getSecrets":
        return {"arns": []}
    if token == "aws:organizations/getOrganization:getOrganization":
        return {"id": ORGANIZATION}
    if token == "aws:route53/getRecords:getRecords":
        return {"zoneId": arguments["zoneId"], "resourceRecordSets": []}
    if token == "aws:ec2/getSubnet:getSubnet":
        zone = "ab"[int(arguments["id"][-1], 16) % 2]
        vpc = "vpc-0a1b2c3d4e5f67890"
        return {"id": arguments["id"], "vpcId": vpc, "availabilityZone": f"eu-west-1{zone}"}
    if token == "aws:route53/getZone:getZone":
        return {"zoneId": ZONE_ID, "name": arguments["name"]}
    if token == "aws:secretsmanager/getRandomPassword:getRandomPassword":
        return {"randomPassword": PASSWORD}
    raise AssertionError(f"unexpected function call: {token}")
