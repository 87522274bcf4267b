"""What the cluster's own controllers may do, each in kube-system or default.

Where AWS keeps a policy for a controller up to date, the role has that and no rights of its own.
"""

from estate.arns import all_resources, regional
from estate.load_balancer_rights import LOAD_BALANCER_RIGHTS
from estate.ownership import Owner
from estate.rights import Condition, PolicyStatement, ServiceRole

_AUTOSCALER_RIGHTS = (
    # What Cluster Autoscaler's page on AWS lists; none of it can be limited to a resource.
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
    # EKS puts the tag on the groups that it makes for managed node groups.
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

CONTROLLER_ROLES = (
    ServiceRole(
        "xray-daemon",
        Owner.PLATFORM,
        "default",
        "xray-daemon",
        managed_policies=("arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess",),
    ),
    ServiceRole(
        "aws-load-balancer-controller",
        Owner.PLATFORM,
        "kube-system",
        "aws-load-balancer-controller",
        LOAD_BALANCER_RIGHTS,
    ),
    ServiceRole(
        "cluster-autoscaler",
        Owner.PLATFORM,
        "kube-system",
        "cluster-autoscaler",
        _AUTOSCALER_RIGHTS,
    ),
    ServiceRole(
        "ebs-csi",
        Owner.PLATFORM,
        "kube-system",
        "ebs-csi-controller-sa",
        managed_policies=("arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy",),
    ),
    ServiceRole(
        "vpc-cni",
        Owner.PLATFORM,
        "kube-system",
        "aws-node",
        managed_policies=("arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",),
    ),
)
