"""Effects of changes of the cluster, its add-ons and what runs in it."""

from collections.abc import Mapping

from delivery.gate.impact.comparisons import changed, disabled, items_removed, ranges_removed
from delivery.gate.impact.impact import Impact, lost
from delivery.gate.impact.versions import downgraded, next_major
from delivery.gate.step import Step
from delivery.plan.change import Op

_EKS = "https://docs.aws.amazon.com/eks/latest/userguide"
_ENDPOINT = f"{_EKS}/cluster-endpoint.html"
_NAMESPACE = "metadata.namespace"

CLUSTER_IMPACTS: Mapping[str, tuple[Impact, ...]] = {
    "aws:eks/cluster:Cluster": (
        Impact(
            Step.DOWNGRADE,
            "version",
            downgraded,
            "the control plane returns to an older Kubernetes version; EKS allows this for one"
            " version and seven days after the upgrade, and nodes must not be newer",
            f"{_EKS}/rollback-cluster.html",
        ),
        Impact(
            Step.DISCONNECT,
            "vpcConfig.publicAccessCidrs",
            ranges_removed,
            "people and runners with these addresses no longer reach the API of the cluster",
            _ENDPOINT,
        ),
        Impact(
            Step.DISCONNECT,
            "vpcConfig.endpointPublicAccess",
            disabled,
            "people and runners outside the VPC no longer reach the API of the cluster",
            _ENDPOINT,
        ),
        Impact(
            Step.DISCONNECT,
            "vpcConfig.endpointPrivateAccess",
            disabled,
            "nodes and runners in the VPC reach the API of the cluster only through the internet",
            _ENDPOINT,
        ),
        Impact(
            Step.DISCONNECT,
            "vpcConfig.securityGroupIds",
            items_removed,
            "connections that only this security group allows no longer reach the API of the"
            " cluster",
            f"{_EKS}/sec-group-reqs.html",
        ),
        Impact(
            Step.STOP_MONITORING,
            "enabledClusterLogTypes",
            items_removed,
            "the control plane no longer writes these logs",
            f"{_EKS}/control-plane-logs.html",
        ),
    ),
    "aws:eks/addon:Addon": (
        Impact(
            Step.DOWNGRADE,
            "addonVersion",
            downgraded,
            "the add-on's pods restart with an older version, without its fixes",
            f"{_EKS}/updating-an-add-on.html",
        ),
        Impact(
            Step.DISCONNECT,
            "serviceAccountRoleArn",
            changed,
            "the add-on's pods restart with the rights of another role",
            f"{_EKS}/updating-an-add-on.html",
        ),
        lost(
            Step.INTERRUPT,
            "EKS removes the add-on's software, and pods that need it fail",
            f"{_EKS}/removing-an-add-on.html",
            part_of=("clusterName",),
        ),
    ),
    "kubernetes:helm.sh/v3:Release": (
        Impact(
            Step.INTERRUPT,
            "version",
            next_major,
            "the chart's pods restart with a version that is not compatible",
            f"{_EKS}/lbc-helm.html",
            on=(Op.UPDATE, Op.REPLACE),
        ),
        Impact(
            Step.DOWNGRADE,
            "version",
            downgraded,
            "the chart's pods restart with an older version, without its fixes",
            "https://helm.sh/docs/helm/helm_upgrade/",
            on=(Op.UPDATE, Op.REPLACE),
        ),
        lost(
            Step.INTERRUPT,
            "the chart's pods are deleted, and the cluster lacks what they do",
            "https://helm.sh/docs/helm/helm_uninstall/",
            part_of=("namespace",),
        ),
    ),
    "kubernetes:core/v1:ServiceAccount": (
        Impact(
            Step.DISCONNECT,
            'metadata.annotations["eks.amazonaws.com/role-arn"]',
            changed,
            "running pods keep the rights of the old role until they restart",
            f"{_EKS}/associate-service-account-role.html",
            part_of=('metadata.annotations["eks.amazonaws.com/role-arn"]',),
        ),
        lost(
            Step.DISCONNECT,
            "its pods lose their AWS rights, and new pods with it do not start",
            f"{_EKS}/associate-service-account-role.html",
            part_of=(_NAMESPACE,),
        ),
    ),
    "kubernetes:core/v1:Service": (
        lost(
            Step.DISCONNECT,
            "its name in the cluster no longer resolves, so pods do not reach it",
            "https://kubernetes.io/docs/concepts/services-networking/service/",
            part_of=(_NAMESPACE,),
        ),
    ),
    "kubernetes:networking.k8s.io/v1:Ingress": (
        lost(
            Step.DISCONNECT,
            "the load balancer no longer routes requests by its rules",
            f"{_EKS}/alb-ingress.html",
            part_of=(_NAMESPACE, "spec"),
        ),
    ),
    "kubernetes:apps/v1:DaemonSet": (
        lost(
            Step.INTERRUPT,
            "its pods are deleted on every node, and pods that need them fail",
            "https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/",
            part_of=(_NAMESPACE,),
        ),
    ),
}
