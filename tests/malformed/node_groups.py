"""Node groups."""

from typing import Any

from tests.malformed.files import NODE_GROUP, Malformed, but, listed, staging

_TAINT = {"key": "dedicated", "value": "batch", "effect": "NO_EXECUTE"}


def _group(name: str, /, *tells: str, **changes: Any) -> Malformed:
    return staging(name, *tells, nodeGroups=listed(but(NODE_GROUP, **changes)))


def _taint(name: str, /, *tells: str, **changes: Any) -> Malformed:
    return _group(name, *tells, taints=[but(_TAINT, **changes)])


NODE_GROUPS = (
    staging(
        "node groups missing",
        "cellscope:nodeGroups: missing. Write the cluster's groups of nodes, for example "
        '[{"capacity": "ON_DEMAND", "diskSize": 80, "instanceTypes": ["r5.large"], "maxSize": 4, '
        '"minSize": 2, "name": "post-scaling-x86"}].',
        nodeGroups=None,
    ),
    staging("no node group", "cellscope:nodeGroups = []: is empty", nodeGroups="[]"),
    staging(
        "node group not in a list",
        'cellscope:nodeGroups = {"name": "batch"}: is not a list',
        nodeGroups="{name: batch}",
    ),
    staging(
        "node group by its name alone",
        'cellscope:nodeGroups[0] = "batch": is not a mapping. Write a group of nodes, for example '
        '{"capacity": "ON_DEMAND", "diskSize": 80, "instanceTypes": ["r5.large"], "maxSize": 4, '
        '"minSize": 2, "name": "post-scaling-x86"}.',
        nodeGroups="[batch]",
    ),
    staging(
        "node group twice",
        'cellscope:nodeGroups[1] = {"name": "post-scaling", "instanceTypes": ["r5.large"], '
        '"capacity": "ON_DEMAN...: repeats [0]. Write it once.',
        nodeGroups=listed(NODE_GROUP, but(NODE_GROUP, diskSize=100)),
    ),
    staging(
        "two node groups, each with mistakes of its own",
        "cellscope:nodeGroups[0].diskSize = 1: has the wrong form",
        'cellscope:nodeGroups[1].capacity = "CHEAP": is not known',
        "cellscope:nodeGroups[1].minSize: missing",
        nodeGroups=listed(
            but(NODE_GROUP, diskSize=1),
            but(NODE_GROUP, name="batch", capacity="CHEAP", minSize=None),
        ),
    ),
    _group(
        "node group in capitals",
        'cellscope:nodeGroups[0].name = "Batch": has the wrong form. Write the group\'s purpose '
        'in lower case with dashes, with which its name begins, for example "post-scaling".',
        name="Batch",
    ),
    _group(
        "node group with a name too long for a hash",
        "cellscope:nodeGroups[0].name = "
        '"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn": has the wrong form',
        name=55 * "n",
    ),
    _group(
        "no instance type",
        "cellscope:nodeGroups[0].instanceTypes = []: is empty. Write the EC2 instance types, the "
        'best first, for example ["r5.large"].',
        instanceTypes=[],
    ),
    _group(
        "instance type without its size",
        'cellscope:nodeGroups[0].instanceTypes[0] = "r5": has the wrong form. Write an EC2 '
        'instance type, for example "r5.large".',
        instanceTypes=["r5"],
    ),
    _group(
        "ARM instance type",
        'cellscope:nodeGroups[0].instanceTypes[1] = "r6g.large": is an ARM type; the platform\'s '
        'images are built for x86-64. Write an EC2 instance type, for example "r5.large".',
        instanceTypes=["r5.large", "r6g.large"],
    ),
    _group(
        "ARM instance type with a disk",
        'cellscope:nodeGroups[0].instanceTypes[0] = "m7gd.xlarge": is an ARM type; the '
        "platform's images are built for x86-64",
        instanceTypes=["m7gd.xlarge"],
    ),
    _group(
        "ARM instance type of the first kind",
        'cellscope:nodeGroups[0].instanceTypes[0] = "a1.large": is an ARM type; the platform\'s '
        "images are built for x86-64",
        instanceTypes=["a1.large"],
    ),
    _group(
        "instance type twice",
        'cellscope:nodeGroups[0].instanceTypes[1] = "r5.large": repeats [0]. Write it once.',
        instanceTypes=["r5.large", "r5.large"],
    ),
    _group(
        "capacity in lower case",
        'cellscope:nodeGroups[0].capacity = "spot": is not known. Write the way of buying, '
        'ON_DEMAND, or SPOT for what may be interrupted, for example "ON_DEMAND".',
        capacity="spot",
    ),
    # Sizes
    _group(
        "no node at least",
        "cellscope:nodeGroups[0].minSize = 0: has the wrong form. Write the fewest nodes, at "
        "least 1, for example 2.",
        minSize=0,
    ),
    _group(
        "maximum below minimum",
        "cellscope:nodeGroups[0].maxSize = 2: is below minSize. Write the most nodes, minSize or "
        "more, for example 4.",
        minSize=3,
        maxSize=2,
    ),
    _group(
        "maximum that EKS does not have",
        "cellscope:nodeGroups[0].maxSize = 451: has the wrong form",
        maxSize=451,
    ),
    _group(
        "minimum in words, and no maximum",
        "cellscope:nodeGroups[0].maxSize = 0: has the wrong form",
        'cellscope:nodeGroups[0].minSize = "two": is not a whole number',
        minSize="two",
        maxSize=0,
    ),
    _group(
        "disk too small",
        "cellscope:nodeGroups[0].diskSize = 19: has the wrong form. Write the size of a node's "
        "disk in GiB, 20 to 16384, for example 80.",
        diskSize=19,
    ),
    _group(
        "disk too large",
        "cellscope:nodeGroups[0].diskSize = 16385: has the wrong form",
        diskSize=16385,
    ),
    _group(
        "disk with its unit",
        'cellscope:nodeGroups[0].diskSize = "80 GiB": is not a whole number',
        diskSize="80 GiB",
    ),
    _group(
        "update of no node",
        "cellscope:nodeGroups[0].maxUnavailable = 0: has the wrong form. Write the number of "
        "nodes that an update may replace at once, 1 to 100, for example 1.",
        maxUnavailable=0,
    ),
    # Labels and taints
    _group(
        "label with a space",
        'cellscope:nodeGroups[0].labels.workload = "batch jobs": has the wrong form. Write a '
        'label\'s value, for example "batch".',
        labels={"workload": "batch jobs"},
    ),
    _group(
        "label is a boolean",
        "cellscope:nodeGroups[0].labels.batch = true: is not a text",
        labels={"batch": True},
    ),
    _group(
        "label whose key has a blank",
        'cellscope:nodeGroups[0].labels = {"two words": "x"}: has a key that Kubernetes takes for '
        "no label. Write the labels of the nodes",
        labels={"two words": "x"},
    ),
    _group(
        "labels given as a list",
        'cellscope:nodeGroups[0].labels = ["workload"]: is not a mapping. Write the labels of the '
        'nodes, for example {"workload": "batch"}.',
        labels=["workload"],
    ),
    _taint(
        "taint in the words of Kubernetes",
        'cellscope:nodeGroups[0].taints[0].effect = "NoSchedule": is not known. Write the '
        "taint's effect, NO_SCHEDULE, NO_EXECUTE or PREFER_NO_SCHEDULE, for example "
        '"NO_SCHEDULE".',
        effect="NoSchedule",
    ),
    _taint(
        "taint without its effect", "cellscope:nodeGroups[0].taints[0].effect: missing", effect=None
    ),
    _taint(
        "taint with a bad key",
        'cellscope:nodeGroups[0].taints[0].key = "/": has the wrong form. Write the taint\'s '
        'key, for example "dedicated".',
        key="/",
    ),
    _taint(
        "taint with a bad value",
        'cellscope:nodeGroups[0].taints[0].value = "batch jobs": has the wrong form. Write the '
        'taint\'s value, for example "batch".',
        value="batch jobs",
    ),
    _taint(
        "taint with a toleration's key",
        "cellscope:nodeGroups[0].taints[0].operator: unknown key. Known here: key, value, effect.",
        operator="Exists",
    ),
    _group(
        "taint in one text",
        'cellscope:nodeGroups[0].taints[0] = "dedicated=batch:NoSchedule": is not a mapping. '
        'Write a taint, for example {"effect": "NO_SCHEDULE", "key": "dedicated", "value": '
        '"batch"}.',
        taints=["dedicated=batch:NoSchedule"],
    ),
    _group(
        "taint twice",
        'cellscope:nodeGroups[0].taints[1] = {"key": "dedicated", "value": "batch", "effect": '
        '"NO_EXECUTE"}: repeats [0]. Write it once.',
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
        "nested key like no other",
        "cellscope:nodeGroups[0].zzz: unknown key. Known here: name, instanceTypes, capacity, "
        "minSize, maxSize, diskSize, labels, taints, maxUnavailable.",
        zzz=1,
    ),
)
