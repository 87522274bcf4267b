"""Prepared changes of the nodes and the version of the cluster."""

from tests.delivery.report.prepared.change import Edit, PreparedChange, added_to_both, in_both

_ANOTHER_GROUP = """\
      diskSize: 80
    - name: memory
      instanceTypes: [r6i.large]
      capacity: SPOT
      minSize: 1
      maxSize: 2
      diskSize: 80
"""

NODE_CHANGES = (
    PreparedChange("node-type-changed", False, in_both("r5.large", "r5.xlarge")),
    PreparedChange("node-disk-grown", False, in_both("diskSize: 80", "diskSize: 120")),
    PreparedChange("node-group-added", True, in_both("      diskSize: 80\n", _ANOTHER_GROUP)),
    PreparedChange(
        "node-size-down",
        False,
        in_both("minSize: 2\n      maxSize: 4", "minSize: 1\n      maxSize: 2"),
    ),
    PreparedChange("node-size-up", True, in_both("maxSize: 4", "maxSize: 8")),
    PreparedChange(
        "default-tag-added",
        False,
        (
            Edit(
                "estate/ownership.py",
                '        "Project": PROJECT,\n',
                '        "CostCenter": "research",\n        "Project": PROJECT,\n',
            ),
        ),
    ),
    PreparedChange(
        "kubernetes-upgraded", False, added_to_both('  cellscope:kubernetesVersion: "1.36"')
    ),
    PreparedChange(
        "addon-downgraded",
        False,
        (Edit("Pulumi.yaml", "coredns: v1.13.1-eksbuild.1", "coredns: v1.12.4-eksbuild.1"),),
    ),
    PreparedChange("node-size-invalid", False, in_both("diskSize: 80", "diskSize: large")),
)
