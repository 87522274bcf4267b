"""What AWS says of a thing once it exists: enough for all that the program does with it."""

from collections.abc import Mapping
from typing import Any

from tests.environments import KEEPING, platform_of
from tests.program.recording import Registered

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
    """The outputs of a resource, or of a component that is made elsewhere, besides its inputs."""
    made = {"arn": one.arn, "url": one.url, "keyId": one.key_id, "engineArn": one.function_arn}
    return {**made, **_BY_TYPE.get(one.type, {})}


ZONE_ID = "Z0123456789ABC"
"""The hosted zone, which belongs to whoever bought the name."""

PASSWORD = "made-up-by-secrets-manager"

KEY_ID = "0123abcd-4567-89ef-0123-456789abcdef"
"""The key of secrets, which is there before anything is deployed."""


def users() -> list[str]:
    """The ARNs of all people of the committed files, who are users of the account."""
    return [
        f"arn:aws:iam::242905224710:user/{person.name}"
        for environment in KEEPING
        for person in platform_of(environment).people
    ]


def function(token: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """What the account answers to a question; ciphertexts are the clear texts backwards."""
    if token == "aws:iam/getUsers:getUsers":
        return {"arns": users(), "names": []}
    if token == "aws:kms/getAlias:getAlias":
        return {"targetKeyId": KEY_ID, "name": arguments["name"]}
    if token == "aws:kms/getSecrets:getSecrets":
        return {"plaintext": {one["name"]: one["payload"][::-1] for one in arguments["secrets"]}}
    if token == "aws:route53/getZone:getZone":
        return {"zoneId": ZONE_ID, "name": arguments["name"]}
    if token == "aws:secretsmanager/getRandomPassword:getRandomPassword":
        return {"randomPassword": PASSWORD}
    raise AssertionError(f"the program asks AWS: {token}")
