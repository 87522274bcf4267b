"""The rights of each service in the old estate, with fixes.

These values are written by hand, so that a mistake in `estate/` fails a test. ARNs may contain
`{env}`. Comments explain intended differences from the old estate.
"""

from collections.abc import Iterator, Mapping

ACCOUNT = "242905224710"
_HERE = "eu-west-1:242905224710"

_S3 = {
    short: f"arn:aws:s3:::{name}-{{env}}"
    for short, name in {
        "originals": "biomage-originals",
        "source": "biomage-source",
        "filtered-cells": "biomage-filtered-cells",
        "processed-matrix": "processed-matrix",
        "cell-sets": "cell-sets",
        "plots-tables": "plots-tables",
        "worker-results": "worker-results",
    }.items()
}


def _objects(*shorts: str) -> list[str]:
    return [f"{_S3[short]}/*" for short in shorts]


def _buckets(*shorts: str) -> list[str]:
    return [_S3[short] for short in shorts]


_TABLES = [
    f"arn:aws:dynamodb:{_HERE}:table/{name}-{{env}}"
    # The last two differ: no role had access, although the API needs them.
    for name in (
        "experiments",
        "plots-tables",
        "samples",
        "projects",
        "invite-access",
        "user-access",
    )
]
_INDEX = f"arn:aws:dynamodb:{_HERE}:table/samples-{{env}}/index/gsiByProjectAndExperimentID"
_QUEUES = [f"arn:aws:sqs:{_HERE}:queue-job-*-{{env}}.fifo"]
_REDIS = [f"arn:aws:elasticache:{_HERE}:replicationgroup:biomage-redis-{{env}}"]
_REDIS_TOKEN = [f"arn:aws:secretsmanager:{_HERE}:secret:biomage-redis-token-{{env}}-??????"]
_ACTIVITIES = [
    f"arn:aws:states:{_HERE}:activity:{name}-{{env}}-*"
    for name in ("biomage-qc", "biomage-gem2s", "pipeline")
]
_MACHINES = ("biomage-pipeline", "pipeline", "biomage-qc", "biomage-gem2s")

_COGNITO = [
    ("cognito-identity", "ListIdentityPools", ["*"]),
    ("cognito-idp", "ListUserPools", ["*"]),
    # Differs: the others are limited to pools with the environment's tag.
    (
        "cognito-idp",
        "ListUserPoolClients DescribeUserPool DescribeUserPoolClient",
        [f"arn:aws:cognito-idp:{_HERE}:userpool/*"],
    ),
]

_RECORDED: Mapping[str, list[tuple[str, str, list[str]]]] = {
    "api": [
        ("sqs", "CreateQueue SendMessage", _QUEUES),
        # Differs: BatchGet*, Get*, BatchWrite* and Update* are complete actions, without changes to
        # tables; there are no streams.
        ("dynamodb", "BatchGetItem DescribeTable GetItem Query Scan", [*_TABLES, _INDEX]),
        ("dynamodb", "BatchWriteItem DeleteItem UpdateItem PutItem", _TABLES),
        # Differs: no longer on all resources.
        ("ses", "SendEmail", [f"arn:aws:ses:{_HERE}:identity/*"]),
        (
            "s3",
            "GetObject",
            _objects(
                "worker-results",
                "plots-tables",
                "cell-sets",
                "processed-matrix",
                "source",
                "originals",
            ),
        ),
        ("s3", "PutObject", _objects("cell-sets", "originals")),
        ("s3", "GetObjectTagging", _objects("worker-results")),
        ("s3", "DeleteObject", _objects("originals", "filtered-cells")),
        ("s3", "ListBucket", _buckets("filtered-cells")),
        ("elasticache", "DescribeReplicationGroups", _REDIS),
        # Differs: the cache had no AUTH token.
        ("secretsmanager", "GetSecretValue", _REDIS_TOKEN),
        ("eks", "DescribeCluster", [f"arn:aws:eks:{_HERE}:cluster/biomage-{{env}}"]),
        (
            "states",
            "DescribeStateMachine CreateStateMachine UpdateStateMachine StartExecution TagResource",
            [f"arn:aws:states:{_HERE}:stateMachine:{name}-{{env}}-*" for name in _MACHINES],
        ),
        (
            "states",
            "DescribeExecution StopExecution GetExecutionHistory",
            [f"arn:aws:states:{_HERE}:execution:{name}-{{env}}-*:*" for name in _MACHINES],
        ),
        ("states", "CreateActivity", _ACTIVITIES),
        ("iam", "PassRole", [f"arn:aws:iam::{ACCOUNT}:role/state-machine-role-{{env}}"]),
        *_COGNITO,
    ],
    "ui": _COGNITO,
    "worker": [
        # Differs, here and below: the bucket of uploaded samples was never declared.
        (
            "s3",
            "ListBucket",
            _buckets("source", "originals", "worker-results", "processed-matrix"),
        ),
        ("s3", "GetObject", _objects("source", "originals", "cell-sets", "processed-matrix")),
        ("s3", "PutObject PutObjectTagging", _objects("worker-results")),
        # Differs: failed multipart uploads could not be aborted.
        ("s3", "AbortMultipartUpload", _objects("worker-results")),
        ("sqs", "ReceiveMessage DeleteMessage GetQueueUrl", _QUEUES),
        ("elasticache", "DescribeReplicationGroups", _REDIS),
        # Differs: the cache had no AUTH token.
        ("secretsmanager", "GetSecretValue", _REDIS_TOKEN),
    ],
    "pipeline": [
        (
            "s3",
            "ListBucket",
            _buckets(
                "source",
                "originals",
                "worker-results",
                "plots-tables",
                "processed-matrix",
                "filtered-cells",
            ),
        ),
        ("s3", "GetObject", _objects("source", "originals", "filtered-cells")),
        (
            "s3",
            "PutObject",
            _objects(
                "worker-results",
                "plots-tables",
                "processed-matrix",
                "cell-sets",
                "source",
                "filtered-cells",
            ),
        ),
        # Differs: failed multipart uploads could not be aborted.
        ("s3", "AbortMultipartUpload", _objects("source", "processed-matrix")),
        ("s3", "DeleteObject", _objects("filtered-cells")),
        ("sns", "Publish", [f"arn:aws:sns:{_HERE}:work-results-{{env}}-*"]),
        ("states", "DescribeActivity DeleteActivity GetActivityTask", _ACTIVITIES),
        # Differs: these actions support no resource types.
        ("states", "SendTaskSuccess SendTaskFailure SendTaskHeartbeat", ["*"]),
    ],
}

REPOSITORIES = tuple(_RECORDED)

SUBJECTS = {
    **{one: f"system:serviceaccount:{one}-*:deployment-runner" for one in REPOSITORIES},
    "xray-daemon": "system:serviceaccount:default:xray-daemon",
    "aws-load-balancer-controller": (
        "system:serviceaccount:kube-system:aws-load-balancer-controller"
    ),
    "cluster-autoscaler": "system:serviceaccount:kube-system:cluster-autoscaler",
    "ebs-csi": "system:serviceaccount:kube-system:ebs-csi-controller-sa",
    "vpc-cni": "system:serviceaccount:kube-system:aws-node",
}
"""The `sub` claim of each role's service account."""

MANAGED = {
    "xray-daemon": "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess",
    "ebs-csi": "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy",
    "vpc-cni": "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
}
"""Roles with only an AWS managed policy."""


CONTROLLER_ACTIONS: Mapping[str, Mapping[str, str]] = {
    # Cluster Autoscaler on AWS, README, "IAM Policy", with auto-discovery and launch templates.
    "cluster-autoscaler": {
        "autoscaling": (
            "DescribeAutoScalingGroups DescribeAutoScalingInstances DescribeLaunchConfigurations"
            " DescribeScalingActivities DescribeTags SetDesiredCapacity"
            " TerminateInstanceInAutoScalingGroup"
        ),
        "ec2": (
            "DescribeImages DescribeInstanceTypes DescribeLaunchTemplateVersions"
            " GetInstanceTypesFromInstanceRequirements"
        ),
        "eks": "DescribeNodegroup",
    },
    # AWS Load Balancer Controller, installation guide, "Configure IAM", without the actions for
    # Outposts, IPAM, mutual TLS, reserved capacity, IAM server certificates, authentication at the
    # load balancer, and changes to WAF or Shield.
    "aws-load-balancer-controller": {
        "iam": "CreateServiceLinkedRole",
        "ec2": (
            "DescribeAccountAttributes DescribeAddresses DescribeAvailabilityZones"
            " DescribeInternetGateways DescribeVpcs DescribeVpcPeeringConnections DescribeSubnets"
            " DescribeSecurityGroups DescribeInstances DescribeNetworkInterfaces DescribeTags"
            " DescribeRouteTables GetSecurityGroupsForVpc AuthorizeSecurityGroupIngress"
            " RevokeSecurityGroupIngress CreateSecurityGroup DeleteSecurityGroup CreateTags"
            " DeleteTags"
        ),
        "acm": "ListCertificates DescribeCertificate",
        "waf-regional": "GetWebACLForResource",
        "wafv2": "GetWebACLForResource",
        "shield": "GetSubscriptionState DescribeProtection",
        "elasticloadbalancing": (
            "DescribeLoadBalancers DescribeLoadBalancerAttributes DescribeListeners"
            " DescribeListenerAttributes DescribeListenerCertificates DescribeSSLPolicies"
            " DescribeRules DescribeTargetGroups DescribeTargetGroupAttributes"
            " DescribeTargetHealth DescribeTags DescribeCapacityReservation CreateLoadBalancer"
            " CreateTargetGroup CreateListener DeleteListener CreateRule DeleteRule AddTags"
            " RemoveTags ModifyLoadBalancerAttributes SetIpAddressType SetSecurityGroups SetSubnets"
            " DeleteLoadBalancer ModifyTargetGroup ModifyTargetGroupAttributes DeleteTargetGroup"
            " RegisterTargets DeregisterTargets ModifyListener ModifyListenerAttributes"
            " AddListenerCertificates RemoveListenerCertificates ModifyRule SetRulePriorities"
        ),
    },
}
"""The actions that the controllers' documentation requires, by service."""


def asked_for(controller: str) -> set[str]:
    """Returns the controller's actions, as `service:Action`."""
    by_service = CONTROLLER_ACTIONS[controller].items()
    return {f"{service}:{action}" for service, actions in by_service for action in actions.split()}


def allowed(repository: str, environment: str) -> Iterator[tuple[str, str]]:
    """Yields every action of the repository's role with each of its ARNs."""
    for service, actions, arns in _RECORDED[repository]:
        for action in actions.split():
            for arn in arns:
                yield f"{service}:{action}", arn.replace("{env}", environment)
