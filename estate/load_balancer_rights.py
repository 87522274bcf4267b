"""What the AWS load balancer controller may do; its installation page lists what it asks of AWS.

That page lets the controller reach every cluster's things. Here it reaches what bears the tag of
its own cluster or, as listeners and rules may bear none, what belongs to a balancer of its
environment's Ingress group (estate, 10): `k8s-<environment>`, which it adopts, or one of that name
and a hash, which it makes. An Ingress outside the group gets no load balancer.

It asks whether a balancer has WAF or Shield in front, but may change neither: nothing here uses
them. Nor may it touch what else is not here: Outposts, IPAM, sign-in at the load balancer.
"""

from estate.arns import all_resources, global_arn, regional, together
from estate.rights import Condition, PolicyStatement

_TAG = "elbv2.k8s.aws/cluster"
"""What the controller marks its things with; the value is the cluster's name."""

_OWN = Condition("StringEquals", f"aws:ResourceTag/{_TAG}", ("{cluster}",))
_MARKED_AS_OWN = Condition("StringEquals", f"aws:RequestTag/{_TAG}", ("{cluster}",))
_MARK_STAYS = Condition("Null", f"aws:RequestTag/{_TAG}", ("true",))
_NOT_ADOPTED = Condition("StringNotEquals", "aws:ResourceTag/ManagedBy", ("pulumi",))
_OF_ITS_CLUSTER = Condition(
    "StringEquals", "aws:ResourceTag/kubernetes.io/cluster/{cluster}", ("owned",)
)
"""EKS has it on the cluster's security group, and the nodes' must have it too."""


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
    # A second right, as the VPC is not what a request's tags are for.
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
    # With no Ingress left it would unprotect and delete the one that it adopted as well.
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
