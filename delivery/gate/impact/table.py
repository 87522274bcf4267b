"""The table of impacts, by resource type."""

from collections.abc import Mapping

from delivery.gate.impact.access import ACCESS_IMPACTS
from delivery.gate.impact.cache import CACHE_IMPACTS
from delivery.gate.impact.cluster import CLUSTER_IMPACTS
from delivery.gate.impact.data import DATA_IMPACTS
from delivery.gate.impact.impact import Impact
from delivery.gate.impact.messaging import MESSAGING_IMPACTS
from delivery.gate.impact.monitoring import MONITORING_IMPACTS
from delivery.gate.impact.names import NAME_IMPACTS
from delivery.gate.impact.network import NETWORK_IMPACTS
from delivery.gate.impact.nodes import NODE_IMPACTS
from delivery.gate.impact.sign_in import SIGN_IN_IMPACTS

IMPACTS: Mapping[str, tuple[Impact, ...]] = {
    **ACCESS_IMPACTS,
    **CACHE_IMPACTS,
    **CLUSTER_IMPACTS,
    **DATA_IMPACTS,
    **MESSAGING_IMPACTS,
    **MONITORING_IMPACTS,
    **NAME_IMPACTS,
    **NETWORK_IMPACTS,
    **NODE_IMPACTS,
    **SIGN_IN_IMPACTS,
}
"""The impacts of each type; `WITHOUT_IMPACT` has the types of the program that have none."""

_RIGHTS = "The permissions that are lost are in the comment."
_NODES = "The node group that uses it has the impact."

WITHOUT_IMPACT: Mapping[str, str] = {
    "aws:acm/certificateValidation:CertificateValidation": "It only waits for a certificate.",
    "aws:cloudwatch/dashboard:Dashboard": "It is a view for people; alarms are resources.",
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": "Nothing uses the default group.",
    "aws:ec2/launchTemplate:LaunchTemplate": _NODES,
    "aws:elasticache/subnetGroup:SubnetGroup": "A cache with another group is replaced.",
    "aws:iam/group:Group": _RIGHTS,
    "aws:iam/groupMembership:GroupMembership": _RIGHTS,
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": _RIGHTS,
    "aws:iam/policy:Policy": _RIGHTS,
    "aws:iam/rolePolicy:RolePolicy": _RIGHTS,
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": _RIGHTS,
    "aws:secretsmanager/secretVersion:SecretVersion": "A secret keeps its previous version.",
    "eks:index:Cluster": "It is a component; the cluster in it has the impact.",
    "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole": _RIGHTS,
    "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding": _RIGHTS,
    "kubernetes:rbac.authorization.k8s.io/v1:Role": _RIGHTS,
    "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding": _RIGHTS,
    "pulumi:providers:aws": "Providers exist only in the program.",
    "pulumi:providers:kubernetes": "Providers exist only in the program.",
}
"""Why a change of these types needs no row."""
