"""The IRSA roles of the cluster's controllers, in the namespaces kube-system and default.

If there is an AWS managed policy for a controller, its role has only that policy.
"""

from estate.arns import all_resources, regional
from estate.identity.load_balancer_rights import LOAD_BALANCER_RIGHTS
from estate.identity.rights import Condition, PolicyStatement, ServiceRole
from estate.ownership import Owner

_AUTOSCALER_RIGHTS = (
    # From Cluster Autoscaler's page on AWS; none of these actions supports resource types.
    PolicyStatement(
        "SeesGroupsAndInstanceTypes",
        (
            "autoscaling:DescribeAutoScalingGroups",
            "autoscaling:DescribeAutoScalingInstances",
            "autoscaling:DescribeLaunchConfigurations",
            "autoscaling:DescribeScalingActivities",
            "autoscaling:DescribeTags",
            "ec2:DescribeImages",
            "ec2:DescribeInstanceTypes",
            "ec2:DescribeLaunchTemplateVersions",
            "ec2:GetInstanceTypesFromInstanceRequirements",
        ),
        all_resources("Amazon EC2 Auto Scaling and Amazon EC2"),
    ),
    PolicyStatement(
        "SeesNodeGroupsThatAreEmpty",
        ("eks:DescribeNodegroup",),
        regional("eks", "nodegroup/{cluster}/*/*"),
    ),
    # EKS puts this tag on the Auto Scaling groups of managed node groups.
    PolicyStatement(
        "ScalesNodesOfItsCluster",
        ("autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"),
        regional("autoscaling", "autoScalingGroup:*:autoScalingGroupName/*"),
        (
            Condition(
                "StringEquals",
                "aws:ResourceTag/k8s.io/cluster-autoscaler/{cluster}",
                ("owned",),
            ),
        ),
    ),
)

XRAY_DAEMON = ServiceRole(
    "xray-daemon",
    Owner.PLATFORM,
    "default",
    "xray-daemon",
    managed_policies=("arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess",),
)
LOAD_BALANCER_CONTROLLER = ServiceRole(
    "aws-load-balancer-controller",
    Owner.PLATFORM,
    "kube-system",
    "aws-load-balancer-controller",
    LOAD_BALANCER_RIGHTS,
)
CLUSTER_AUTOSCALER = ServiceRole(
    "cluster-autoscaler", Owner.PLATFORM, "kube-system", "cluster-autoscaler", _AUTOSCALER_RIGHTS
)
EBS_CSI = ServiceRole(
    "ebs-csi",
    Owner.PLATFORM,
    "kube-system",
    "ebs-csi-controller-sa",
    managed_policies=("arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy",),
)
VPC_CNI = ServiceRole(
    "vpc-cni",
    Owner.PLATFORM,
    "kube-system",
    "aws-node",
    managed_policies=("arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",),
)
CONTROLLER_ROLES = (XRAY_DAEMON, LOAD_BALANCER_CONTROLLER, CLUSTER_AUTOSCALER, EBS_CSI, VPC_CNI)
