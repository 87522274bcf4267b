"""What AWS says of a thing once it exists: enough for all that the program does with it."""

from collections.abc import Mapping
from typing import Any

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
    "aws:ec2/launchTemplate:LaunchTemplate": {"latestVersion": 1},
}


def answer(one: Registered) -> dict[str, Any]:
    """The outputs of a resource, or of a component that is made elsewhere, besides its inputs."""
    return {"arn": one.arn, "url": one.url, "keyId": one.key_id, **_BY_TYPE.get(one.type, {})}
