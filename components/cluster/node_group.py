"""A managed node group, which is replaced before its old nodes are drained."""

from dataclasses import dataclass
from typing import Any

from pulumi import ComponentResource, Input, Output, ResourceOptions
from pulumi_aws import ec2, eks

from components.options import child
from estate.cluster.node_groups import AMI_TYPE, node_group_name
from estate.naming import cluster_name
from estate.ownership import Owner, default_tags, ownership_tags
from settings import NodeGroup as Declaration
from settings import PlatformSettings

_ROOT_DEVICE = "/dev/xvda"
"""The root volume's device name in Amazon Linux 2023."""


@dataclass(frozen=True)
class NodeGroupArgs:
    """The declared group, the stack's settings, the nodes' role and their subnets."""

    declaration: Declaration
    settings: PlatformSettings
    role_arn: Input[str]
    subnet_ids: list[Output[str]]


class NodeGroup(ComponentResource):
    """Creates `aws.ec2.LaunchTemplate` and `aws.eks.NodeGroup`, whose name contains a hash.

    A change to an immutable property creates a new group, waits until it is ready, and then drains
    and deletes the old one. Sizes, labels, taints and versions are updated in place. The Cluster
    Autoscaler controls the number of nodes, so changes of it are ignored.

    Outputs: `node_group_name`, `scaling_group_name` (that of EC2 Auto Scaling).
    """

    def __init__(self, name: str, args: NodeGroupArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("cellscope:cluster:NodeGroup", name, None, opts)
        group, settings = args.declaration, args.settings
        tags = ownership_tags(Owner.PLATFORM)
        template = self._launch_template(name, args)
        nodes = eks.NodeGroup(
            name,
            node_group_name=node_group_name(group, settings),
            cluster_name=cluster_name(settings),
            node_role_arn=args.role_arn,
            subnet_ids=args.subnet_ids,
            ami_type=AMI_TYPE,
            capacity_type=group.capacity.value,
            instance_types=list(group.instance_types),
            version=settings.kubernetes_version,
            launch_template={
                "id": template.id,
                "version": template.latest_version.apply(lambda number: str(number)),
            },
            scaling_config={
                "desired_size": group.min_size,
                "max_size": group.max_size,
                "min_size": group.min_size,
            },
            update_config={"max_unavailable": group.max_unavailable},
            node_repair_config={"enabled": True},
            labels=dict(group.labels),
            taints=[
                {"key": taint.key, "value": taint.value, "effect": taint.effect.value}
                for taint in group.taints
            ],
            tags=tags,
            opts=ResourceOptions(parent=self, ignore_changes=["scalingConfig.desiredSize"]),
        )
        self.node_group_name: Output[str] = nodes.node_group_name
        self.scaling_group_name: Output[str] = nodes.resources[0].autoscaling_groups[0].name
        self.register_outputs(
            {
                "node_group_name": self.node_group_name,
                "scaling_group_name": self.scaling_group_name,
            }
        )

    def _launch_template(self, name: str, args: NodeGroupArgs) -> ec2.LaunchTemplate:
        physical_name = f"{cluster_name(args.settings)}-{args.declaration.name}"
        tags: dict[str, Any] = {
            "Name": physical_name,
            **default_tags(args.settings),
            **ownership_tags(Owner.PLATFORM),
        }
        return ec2.LaunchTemplate(
            name,
            name=physical_name,
            description="Nodes that pods cannot pose as, with an encrypted disk",
            update_default_version=True,
            block_device_mappings=[
                {
                    "device_name": _ROOT_DEVICE,
                    "ebs": {
                        "volume_size": args.declaration.disk_size,
                        "volume_type": "gp3",
                        "encrypted": "true",
                        "delete_on_termination": "true",
                    },
                }
            ],
            metadata_options={
                "http_endpoint": "enabled",
                # IMDSv2 with hop limit 1, so that pods cannot reach the node's credentials.
                "http_tokens": "required",
                "http_put_response_hop_limit": 1,
            },
            # Tags of instances and volumes, which the provider's default tags do not cover.
            tag_specifications=[
                {"resource_type": kind, "tags": tags} for kind in ("instance", "volume")
            ],
            tags=ownership_tags(Owner.PLATFORM),
            opts=child(self),
        )
