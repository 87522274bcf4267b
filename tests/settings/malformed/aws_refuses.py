"""Values that AWS or EKS would refuse, or that stop nodes from joining the cluster."""

import json

from tests.settings.malformed.cases import Malformed, case, staging, wrong
from tests.settings.malformed.files import ADDON_VERSIONS, CIPHERTEXT, NODE_GROUP, ROLE, but, listed

_KUBELET = "/, with which a kubelet does not start. Write the Kubernetes labels of the nodes"
_RESERVED = "/, which is reserved for EKS and Kubernetes. Write the taint's key"
_SKEW = "has a kubeProxy that does not fit kubernetesVersion "
_TAINTED = "has taints in every group, so that CoreDNS and the controllers have no node"
_PRIVATE, _PUBLIC = "subnet-0a1b2c3d4e5f67890", "subnet-0f1e2d3c4b5a69780"


def _group(**changes: object) -> str:
    return listed(but(NODE_GROUP, **changes), but(NODE_GROUP, name="others"))


def _label(key: str, problem: str) -> Malformed:
    line = f"cellscope:nodeGroups[0].labels.{key}: has the "
    return staging(f"label {key}", line + problem, nodeGroups=_group(labels={key: "batch"}))


def _taint(key: str, prefix: str) -> Malformed:
    line = f'cellscope:nodeGroups[0].taints[0].key = "{key}": has the prefix {prefix}{_RESERVED}'
    taint = {"key": key, "value": "", "effect": "NO_SCHEDULE"}
    return staging(f"taint {key}", line, nodeGroups=_group(taints=[taint]))


def _taints(number: int, effect: str = "NO_SCHEDULE") -> list[dict[str, str]]:
    return [{"key": f"key-{one}", "value": "", "effect": effect} for one in range(number)]


def _network(name: str, *expected: str, private: list[str], public: list[str]) -> Malformed:
    network = {
        "vpcId": "vpc-0a1b2c3d4e5f67890",
        "privateSubnetIds": private,
        "publicSubnetIds": public,
    }
    return staging(name, *expected, network=None, existingNetwork=json.dumps(network))


NODES = (
    # Labels and taints
    _label("eks.amazonaws.com/nodegroup", "prefix eks.amazonaws.com/, whose labels EKS sets"),
    _label("compute.eks.amazonaws.com/x", "prefix compute.eks.amazonaws.com/, whose labels EKS"),
    _label("kubernetes.io/role", f"reserved prefix kubernetes.io{_KUBELET}"),
    _label("k8s.io/pool", f"reserved prefix k8s.io{_KUBELET}"),
    _label("node-role.kubernetes.io/worker", f"reserved prefix node-role.kubernetes.io{_KUBELET}"),
    _label("node-restriction.kubernetes.io/x", "reserved prefix node-restriction.kubernetes.io/"),
    _label("node.k8s.io/capacity", f"reserved prefix node.k8s.io{_KUBELET}"),
    _taint("node-role.kubernetes.io/infra", "node-role.kubernetes.io"),
    _taint("node.kubernetes.io/not-ready", "node.kubernetes.io"),
    _taint("eks.amazonaws.com/compute-type", "eks.amazonaws.com"),
    _taint("k8s.io/x", "k8s.io"),
    # Numbers
    staging(
        "31 node groups",
        'cellscope:nodeGroups = [{"name": "group-0", "instanceTypes": ["r5.large"], "capacity": '
        '"ON_DEMAND", ...: has 31 entries; EKS allows 30 managed node groups of a cluster',
        nodeGroups=listed(*(but(NODE_GROUP, name=f"group-{one}") for one in range(31))),
    ),
    staging(
        "40 node groups",
        "has 40 entries; EKS allows 30 managed node groups of a cluster",
        nodeGroups=listed(*(but(NODE_GROUP, name=f"group-{one}") for one in range(40))),
    ),
    staging(
        "51 taints",
        "has 51 entries; EKS allows 50 taints of a node group",
        nodeGroups=_group(taints=_taints(51)),
    ),
    staging(
        "60 taints that are only preferences",
        "has 60 entries; EKS allows 50 taints of a node group",
        nodeGroups=_group(taints=_taints(60, "PREFER_NO_SCHEDULE")),
    ),
    staging(
        "41 public access CIDR blocks",
        "has more than 39 blocks; EKS allows one more, for the runners' address",
        publicAccessCidrs=listed(*(f"198.51.100.{one}/32" for one in range(41))),
    ),
    *(
        staging(
            f"a taint twice, with the value {second!r}",
            "has two taints with the same key and effect, which a node refuses",
            nodeGroups=_group(
                taints=[
                    {"key": "pool", "value": value, "effect": "NO_SCHEDULE"}
                    for value in ("batch", second)
                ]
            ),
        )
        for second in ("", "other")
    ),
    # Nodes for CoreDNS and the controllers
    staging(
        "the only group is tainted", _TAINTED, nodeGroups=listed(but(NODE_GROUP, taints=_taints(1)))
    ),
    staging(
        "all groups are tainted",
        _TAINTED,
        nodeGroups=listed(
            but(NODE_GROUP, taints=_taints(2)),
            but(NODE_GROUP, name="gpu", taints=_taints(1, "NO_EXECUTE")),
        ),
    ),
    # Types
    *wrong("nodeGroups[0].instanceTypes[0]", "is a Mac, which cannot be a node", "mac2.metal"),
    *wrong("nodeGroups[0].instanceTypes[0]", "is an ARM instance type", "p6e-gb200.36xlarge"),
    *wrong("cacheNodeType", "is no ElastiCache node type", "cache.r5.medium", "cache.m5.large.x"),
    # Ranges
    *wrong("nodeGroups[0].diskSize", "is out of range, 20 to 16384. Write the disk size", 20000),
    *wrong("nodeGroups[0].maxSize", "is out of range, 1 to 450. Write the maximum number", 1000),
    *wrong("backupDays", "is out of range, 7 to 3650. Write the number of days", 3651),
    *wrong("logRetentionDays", "is not a retention period of CloudWatch Logs (1, 3, 5, 7, 14, ", 8),
    # Versions
    *wrong("addonVersions", _SKEW, but(ADDON_VERSIONS, kubeProxy="v1.99.0-eksbuild.1")),
    *wrong("addonVersions", _SKEW, but(ADDON_VERSIONS, kubeProxy="v1.31.9-eksbuild.1")),
    *wrong(
        "addonVersions.kubeProxy",
        "has an invalid format. Write the version of kube-proxy",
        *("v2.35.0-eksbuild.1", "v0.35.0-eksbuild.1"),
    ),
    staging(
        "cluster is older than its kube-proxy",
        "has a kubeProxy that does not fit kubernetesVersion 1.34: it must not be newer",
        kubernetesVersion='"1.34"',
    ),
)

NETWORKS_OF_OTHERS = (
    _network(
        "one private subnet",
        f'cellscope:existingNetwork.privateSubnetIds = ["{_PRIVATE}"]: has one subnet; EKS and',
        private=[_PRIVATE],
        public=[_PUBLIC, _PUBLIC[:-1] + "1"],
    ),
    _network(
        "one public subnet",
        f'cellscope:existingNetwork.publicSubnetIds = ["{_PUBLIC}"]: has one subnet; EKS and load',
        private=[_PRIVATE, _PRIVATE[:-1] + "1"],
        public=[_PUBLIC],
    ),
    _network(
        "a subnet twice",
        f'cellscope:existingNetwork.privateSubnetIds[1] = "{_PRIVATE}": is a duplicate of [0]',
        private=[_PRIVATE, _PRIVATE],
        public=[_PUBLIC, _PUBLIC[:-1] + "1"],
    ),
    _network(
        "a subnet that is private and public",
        f'cellscope:existingNetwork.publicSubnetIds[1] = "{_PRIVATE}": is also in private',
        private=[_PRIVATE, _PRIVATE[:-1] + "1"],
        public=[_PUBLIC, _PRIVATE],
    ),
    *wrong("network.cidr", "overlaps 10.255.0.0/24, the network of the", "10.255.0.0/16"),
    *wrong("existingNetwork.vpcId", "has an invalid format", "vpc-0a1b2c3d4e5f"),
    *wrong(
        "existingNetwork.privateSubnetIds[0]",
        "has an invalid format. Write the id of a subnet",
        "subnet-0a1b2c3d4",
    ),
    *wrong(
        "publicAccessCidrs[0]",
        "overlaps a range that is not of the internet",
        *("0.0.0.0/8", "100.64.0.0/10", "127.0.0.1/32", "169.254.0.0/16", "240.0.0.0/8"),
        "224.0.0.0/8",
    ),
    # Ports
    *wrong(
        "apiUrl", "has a port that is out of range, 1 to 65535", "https://api.example.org:65536"
    ),
    *wrong("apiUrl", "has a port that is out of range", "https://api.example.org:08"),
    *wrong("apiUrl", "has a port that is out of range", f"https://a.example.org:{'9' * 5000}"),
    *wrong("publicUrl", "has a port that is out of range", "https://ui.example.org:0"),
    *wrong("uiOrigins[0]", "has a port that is out of range", "https://ui.example.org:99999"),
)

ROLES_AND_SECRETS = (
    *wrong(
        "roles[0]",
        "is the role of nodes or Fargate pods, which would leave the cluster",
        *(but(ROLE, name=name) for name in ("nodes-staging", "fargate-pods-staging")),
        *(but(ROLE, name=name) for name in ("Nodes-Production", "FARGATE-PODS-STAGING")),
    ),
    *wrong(
        "roles[0]",
        "has the username of a person, whom the audit log would name instead",
        *(but(ROLE, username=name) for name in ("ada.lovelace", "Ada.Lovelace")),
    ),
    staging(
        "role with the username of a member",
        "has the username of a person, whom the audit log would name instead",
        members=listed({"name": "x/rosalind", "accessGroups": ["engineer"]}),
        roles=listed(but(ROLE, username="rosalind")),
    ),
    staging(
        "secrets that are base64 of plaintext",
        "cellscope:secrets.a = [secret]: is not encrypted: it does not begin like a ciphertext of",
        "cellscope:secrets.b = [secret]: is not encrypted: it does not begin like a ciphertext of",
        secrets=json.dumps({"a": 60 * "A", "b": "c2VzYW1lLCBvcGVu" * 4}),
    ),
    staging(
        "secret of which a character is missing",
        "cellscope:secrets.a = [secret]: is not valid base64. Write the output of",
        secrets=json.dumps({"a": CIPHERTEXT[:-1]}),
    ),
    *wrong(
        "breakGlassRole",
        "is a role that already has an access entry with other rights",
        *("nodes-staging", "Fargate-Pods-Production", "team/cellscope-read"),
    ),
    # Repositories
    case(
        "repositories named like folders",
        "account",
        "cellscope:githubIds.repositories...: is not a name of a GitHub repository. Write the ids",
        "cellscope:githubIds.repositories..: is not a name of a GitHub repository. Write the ids",
        githubIds='{organization: "1", repositories: {"..": "2", ".": "3"}}',
    ),
    case(
        "a repository with its owner",
        "account",
        "cellscope:githubIds.repositories.org/iac: is not a name of a GitHub repository",
        githubIds='{organization: "1", repositories: {"org/iac": "2"}}',
    ),
    *wrong(
        "infrastructureRepository",
        "is not a name of a GitHub repository",
        *("iac.git", "org/iac"),
        stack="account",
    ),
)
