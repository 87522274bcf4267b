"""What each service may do, as the estate records it (estate, 6) but for its faults.

Written down a second time, by hand, so that a slip in `estate/` meets a test. An ARN may say
`{env}`; what differs from the record on purpose says so.
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
    # The last two differ: no role reached them, and the api decides by them.
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
    # Differs: the others can be limited to pools, and then to those with the environment's tag.
    (
        "cognito-idp",
        "ListUserPoolClients DescribeUserPool DescribeUserPoolClient",
        [f"arn:aws:cognito-idp:{_HERE}:userpool/*"],
    ),
]

_RECORDED: Mapping[str, list[tuple[str, str, list[str]]]] = {
    "api": [
        ("sqs", "CreateQueue SendMessage", _QUEUES),
        # Differs: BatchGet*, Get*, BatchWrite* and Update* are written out, without what changes a
        # table; there are no streams to describe.
        ("dynamodb", "BatchGetItem DescribeTable GetItem Query Scan", [*_TABLES, _INDEX]),
        ("dynamodb", "BatchWriteItem DeleteItem UpdateItem PutItem", _TABLES),
        # Differs: no longer on everything.
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
        # Differs: the cache asked nobody for a token.
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
        # Differs, here and below: a bucket of uploaded samples was never declared.
        (
            "s3",
            "ListBucket",
            _buckets("source", "originals", "worker-results", "processed-matrix"),
        ),
        ("s3", "GetObject", _objects("source", "originals", "cell-sets", "processed-matrix")),
        ("s3", "PutObject PutObjectTagging", _objects("worker-results")),
        # Differs: it could not take back parts of an upload that failed.
        ("s3", "AbortMultipartUpload", _objects("worker-results")),
        ("sqs", "ReceiveMessage DeleteMessage GetQueueUrl", _QUEUES),
        ("elasticache", "DescribeReplicationGroups", _REDIS),
        # Differs: the cache asked nobody for a token.
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
        # Differs: it could not take back parts of an upload that failed.
        ("s3", "AbortMultipartUpload", _objects("source", "processed-matrix")),
        ("s3", "DeleteObject", _objects("filtered-cells")),
        ("sns", "Publish", [f"arn:aws:sns:{_HERE}:work-results-{{env}}-*"]),
        ("states", "DescribeActivity DeleteActivity GetActivityTask", _ACTIVITIES),
        # Differs: AWS knows no resource for them (estate, 6).
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
"""Whom each role is for, as the cluster's tokens say it."""

MANAGED = {
    "xray-daemon": "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess",
    "ebs-csi": "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy",
    "vpc-cni": "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
}
"""Roles that have a policy of AWS's and nothing else."""


CONTROLLER_ACTIONS: Mapping[str, Mapping[str, str]] = {
    # Cluster Autoscaler on AWS, README, "IAM policy", with auto-discovery and launch templates.
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
    # AWS load balancer controller, installation guide, "Configure IAM", without what is for
    # Outposts, IPAM, mutual TLS, reserved capacity, IAM's server certificates, sign-in at the load
    # balancer, and without putting WAF or Shield in front of it.
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
"""What the controllers' own pages ask for, by service."""


def asked_for(controller: str) -> set[str]:
    """The controller's actions, in IAM's words."""
    by_service = CONTROLLER_ACTIONS[controller].items()
    return {f"{service}:{action}" for service, actions in by_service for action in actions.split()}


def allowed(repository: str, environment: str) -> Iterator[tuple[str, str]]:
    """Every action with every ARN that the repository's role has it on."""
    for service, actions, arns in _RECORDED[repository]:
        for action in actions.split():
            for arn in arns:
                yield f"{service}:{action}", arn.replace("{env}", environment)
