"""Mistakes in node groups."""

from typing import Any

from tests.settings.malformed.files import NODE_GROUP, Malformed, but, listed, staging

_TAINT = {"key": "dedicated", "value": "batch", "effect": "NO_EXECUTE"}


def _group(name: str, /, *expected: str, **changes: Any) -> Malformed:
    return staging(name, *expected, nodeGroups=listed(but(NODE_GROUP, **changes)))


def _taint(name: str, /, *expected: str, **changes: Any) -> Malformed:
    return _group(name, *expected, taints=[but(_TAINT, **changes)])


NODE_GROUPS = (
    staging(
        "node groups missing",
        "cellscope:nodeGroups: missing. Write the cluster's managed node groups, for example "
        '[{"capacity": "ON_DEMAND", "diskSize": 80, "instanceTypes": ["r5.large"], "maxSize": 4, '
        '"minSize": 2, "name": "post-scaling-x86"}].',
        nodeGroups=None,
    ),
    staging("no node group", "cellscope:nodeGroups = []: must not be empty", nodeGroups="[]"),
    staging(
        "node group not in a list",
        'cellscope:nodeGroups = {"name": "batch"}: must be a list',
        nodeGroups="{name: batch}",
    ),
    staging(
        "node group by its name alone",
        'cellscope:nodeGroups[0] = "batch": must be a mapping. Write a managed node group, for '
        'example {"capacity": "ON_DEMAND", "diskSize": 80, "instanceTypes": ["r5.large"], '
        '"maxSize": 4, "minSize": 2, "name": "post-scaling-x86"}.',
        nodeGroups="[batch]",
    ),
    staging(
        "node group twice",
        'cellscope:nodeGroups[1] = {"name": "post-scaling", "instanceTypes": ["r5.large"], '
        '"capacity": "ON_DEMAN...: is a duplicate of [0]. Remove one of them.',
        nodeGroups=listed(NODE_GROUP, but(NODE_GROUP, diskSize=100)),
    ),
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
    _group(
        "node group in capitals",
        'cellscope:nodeGroups[0].name = "Batch": has an invalid format. Write the prefix of the '
        'node group\'s name, in lower case with hyphens, for example "post-scaling".',
        name="Batch",
    ),
    _group(
        "node group with a name of 55 characters",
        "cellscope:nodeGroups[0].name = "
        '"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn": has an invalid format',
        name=55 * "n",
    ),
    _group(
        "no instance type",
        "cellscope:nodeGroups[0].instanceTypes = []: must not be empty. Write the EC2 instance "
        'types, in order of preference, for example ["r5.large"].',
        instanceTypes=[],
    ),
    _group(
        "instance type without its size",
        'cellscope:nodeGroups[0].instanceTypes[0] = "r5": has an invalid format. Write an EC2 '
        'instance type, for example "r5.large".',
        instanceTypes=["r5"],
    ),
    _group(
        "ARM instance type",
        'cellscope:nodeGroups[0].instanceTypes[1] = "r6g.large": is an ARM instance type; the '
        "platform's images are built for x86-64. Write an EC2 instance type, for example "
        '"r5.large".',
        instanceTypes=["r5.large", "r6g.large"],
    ),
    _group(
        "ARM instance type with local storage",
        'cellscope:nodeGroups[0].instanceTypes[0] = "m7gd.xlarge": is an ARM instance type; the '
        "platform's images are built for x86-64",
        instanceTypes=["m7gd.xlarge"],
    ),
    _group(
        "ARM instance type of the first generation",
        'cellscope:nodeGroups[0].instanceTypes[0] = "a1.large": is an ARM instance type; the '
        "platform's images are built for x86-64",
        instanceTypes=["a1.large"],
    ),
    _group(
        "instance type twice",
        'cellscope:nodeGroups[0].instanceTypes[1] = "r5.large": is a duplicate of [0]. Remove '
        "one of them.",
        instanceTypes=["r5.large", "r5.large"],
    ),
    _group(
        "capacity in lower case",
        'cellscope:nodeGroups[0].capacity = "spot": is not an allowed value. Write the capacity '
        'type: ON_DEMAND, or SPOT for nodes that AWS may interrupt, for example "ON_DEMAND".',
        capacity="spot",
    ),
    # Sizes
    _group(
        "minimum of zero nodes",
        "cellscope:nodeGroups[0].minSize = 0: is out of range. Write the minimum number of "
        "nodes, at least 1, for example 2.",
        minSize=0,
    ),
    _group(
        "maximum below minimum",
        "cellscope:nodeGroups[0].maxSize = 2: must not be less than minSize. Write the maximum "
        "number of nodes, minSize or more, for example 4.",
        minSize=3,
        maxSize=2,
    ),
    _group(
        "maximum above the EKS limit",
        "cellscope:nodeGroups[0].maxSize = 451: is out of range",
        maxSize=451,
    ),
    _group(
        "minimum as a word, maximum of zero",
        "cellscope:nodeGroups[0].maxSize = 0: is out of range",
        'cellscope:nodeGroups[0].minSize = "two": must be an integer',
        minSize="two",
        maxSize=0,
    ),
    _group(
        "disk too small",
        "cellscope:nodeGroups[0].diskSize = 19: is out of range. Write the disk size of a "
        "node in GiB, 20 to 16384, for example 80.",
        diskSize=19,
    ),
    _group(
        "disk too large",
        "cellscope:nodeGroups[0].diskSize = 16385: is out of range",
        diskSize=16385,
    ),
    _group(
        "disk with its unit",
        'cellscope:nodeGroups[0].diskSize = "80 GiB": must be an integer',
        diskSize="80 GiB",
    ),
    _group(
        "maxUnavailable of zero",
        "cellscope:nodeGroups[0].maxUnavailable = 0: is out of range. Write the maximum "
        "number of nodes that are unavailable during an update, 1 to 100, for example 1.",
        maxUnavailable=0,
    ),
    # Labels and taints
    _group(
        "label with a space",
        'cellscope:nodeGroups[0].labels.workload = "batch jobs": has an invalid format. Write '
        'the value of a label, for example "batch".',
        labels={"workload": "batch jobs"},
    ),
    _group(
        "label is a boolean",
        "cellscope:nodeGroups[0].labels.batch = true: must be a string",
        labels={"batch": True},
    ),
    _group(
        "label key with a space",
        'cellscope:nodeGroups[0].labels = {"two words": "x"}: has an invalid Kubernetes label '
        "key. Write the Kubernetes labels of the nodes",
        labels={"two words": "x"},
    ),
    _group(
        "labels given as a list",
        'cellscope:nodeGroups[0].labels = ["workload"]: must be a mapping. Write the Kubernetes '
        'labels of the nodes, for example {"workload": "batch"}.',
        labels=["workload"],
    ),
    _taint(
        "taint effect as Kubernetes spells it",
        'cellscope:nodeGroups[0].taints[0].effect = "NoSchedule": is not an allowed value. Write '
        "the taint's effect: NO_SCHEDULE, NO_EXECUTE or PREFER_NO_SCHEDULE, for example "
        '"NO_SCHEDULE".',
        effect="NoSchedule",
    ),
    _taint(
        "taint without its effect", "cellscope:nodeGroups[0].taints[0].effect: missing", effect=None
    ),
    _taint(
        "taint with a bad key",
        'cellscope:nodeGroups[0].taints[0].key = "/": has an invalid format. Write the taint\'s '
        'key, for example "dedicated".',
        key="/",
    ),
    _taint(
        "taint with a bad value",
        'cellscope:nodeGroups[0].taints[0].value = "batch jobs": has an invalid format. Write '
        'the taint\'s value, for example "batch".',
        value="batch jobs",
    ),
    _taint(
        "taint with a key of tolerations",
        "cellscope:nodeGroups[0].taints[0].operator: unknown key. Valid keys: key, value, effect.",
        operator="Exists",
    ),
    _group(
        "taint as a string",
        'cellscope:nodeGroups[0].taints[0] = "dedicated=batch:NoSchedule": must be a mapping. '
        'Write a taint, for example {"effect": "NO_SCHEDULE", "key": "dedicated", "value": '
        '"batch"}.',
        taints=["dedicated=batch:NoSchedule"],
    ),
    _group(
        "taint twice",
        'cellscope:nodeGroups[0].taints[1] = {"key": "dedicated", "value": "batch", "effect": '
        '"NO_EXECUTE"}: is a duplicate of [0]. Remove one of them.',
        taints=[_TAINT, _TAINT],
    ),
    # Keys
    _group(
        "nested key in snake case",
        'cellscope:nodeGroups[0].min_size: unknown key. Did you mean "minSize"?',
        minSize=None,
        min_size=2,
    ),
    _group(
        "nested key in the singular",
        'cellscope:nodeGroups[0].instanceType: unknown key. Did you mean "instanceTypes"?',
        instanceTypes=None,
        instanceType="r5.large",
    ),
    _group(
        "unknown key of a node group",
        "cellscope:nodeGroups[0].zzz: unknown key. Valid keys: name, instanceTypes, capacity, "
        "minSize, maxSize, diskSize, labels, taints, maxUnavailable.",
        zzz=1,
    ),
)
