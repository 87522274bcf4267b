"""Mistakes in the cluster's settings and in the versions of add-ons and releases."""

import json
from typing import Any

from tests.settings.malformed.files import ADDON_VERSIONS, Malformed, but, staging

_RELEASES = {
    "loadBalancerController": "1.17.1",
    "clusterAutoscaler": "9.53.0",
    "canaryRuntime": "syn-nodejs-puppeteer-13.1",
    "xrayDaemon": "3.3.14",
}


def _addons(name: str, *expected: str, **changes: Any) -> Malformed:
    return staging(name, *expected, addonVersions=json.dumps(but(ADDON_VERSIONS, **changes)))


def _releases(name: str, *expected: str, **changes: Any) -> Malformed:
    return staging(name, *expected, releases=json.dumps(but(_RELEASES, **changes)))


CLUSTERS = (
    staging(
        "Kubernetes version without quotes",
        'cellscope:kubernetesVersion = "1.3": has an invalid format. Write the cluster\'s '
        'Kubernetes version, in quotes, for example "1.35".',
        kubernetesVersion="1.30",
    ),
    staging(
        "Kubernetes version with a v",
        'cellscope:kubernetesVersion = "v1.35": has an invalid format',
        kubernetesVersion="v1.35",
    ),
    staging(
        "Kubernetes version with a patch version",
        'cellscope:kubernetesVersion = "1.35.2": has an invalid format',
        kubernetesVersion="1.35.2",
    ),
    staging(
        "authentication mode CONFIG_MAP",
        'cellscope:clusterAuthentication = "CONFIG_MAP": is not an allowed value. Write the EKS '
        "authentication mode: API_AND_CONFIG_MAP, or (irreversible) API, for example "
        '"API_AND_CONFIG_MAP".',
        clusterAuthentication="CONFIG_MAP",
    ),
    staging(
        "authentication mode in lower case",
        'cellscope:clusterAuthentication = "api": is not an allowed value',
        clusterAuthentication="api",
    ),
    # Public access to its API
    staging(
        "public access from 0.0.0.0/0",
        'cellscope:publicAccessCidrs[0] = "0.0.0.0/0": is too broad; it admits too much of the '
        "internet. Write a public IPv4 CIDR block of /8 or narrower, for example "
        '"203.0.113.0/24".',
        publicAccessCidrs="[0.0.0.0/0]",
    ),
    staging(
        "public access from a /7",
        'cellscope:publicAccessCidrs[0] = "128.0.0.0/7": is too broad; it admits too much of the '
        "internet",
        publicAccessCidrs="[128.0.0.0/7]",
    ),
    staging(
        "no public access CIDR",
        "cellscope:publicAccessCidrs = []: must not be empty. Write the public IPv4 CIDR blocks "
        'that may reach the cluster\'s API endpoint, for example ["203.0.113.0/24"].',
        publicAccessCidrs="[]",
    ),
    staging(
        "private CIDR as public access CIDR",
        'cellscope:publicAccessCidrs[0] = "10.10.0.0/16": overlaps a private range; clients in '
        "the VPC use the private endpoint. Write a public IPv4 CIDR block of /8 or narrower, for "
        'example "203.0.113.0/24".',
        publicAccessCidrs="[10.10.0.0/16]",
    ),
    staging(
        "public access CIDR that contains a private range",
        'cellscope:publicAccessCidrs[0] = "172.0.0.0/8": overlaps a private range; clients in '
        "the VPC use the private endpoint",
        publicAccessCidrs="[172.0.0.0/8]",
    ),
    staging(
        "IP address instead of a CIDR",
        'cellscope:publicAccessCidrs[0] = "203.0.113.7": must be an IPv4 CIDR block in canonical '
        'form. Write a public IPv4 CIDR block of /8 or narrower, for example "203.0.113.0/24".',
        publicAccessCidrs="[203.0.113.7]",
    ),
    staging(
        "IPv6 public access CIDR",
        'cellscope:publicAccessCidrs[0] = "2001:db8::/32": must be an IPv4 CIDR block in '
        "canonical form",
        publicAccessCidrs='["2001:db8::/32"]',
    ),
    staging(
        "public access CIDR twice",
        'cellscope:publicAccessCidrs[1] = "203.0.113.0/24": is a duplicate of [0]. Remove one of '
        "them.",
        publicAccessCidrs="[203.0.113.0/24, 203.0.113.0/24]",
    ),
    staging(
        "public access CIDR not in a list",
        'cellscope:publicAccessCidrs = "203.0.113.0/24": must be a list. Write the public IPv4 '
        'CIDR blocks that may reach the cluster\'s API endpoint, for example ["203.0.113.0/24"].',
        publicAccessCidrs="203.0.113.0/24",
    ),
    # Log retention
    staging(
        "retention missing",
        "cellscope:logRetentionDays: missing. Write the number of days to keep logs, a retention "
        "period of CloudWatch Logs, for example 90.",
        logRetentionDays=None,
    ),
    staging(
        "retention period that CloudWatch does not support",
        "cellscope:logRetentionDays = 45: is not a retention period of CloudWatch Logs. Write "
        "the number of days to keep logs, a retention period of CloudWatch Logs, for example 90.",
        logRetentionDays="45",
    ),
    staging(
        "retention of zero days",
        "cellscope:logRetentionDays = 0: is not a retention period of CloudWatch Logs",
        logRetentionDays="0",
    ),
    staging(
        "retention as a word",
        'cellscope:logRetentionDays = "a month": must be an integer. Write the number of days to '
        "keep logs, a retention period of CloudWatch Logs, for example 90.",
        logRetentionDays="a month",
    ),
    staging(
        "retention as a boolean",
        "cellscope:logRetentionDays = true: must be an integer",
        logRetentionDays="true",
    ),
    # Add-ons and releases
    _addons(
        "add-on version latest",
        'cellscope:addonVersions.coredns = "latest": has an invalid format. Write the version of '
        'coredns, the cluster\'s DNS server, for example "v1.13.1-eksbuild.1".',
        coredns="latest",
    ),
    _addons(
        "add-on without its build",
        'cellscope:addonVersions.vpcCni = "v1.21.1": has an invalid format',
        vpcCni="v1.21.1",
    ),
    _addons(
        "add-on missing",
        "cellscope:addonVersions.ebsCsi: missing. Write the version of aws-ebs-csi-driver, which "
        'attaches EBS volumes, for example "v1.54.0-eksbuild.1".',
        ebsCsi=None,
    ),
    _addons(
        "add-on misspelt",
        'cellscope:addonVersions.coreDns: unknown key. Did you mean "coredns"?',
        coredns=None,
        coreDns="v1.13.1-eksbuild.1",
    ),
    _addons(
        "unknown add-on",
        "cellscope:addonVersions.adot: unknown key. Valid keys: vpcCni, kubeProxy, coredns, "
        "ebsCsi, metricsServer, nodeMonitoring.",
        adot="v0.131.0-eksbuild.1",
    ),
    staging(
        "add-ons given as a list",
        'cellscope:addonVersions = ["vpcCni", "coredns"]: must be a mapping',
        addonVersions="[vpcCni, coredns]",
    ),
    _releases(
        "chart with a v",
        'cellscope:releases.loadBalancerController = "v1.17.1": has an invalid format. Write the '
        'version of the Helm chart aws-load-balancer-controller, for example "1.17.1".',
        loadBalancerController="v1.17.1",
    ),
    _releases(
        "chart without a patch version",
        'cellscope:releases.clusterAutoscaler = "9.53": has an invalid format. Write the version '
        'of the Helm chart cluster-autoscaler, for example "9.53.0".',
        clusterAutoscaler="9.53",
    ),
    _releases(
        "image version latest",
        'cellscope:releases.xrayDaemon = "latest": has an invalid format. Write the version of '
        'the image aws-xray-daemon, for example "3.3.14".',
        xrayDaemon="latest",
    ),
    _releases(
        "chart version without quotes",
        "cellscope:releases.loadBalancerController = 1.17: must be a string",
        loadBalancerController=1.17,
    ),
)
