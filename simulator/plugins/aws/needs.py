"""What the official provider needs besides the API calls that the stand-in makes.

The stand-in stores some types as records, and reads others with fewer calls. So it asks the account
whether the caller may take the remaining actions. They were recorded from the real provider.
"""

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from http.client import HTTPConnection
from typing import NamedTuple
from urllib.parse import urlsplit

from botocore.exceptions import ClientError

from simulator.plugins.aws.resource import Aws, credentials
from simulator.plugins.aws.shapes import Props

ASK_PATH = "/simulated-account/authorize"
"""The path at which the account's server decides about requests without taking them."""


class Need(NamedTuple):
    """Actions on a resource; its ARN has placeholders for the properties of the resource.

    A property that is not known becomes `*`. `{region}` and `{id}` are known too, and the server
    fills in `{account}`.
    """

    verbs: tuple[str, ...]
    actions: tuple[str, ...]
    resource: str = "*"
    keys: Mapping[str, str] = {}
    """The condition keys of the request."""


_CREATE, _READ, _UPDATE, _DELETE = ("create",), ("read",), ("update",), ("delete",)
_ANALYZER = "arn:aws:access-analyzer:{region}:{account}:analyzer/{analyzerName}"
_POOL = "arn:aws:cognito-identity:{region}:{account}:identitypool/{identityPoolId}"
_ROLE = "arn:aws:iam::{account}:role/{name}"

NEEDS: Mapping[str, tuple[Need, ...]] = {
    "aws:accessanalyzer/analyzer:Analyzer": (
        Need(_CREATE, ("access-analyzer:CreateAnalyzer",), _ANALYZER),
        Need(_READ, ("access-analyzer:GetAnalyzer",), _ANALYZER),
        Need(_DELETE, ("access-analyzer:DeleteAnalyzer",), _ANALYZER),
    ),
    "aws:budgets/budget:Budget": (
        Need(
            _READ,
            ("budgets:ListTagsForResource",),
            "arn:aws:budgets::{account}:budget/{name}",
        ),
    ),
    "aws:cloudtrail/trail:Trail": (Need(_READ, ("cloudtrail:DescribeTrails",)),),
    "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment": (
        Need(("create", "update"), ("cognito-identity:SetIdentityPoolRoles",), _POOL),
        Need(
            ("create", "update"),
            ("iam:PassRole",),
            "{roles[authenticated]}",
            {"iam:PassedToService": "cognito-identity.amazonaws.com"},
        ),
        Need(_READ, ("cognito-identity:GetIdentityPoolRoles",), _POOL),
    ),
    "aws:ec2/eip:Eip": (Need(_READ, ("ec2:DescribeAddressesAttribute",)),),
    "aws:ec2/flowLog:FlowLog": (Need(_CREATE, ("logs:CreateLogDelivery",)),),
    "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults": (
        Need(("create", "update", "delete"), ("ec2:ModifyInstanceMetadataDefaults",)),
        Need(_READ, ("ec2:GetInstanceMetadataDefaults",)),
    ),
    "aws:ec2/securityGroup:SecurityGroup": (Need(_DELETE, ("ec2:DescribeNetworkInterfaces",)),),
    "aws:ec2/subnet:Subnet": (Need(_DELETE, ("ec2:DescribeNetworkInterfaces",)),),
    "aws:elasticache/replicationGroup:ReplicationGroup": (
        Need(
            _READ,
            ("elasticache:DescribeCacheClusters",),
            "arn:aws:elasticache:{region}:{account}:cluster:{replicationGroupId}-001",
        ),
    ),
    "aws:iam/role:Role": (
        Need(_DELETE, ("iam:ListInstanceProfilesForRole", "iam:ListRolePolicies"), _ROLE),
    ),
    "aws:lb/loadBalancer:LoadBalancer": (
        Need(_READ, ("elasticloadbalancing:DescribeCapacityReservation",)),
    ),
    "aws:route53/record:Record": (
        Need(("create", "update", "delete"), ("route53:GetChange",), "arn:aws:route53:::change/*"),
    ),
    "aws:s3/bucket:Bucket": (
        Need(
            _READ,
            (
                *("s3:GetAccelerateConfiguration", "s3:GetBucketAcl", "s3:GetBucketLogging"),
                *("s3:GetBucketRequestPayment", "s3:GetBucketWebsite"),
                "s3:GetReplicationConfiguration",
            ),
            "arn:aws:s3:::{id}",
        ),
    ),
    "aws:synthetics/canary:Canary": (
        Need(
            _CREATE,
            ("lambda:AddPermission", "lambda:CreateFunction", "lambda:PublishVersion"),
            "arn:aws:lambda:{region}:{account}:function:cwsyn-{name}-*",
        ),
        # Synthetics copies its library with the caller's rights.
        Need(_CREATE, ("s3:GetObjectVersion",), "arn:aws:s3:::aws-synthetics-library-*/*"),
    ),
}


def ask(aws: Aws, token: str, verb: str, id_: str, props: Props) -> None:
    """Ask whether the caller may take the further actions of an operation on a resource.

    Raises ClientError with AWS's message for the first one that is refused.
    """
    needs = [one for one in NEEDS.get(token, ()) if verb in one.verbs]
    if not needs:
        return
    known: dict[str, str] = defaultdict(lambda: "*", props)
    known |= {"region": aws.region, "account": "{account}", "id": id_}
    asked = [
        (action, one.resource.format_map(known), one.keys)
        for one in needs
        for action in one.actions
    ]
    for action, message in _refusals(aws.region, asked).items():
        operation = action.partition(":")[2]
        raise ClientError({"Error": {"Code": "AccessDenied", "Message": message}}, operation)


def _refusals(
    region: str, asked: Iterable[tuple[str, str, Mapping[str, str]]]
) -> Mapping[str, str]:
    """The messages of the refused actions, by action."""
    key = credentials()
    scope = f"{key.access_key}/x/{region}/sts/aws4_request"
    headers = {
        "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}",
        "X-Amz-Security-Token": key.token or "",
    }
    address = urlsplit(os.environ["AWS_ENDPOINT_URL"])
    connection = HTTPConnection(address.hostname or "", address.port)
    try:
        connection.request("POST", ASK_PATH, json.dumps([*asked]), headers)
        return json.loads(connection.getresponse().read())
    finally:
        connection.close()
