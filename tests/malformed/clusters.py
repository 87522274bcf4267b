"""The cluster itself, and the versions of what runs in it."""

import json
from typing import Any

from tests.malformed.files import ADDON_VERSIONS, Malformed, but, staging

_RELEASES = {
    "loadBalancerController": "1.17.1",
    "clusterAutoscaler": "9.53.0",
    "canaryRuntime": "syn-nodejs-puppeteer-13.1",
    "xrayDaemon": "3.3.14",
}


def _addons(name: str, *tells: str, **changes: Any) -> Malformed:
    return staging(name, *tells, addonVersions=json.dumps(but(ADDON_VERSIONS, **changes)))


def _releases(name: str, *tells: str, **changes: Any) -> Malformed:
    return staging(name, *tells, releases=json.dumps(but(_RELEASES, **changes)))


CLUSTERS = (
    staging(
        "version not in quotes",
        'cellscope:kubernetesVersion = "1.3": has the wrong form. Write the cluster\'s '
        'Kubernetes version, in quotes, for example "1.35".',
        kubernetesVersion="1.30",
    ),
    staging(
        "version with a v",
        'cellscope:kubernetesVersion = "v1.35": has the wrong form',
        kubernetesVersion="v1.35",
    ),
    staging(
        "version with its patch",
        'cellscope:kubernetesVersion = "1.35.2": has the wrong form',
        kubernetesVersion="1.35.2",
    ),
    staging(
        "authentication by aws-auth alone",
        'cellscope:clusterAuthentication = "CONFIG_MAP": is not known. Write what lets people in, '
        'API_AND_CONFIG_MAP or (with no way back) API alone, for example "API_AND_CONFIG_MAP".',
        clusterAuthentication="CONFIG_MAP",
    ),
    staging(
        "authentication in lower case",
        'cellscope:clusterAuthentication = "api": is not known',
        clusterAuthentication="api",
    ),
    # Who reaches its API
    staging(
        "anybody reaches the cluster",
        'cellscope:publicAccessCidrs[0] = "0.0.0.0/0": lets a great part of the internet in. '
        'Write a public IPv4 range of at most /8, for example "203.0.113.0/24".',
        publicAccessCidrs="[0.0.0.0/0]",
    ),
    staging(
        "a great part reaches the cluster",
        'cellscope:publicAccessCidrs[0] = "128.0.0.0/7": lets a great part of the internet in',
        publicAccessCidrs="[128.0.0.0/7]",
    ),
    staging(
        "nobody reaches the cluster",
        "cellscope:publicAccessCidrs = []: is empty. Write the public IPv4 ranges that may reach "
        'the cluster\'s API, for example ["203.0.113.0/24"].',
        publicAccessCidrs="[]",
    ),
    staging(
        "private addresses from outside",
        'cellscope:publicAccessCidrs[0] = "10.10.0.0/16": is private; from inside, the private '
        "endpoint is reached anyway. Write a public IPv4 range of at most /8, for example "
        '"203.0.113.0/24".',
        publicAccessCidrs="[10.10.0.0/16]",
    ),
    staging(
        "private addresses among public ones",
        'cellscope:publicAccessCidrs[0] = "172.0.0.0/8": is private; from inside, the private '
        "endpoint is reached anyway",
        publicAccessCidrs="[172.0.0.0/8]",
    ),
    staging(
        "an address alone",
        'cellscope:publicAccessCidrs[0] = "203.0.113.7": is not an IPv4 network in canonical '
        'form. Write a public IPv4 range of at most /8, for example "203.0.113.0/24".',
        publicAccessCidrs="[203.0.113.7]",
    ),
    staging(
        "addresses of IPv6",
        'cellscope:publicAccessCidrs[0] = "2001:db8::/32": is not an IPv4 network in canonical '
        "form",
        publicAccessCidrs='["2001:db8::/32"]',
    ),
    staging(
        "range twice",
        'cellscope:publicAccessCidrs[1] = "203.0.113.0/24": repeats [0]. Write it once.',
        publicAccessCidrs="[203.0.113.0/24, 203.0.113.0/24]",
    ),
    staging(
        "range not in a list",
        'cellscope:publicAccessCidrs = "203.0.113.0/24": is not a list. Write the public IPv4 '
        'ranges that may reach the cluster\'s API, for example ["203.0.113.0/24"].',
        publicAccessCidrs="203.0.113.0/24",
    ),
    # How long its logs are kept
    staging(
        "retention missing",
        "cellscope:logRetentionDays: missing. Write the days that logs are kept, one of "
        "CloudWatch's periods, for example 90.",
        logRetentionDays=None,
    ),
    staging(
        "retention that CloudWatch does not have",
        "cellscope:logRetentionDays = 45: is not one of the periods that CloudWatch offers. Write "
        "the days that logs are kept, one of CloudWatch's periods, for example 90.",
        logRetentionDays="45",
    ),
    staging(
        "retention for ever",
        "cellscope:logRetentionDays = 0: is not one of the periods that CloudWatch offers",
        logRetentionDays="0",
    ),
    staging(
        "retention in words",
        'cellscope:logRetentionDays = "a month": is not a whole number. Write the days that logs '
        "are kept, one of CloudWatch's periods, for example 90.",
        logRetentionDays="a month",
    ),
    staging(
        "retention as a boolean",
        "cellscope:logRetentionDays = true: is not a whole number",
        logRetentionDays="true",
    ),
    # What runs in it
    _addons(
        "add-on of the latest version",
        'cellscope:addonVersions.coredns = "latest": has the wrong form. Write the version of '
        'coredns, the cluster\'s name server, for example "v1.13.1-eksbuild.1".',
        coredns="latest",
    ),
    _addons(
        "add-on without its build",
        'cellscope:addonVersions.vpcCni = "v1.21.1": has the wrong form',
        vpcCni="v1.21.1",
    ),
    _addons(
        "add-on missing",
        "cellscope:addonVersions.ebsCsi: missing. Write the version of aws-ebs-csi-driver, which "
        'attaches volumes, for example "v1.54.0-eksbuild.1".',
        ebsCsi=None,
    ),
    _addons(
        "add-on misspelt, and so missing",
        'cellscope:addonVersions.coreDns: unknown key. Did you mean "coredns"?',
        coredns=None,
        coreDns="v1.13.1-eksbuild.1",
    ),
    _addons(
        "add-on that is not installed",
        "cellscope:addonVersions.adot: unknown key. Known here: vpcCni, kubeProxy, coredns, "
        "ebsCsi, metricsServer, nodeMonitoring.",
        adot="v0.131.0-eksbuild.1",
    ),
    staging(
        "add-ons given as a list",
        'cellscope:addonVersions = ["vpcCni", "coredns"]: is not a mapping',
        addonVersions="[vpcCni, coredns]",
    ),
    _releases(
        "chart with a v",
        'cellscope:releases.loadBalancerController = "v1.17.1": has the wrong form. Write the '
        'version of the Helm chart aws-load-balancer-controller, for example "1.17.1".',
        loadBalancerController="v1.17.1",
    ),
    _releases(
        "chart of any patch",
        'cellscope:releases.clusterAutoscaler = "9.53": has the wrong form. Write the version of '
        'the Helm chart cluster-autoscaler, for example "9.53.0".',
        clusterAutoscaler="9.53",
    ),
    _releases(
        "image of the latest version",
        'cellscope:releases.xrayDaemon = "latest": has the wrong form. Write the version of the '
        'image aws-xray-daemon, for example "3.3.14".',
        xrayDaemon="latest",
    ),
    _releases(
        "chart not in quotes",
        "cellscope:releases.loadBalancerController = 1.17: is not a text",
        loadBalancerController=1.17,
    ),
)
