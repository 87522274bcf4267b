"""Mistakes in the cluster's settings and in the versions of add-ons and releases."""

from tests.settings.malformed.cases import duplicate, missing, misspelt, staging, unknown, wrong

_FORMAT = "has an invalid format"
_RETENTION = "is not a retention period of CloudWatch Logs"
_EXAMPLE = ' Write a public IPv4 CIDR block of /8 or narrower, for example "203.0.113.0/24".'

CLUSTERS = (
    staging(
        "Kubernetes version without quotes",
        'cellscope:kubernetesVersion = "1.3": has an invalid format. Write the cluster\'s '
        'Kubernetes version, in quotes, for example "1.35".',
        kubernetesVersion="1.30",
    ),
    *wrong("kubernetesVersion", _FORMAT, "v1.35", "1.35.2"),
    *wrong("clusterAuthentication", "is not an allowed value", "CONFIG_MAP", "api"),
    # Public access to its API
    *wrong(
        "publicAccessCidrs[0]",
        "is too broad; it admits too much of the internet." + _EXAMPLE,
        *("0.0.0.0/0", "128.0.0.0/7"),
    ),
    *wrong(
        "publicAccessCidrs[0]",
        "overlaps a private range; clients in the VPC use the private endpoint",
        *("10.10.0.0/16", "172.0.0.0/8"),
    ),
    *wrong(
        "publicAccessCidrs[0]",
        "must be an IPv4 CIDR block in canonical form",
        *("203.0.113.7", "2001:db8::/32"),
    ),
    *wrong("publicAccessCidrs", "must not be empty", []),
    *wrong(
        "publicAccessCidrs",
        "has more than 39 blocks; EKS allows one more, for the runners' address",
        [f"198.51.100.{number}/32" for number in range(40)],
    ),
    *wrong("publicAccessCidrs", "must be a list", "203.0.113.0/24"),
    duplicate("publicAccessCidrs", "203.0.113.0/24"),
    # Log retention
    *wrong("logRetentionDays", _RETENTION, 45, 0),
    *wrong("logRetentionDays", "must be an integer", "a month", True),
    # Add-ons and releases
    *wrong("addonVersions.coredns", _FORMAT, "latest"),
    *wrong("addonVersions.vpcCni", _FORMAT, "v1.21.1"),
    *wrong("addonVersions", "must be a mapping", ["vpcCni", "coredns"]),
    missing("addonVersions.ebsCsi"),
    misspelt("addonVersions.coredns", "coreDns"),
    unknown("addonVersions", "vpcCni, kubeProxy, coredns, ebsCsi, metricsServer, nodeMonitoring"),
    *wrong("releases.loadBalancerController", _FORMAT, "v1.17.1"),
    *wrong("releases.loadBalancerController", "must be a string", 1.17),
    *wrong("releases.clusterAutoscaler", _FORMAT, "9.53"),
    *wrong("releases.xrayDaemon", _FORMAT, "latest"),
    # Retirement
    staging(
        "a cluster that is kept",
        "keeps the cluster, which can only be destroyed: set data to destroyed",
        retired=[{"kind": "cluster", "data": "kept"}],
    ),
)
