"""The rights of the AWS Load Balancer Controller, based on the policy of its installation guide.

The guide's policy covers the resources of every cluster. Here the rights are limited to resources
with the tag of the environment's own cluster. Listeners and rules may have no tags, so for them the
rights are limited to load balancers of the environment's Ingress group: `k8s-<environment>`, which
the controller adopts, or that name with a hash, which it creates. An Ingress outside the group gets
no load balancer.

The controller may read the WAF and Shield settings of a load balancer but not change them. Features
that the platform does not use have no rights: Outposts, IPAM, authentication at the load balancer.
"""

from estate.arns import all_resources, global_arn, regional, together
from estate.identity.rights import Condition, PolicyStatement

_TAG = "elbv2.k8s.aws/cluster"
"""The tag that the controller puts on its resources; the value is the cluster's name."""

_OWN = Condition("StringEquals", f"aws:ResourceTag/{_TAG}", ("{cluster}",))
_MARKED_AS_OWN = Condition("StringEquals", f"aws:RequestTag/{_TAG}", ("{cluster}",))
_MARK_STAYS = Condition("Null", f"aws:RequestTag/{_TAG}", ("true",))
_NOT_ADOPTED = Condition("StringNotEquals", "aws:ResourceTag/ManagedBy", ("pulumi",))
_OF_ITS_CLUSTER = Condition(
    "StringEquals", "aws:ResourceTag/kubernetes.io/cluster/{cluster}", ("owned",)
)
"""The tag of the security groups of the cluster and its nodes, which EKS requires."""


def _while(key: str, *actions: str) -> Condition:
    return Condition("StringEquals", f"{key}:CreateAction", actions)


_BALANCER = "app/k8s-{environment}*/*"
_BALANCERS = regional("elasticloadbalancing", f"loadbalancer/{_BALANCER}")
_LISTENERS = regional("elasticloadbalancing", f"listener/{_BALANCER}/*")
_RULES = regional("elasticloadbalancing", f"listener-rule/{_BALANCER}/*/*")
_TARGET_GROUPS = regional("elasticloadbalancing", "targetgroup/*/*")
_SECURITY_GROUPS = regional("ec2", "security-group/*")
_VPCS = regional("ec2", "vpc/*")

_READING = (
    PolicyStatement(
        "SeesTheNetwork",
        (
            "ec2:DescribeAccountAttributes",
            "ec2:DescribeAddresses",
            "ec2:DescribeAvailabilityZones",
            "ec2:DescribeInstances",
            "ec2:DescribeInternetGateways",
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeRouteTables",
            "ec2:DescribeSecurityGroups",
            "ec2:DescribeSubnets",
            "ec2:DescribeTags",
            "ec2:DescribeVpcPeeringConnections",
            "ec2:DescribeVpcs",
        ),
        all_resources("Amazon EC2"),
    ),
    PolicyStatement("SeesSecurityGroupsOfItsVpc", ("ec2:GetSecurityGroupsForVpc",), _VPCS),
    PolicyStatement(
        "SeesLoadBalancers",
        (
            "elasticloadbalancing:DescribeCapacityReservation",
            "elasticloadbalancing:DescribeListenerAttributes",
            "elasticloadbalancing:DescribeListenerCertificates",
            "elasticloadbalancing:DescribeListeners",
            "elasticloadbalancing:DescribeLoadBalancerAttributes",
            "elasticloadbalancing:DescribeLoadBalancers",
            "elasticloadbalancing:DescribeRules",
            "elasticloadbalancing:DescribeSSLPolicies",
            "elasticloadbalancing:DescribeTags",
            "elasticloadbalancing:DescribeTargetGroupAttributes",
            "elasticloadbalancing:DescribeTargetGroups",
            "elasticloadbalancing:DescribeTargetHealth",
        ),
        all_resources("Elastic Load Balancing V2"),
    ),
    PolicyStatement(
        "FindsCertificates", ("acm:ListCertificates",), all_resources("AWS Certificate Manager")
    ),
    PolicyStatement(
        "ReadsCertificates", ("acm:DescribeCertificate",), regional("acm", "certificate/*")
    ),
    PolicyStatement("SeesClassicWaf", ("waf-regional:GetWebACLForResource",), _BALANCERS),
    PolicyStatement(
        "SeesWaf",
        ("wafv2:GetWebACLForResource",),
        together(regional("wafv2", "regional/webacl/*/*"), _BALANCERS),
    ),
    PolicyStatement(
        "SeesWhetherThereIsShield", ("shield:GetSubscriptionState",), all_resources("AWS Shield")
    ),
    PolicyStatement(
        "SeesShield", ("shield:DescribeProtection",), global_arn("shield", "protection/*")
    ),
)

_SECURITY_GROUP_KEEPING = (
    PolicyStatement(
        "MakesSecurityGroups", ("ec2:CreateSecurityGroup",), _SECURITY_GROUPS, (_MARKED_AS_OWN,)
    ),
    # A separate statement, because the request's tags do not apply to the VPC.
    PolicyStatement("MakesSecurityGroupsInAVpc", ("ec2:CreateSecurityGroup",), _VPCS),
    PolicyStatement(
        "MarksNewSecurityGroups",
        ("ec2:CreateTags",),
        _SECURITY_GROUPS,
        (_while("ec2", "CreateSecurityGroup"), _MARKED_AS_OWN),
    ),
    PolicyStatement(
        "TagsItsSecurityGroups",
        ("ec2:CreateTags", "ec2:DeleteTags"),
        _SECURITY_GROUPS,
        (_OWN, _MARK_STAYS),
    ),
    PolicyStatement(
        "KeepsItsSecurityGroups",
        (
            "ec2:AuthorizeSecurityGroupIngress",
            "ec2:DeleteSecurityGroup",
            "ec2:RevokeSecurityGroupIngress",
        ),
        _SECURITY_GROUPS,
        (_OWN,),
    ),
    PolicyStatement(
        "LetsLoadBalancersReachPods",
        ("ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"),
        _SECURITY_GROUPS,
        (_OF_ITS_CLUSTER,),
    ),
)

_LOAD_BALANCER_KEEPING = (
    PolicyStatement(
        "StartsToUseLoadBalancing",
        ("iam:CreateServiceLinkedRole",),
        global_arn(
            "iam",
            "role/aws-service-role/elasticloadbalancing.amazonaws.com"
            "/AWSServiceRoleForElasticLoadBalancing",
        ),
        (Condition("StringEquals", "iam:AWSServiceName", ("elasticloadbalancing.amazonaws.com",)),),
    ),
    PolicyStatement(
        "MakesLoadBalancers",
        ("elasticloadbalancing:CreateLoadBalancer",),
        _BALANCERS,
        (_MARKED_AS_OWN,),
    ),
    PolicyStatement(
        "MakesTargetGroups",
        ("elasticloadbalancing:CreateTargetGroup",),
        _TARGET_GROUPS,
        (_MARKED_AS_OWN,),
    ),
    PolicyStatement(
        "MarksWhatItMakes",
        ("elasticloadbalancing:AddTags",),
        together(_BALANCERS, _TARGET_GROUPS),
        (_while("elasticloadbalancing", "CreateLoadBalancer", "CreateTargetGroup"), _MARKED_AS_OWN),
    ),
    PolicyStatement(
        "TagsWhatItMade",
        ("elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"),
        together(_BALANCERS, _TARGET_GROUPS),
        (_OWN, _MARK_STAYS),
    ),
    PolicyStatement(
        "KeepsItsLoadBalancers",
        (
            "elasticloadbalancing:CreateListener",
            "elasticloadbalancing:ModifyLoadBalancerAttributes",
            "elasticloadbalancing:SetIpAddressType",
            "elasticloadbalancing:SetSecurityGroups",
            "elasticloadbalancing:SetSubnets",
        ),
        _BALANCERS,
        (_OWN,),
    ),
    # Without this, the controller would delete the adopted load balancer with the last Ingress.
    PolicyStatement(
        "DeletesLoadBalancersThatItMade",
        ("elasticloadbalancing:DeleteLoadBalancer",),
        _BALANCERS,
        (_OWN, _NOT_ADOPTED),
    ),
    PolicyStatement(
        "KeepsItsTargetGroups",
        (
            "elasticloadbalancing:DeleteTargetGroup",
            "elasticloadbalancing:DeregisterTargets",
            "elasticloadbalancing:ModifyTargetGroup",
            "elasticloadbalancing:ModifyTargetGroupAttributes",
            "elasticloadbalancing:RegisterTargets",
        ),
        _TARGET_GROUPS,
        (_OWN,),
    ),
    PolicyStatement(
        "KeepsListeners",
        (
            "elasticloadbalancing:AddListenerCertificates",
            "elasticloadbalancing:AddTags",
            "elasticloadbalancing:CreateRule",
            "elasticloadbalancing:DeleteListener",
            "elasticloadbalancing:ModifyListener",
            "elasticloadbalancing:ModifyListenerAttributes",
            "elasticloadbalancing:RemoveListenerCertificates",
            "elasticloadbalancing:RemoveTags",
        ),
        _LISTENERS,
    ),
    PolicyStatement(
        "KeepsRules",
        (
            "elasticloadbalancing:AddTags",
            "elasticloadbalancing:DeleteRule",
            "elasticloadbalancing:ModifyRule",
            "elasticloadbalancing:RemoveTags",
            "elasticloadbalancing:SetRulePriorities",
        ),
        _RULES,
    ),
)

LOAD_BALANCER_RIGHTS = (*_READING, *_SECURITY_GROUP_KEEPING, *_LOAD_BALANCER_KEEPING)
