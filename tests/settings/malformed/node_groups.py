"""Mistakes in node groups."""

from tests.settings.malformed.cases import duplicate, missing, misspelt, staging, unknown, wrong
from tests.settings.malformed.files import NODE_GROUP, but, listed

_FORMAT, _RANGE, _TYPE = "has an invalid format", "is out of range", "must be an integer"
_UNKNOWN = "is no EC2 instance type that this program knows (settings/aws). Write an EC2 instance"
_TAINT = {"key": "dedicated", "value": "batch", "effect": "NO_EXECUTE"}

NODE_GROUPS = (
    staging("node groups missing", "cellscope:nodeGroups: missing.", nodeGroups=None),
    *wrong("nodeGroups", "must not be empty", []),
    *wrong("nodeGroups", "must be a list", {"name": "batch"}),
    *wrong(
        "nodeGroups[0]",
        "must be a mapping. Write a managed node group, for example "
        '{"capacity": "ON_DEMAND", "diskSize": 80, "instanceTypes": ["r5.large"], '
        '"maxSize": 4, "minSize": 2, "name": "post-scaling-x86"}.',
        "batch",
    ),
    duplicate("nodeGroups", NODE_GROUP, but(NODE_GROUP, diskSize=100)),
    staging(
        "two node groups, each with mistakes",
        "cellscope:nodeGroups[0].diskSize = 1: is out of range",
        'cellscope:nodeGroups[1].capacity = "CHEAP": is not an allowed value',
        "cellscope:nodeGroups[1].minSize: missing",
        nodeGroups=listed(
            but(NODE_GROUP, diskSize=1),
            but(NODE_GROUP, name="batch", capacity="CHEAP", minSize=None),
        ),
    ),
    *wrong("nodeGroups[0].name", _FORMAT, "Batch", 55 * "n"),
    *wrong("nodeGroups[0].instanceTypes", "must not be empty", []),
    *wrong("nodeGroups[0].instanceTypes[0]", _UNKNOWN, "r5", "r5.huge", "m99.large"),
    *wrong(
        "nodeGroups[0].instanceTypes[0]",
        "is an ARM instance type; the platform's images are built for x86-64",
        *("r6g.large", "m7gd.xlarge", "a1.large"),
    ),
    duplicate("nodeGroups[0].instanceTypes", "r5.large"),
    *wrong("nodeGroups[0].capacity", "is not an allowed value", "spot"),
    # Sizes
    *wrong("nodeGroups[0].minSize", _RANGE, 0),
    *wrong("nodeGroups[0].maxSize", "must not be less than minSize", 1),
    *wrong("nodeGroups[0].maxSize", _RANGE, 451),
    staging(
        "minimum as a word, maximum of zero",
        "cellscope:nodeGroups[0].maxSize = 0: is out of range",
        'cellscope:nodeGroups[0].minSize = "two": must be an integer',
        nodeGroups=listed(but(NODE_GROUP, minSize="two", maxSize=0)),
    ),
    *wrong("nodeGroups[0].diskSize", _RANGE, 19, 16385),
    *wrong("nodeGroups[0].diskSize", _TYPE, "80 GiB"),
    *wrong("nodeGroups[0].maxUnavailable", _RANGE, 0),
    # Labels and taints
    *wrong("nodeGroups[0].labels.workload", _FORMAT, "batch jobs"),
    *wrong("nodeGroups[0].labels.workload", "must be a string", True),
    staging(
        "a label and a taint with invalid keys",
        "cellscope:nodeGroups[0].labels.a..b/c: is not a valid key of Kubernetes. Write the Kube",
        "cellscope:nodeGroups[0].labels.two words: is not a valid key of Kubernetes. Write the",
        'cellscope:nodeGroups[0].taints[0].key = "/": is not a valid key of Kubernetes. Write the',
        nodeGroups=listed(
            but(
                NODE_GROUP,
                labels={"two words": "x", "a..b/c": "x"},
                taints=[but(_TAINT, key="/")],
            )
        ),
    ),
    *wrong("nodeGroups[0].labels", "must be a mapping", ["workload"]),
    *wrong("nodeGroups[0].taints[0].effect", "is not an allowed value", "NoSchedule"),
    missing("nodeGroups[0].taints[0].effect"),
    *wrong("nodeGroups[0].taints[0].value", _FORMAT, "batch jobs"),
    unknown("nodeGroups[0].taints[0]", "key, value, effect"),
    *wrong("nodeGroups[0].taints[0]", "must be a mapping", "dedicated=batch:NoSchedule"),
    duplicate("nodeGroups[0].taints", _TAINT),
    # Keys
    misspelt("nodeGroups[0].minSize", "min_size"),
    misspelt("nodeGroups[0].instanceTypes", "instanceType"),
    unknown(
        "nodeGroups[0]",
        "name, instanceTypes, capacity, minSize, maxSize, diskSize, labels, taints, maxUnavailable",
    ),
)
