"""The custom resource definitions (CRDs) of the Helm charts.

Helm creates the CRDs of a chart at its first installation, and never updates them.
https://helm.sh/docs/chart_best_practices/custom_resource_definitions/
"""

from collections.abc import Mapping

CHART_CRDS: Mapping[str, tuple[str, ...]] = {
    "aws-load-balancer-controller": (
        "ingressclassparams.elbv2.k8s.aws",
        "targetgroupbindings.elbv2.k8s.aws",
        "listenerruleconfigurations.gateway.k8s.aws",
        "loadbalancerconfigurations.gateway.k8s.aws",
        "targetgroupconfigurations.gateway.k8s.aws",
    ),
    "cluster-autoscaler": (),
}
"""The CRDs of each chart; a newer version may have more.

https://github.com/kubernetes-sigs/aws-load-balancer-controller/tree/main/helm/aws-load-balancer-controller/crds
https://github.com/kubernetes/autoscaler/tree/master/charts/cluster-autoscaler
"""
