"""Resources that AWS makes for others, and that belong to those."""

import re
from collections.abc import Iterable
from typing import Any

from delivery.unmanaged.known import Known
from delivery.unmanaged.resource import Resource

_CLUSTER = "AWS::EKS::Cluster"
_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

_TAGS = ("aws:eks:cluster-name", "eks:cluster-name", "elbv2.k8s.aws/cluster")
"""Tags whose value is the cluster for which EKS or its load balancer controller made a resource.

https://docs.aws.amazon.com/eks/latest/userguide/eks-using-tags.html
https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/spec/
"""

_OWNED = "kubernetes.io/cluster/"
"""The prefix, before a cluster's name, of the tag of what its controllers own.

https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html
"""

_NAMES = {
    "AWS::Lambda::Function": ((rf"cwsyn-(.+)-{_UUID}", "AWS::Synthetics::Canary"),),
    "AWS::Logs::LogGroup": (
        (rf"/aws/lambda/cwsyn-(.+)-{_UUID}", "AWS::Synthetics::Canary"),
        ("/aws/lambda/(.+)", "AWS::Lambda::Function"),
        ("/aws/codebuild/(.+)", "AWS::CodeBuild::Project"),
        ("/aws/eks/([^/]+)/.+", _CLUSTER),
        ("/aws/containerinsights/([^/]+)/.+", _CLUSTER),
    ),
}
"""Patterns of names that contain the name of what a resource is made for, and its type.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_deletion.html
https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html
https://docs.aws.amazon.com/codebuild/latest/userguide/change-project.html
https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-setup-logs-FluentBit.html
"""

_PROFILE = re.compile(f"eks-{_UUID}")
"""The names of instance profiles that EKS makes for the roles of node groups.

https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html
"""


def made_for_known(resource: Resource, known: Known) -> bool:
    """Returns whether AWS made a resource for a known one."""
    return (
        any((_CLUSTER, name) in known.ids for name in _clusters(resource))
        or any(
            (type_, found[1]) in known.ids
            for pattern, type_ in _NAMES.get(resource.type, ())
            if (found := re.fullmatch(pattern, resource.id))
        )
        or _is_profile_of_nodes(resource, known)
    )


def without_default_vpc(resources: Iterable[Resource]) -> list[Resource]:
    """Returns the resources without the region's default VPC and its internet gateway.

    https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html
    """
    found = list(resources)
    default = {one.id for one in found if one.properties.get("IsDefault")}
    return [one for one in found if one.id not in default and not _attached_to(one) & default]


def _clusters(resource: Resource) -> set[str]:
    """Returns the names of clusters for which a resource was made, by its tags."""
    tags = resource.tags
    owned = {key for key, value in tags.items() if value == "owned" and key.startswith(_OWNED)}
    return {tags[key] for key in _TAGS if key in tags} | {one.removeprefix(_OWNED) for one in owned}


def _is_profile_of_nodes(resource: Resource, known: Known) -> bool:
    roles: list[dict[str, Any]] = resource.properties.get("Roles") or []
    by_eks = resource.type == "AWS::IAM::InstanceProfile" and _PROFILE.fullmatch(resource.id)
    return bool(by_eks) and any(one["Arn"] in known.values for one in roles)


def _attached_to(resource: Resource) -> set[str]:
    """Returns the VPCs that an internet gateway is attached to."""
    attachments: list[dict[str, str]] = resource.properties.get("Attachments") or []
    return {one["VpcId"] for one in attachments if "VpcId" in one}
