"""A managed node group, which is replaced before its old nodes are drained."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pulumi import (
    ComponentResource,
    Input,
    InvokeOutputOptions,
    Output,
    ResourceHook,
    ResourceHookArgs,
    ResourceHookBinding,
    ResourceOptions,
    RunError,
)
from pulumi_aws import ec2, eks

from components.cluster.node_scaling import Scaling, declared_scaling
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
    """The declared group, the stack's settings, the nodes' role and their subnets.

    `present` are the numbers of nodes that run, by the physical names of their groups.
    """

    declaration: Declaration
    settings: PlatformSettings
    role_arn: Input[str]
    subnet_ids: list[Output[str]]
    present: Mapping[str, Scaling] = field(default_factory=dict[str, Scaling])


class NodeGroup(ComponentResource):
    """Creates `aws.ec2.LaunchTemplate` and `aws.eks.NodeGroup`, whose name contains a hash.

    A change to an immutable property creates a new group, waits until it is ready, and then drains
    and deletes the old one. Sizes, labels, taints and versions are updated in place. The Cluster
    Autoscaler controls the number of nodes, which no update changes.

    Outputs: `node_group_name`, `scaling_group_name` (that of EC2 Auto Scaling).
    """

    def __init__(self, name: str, args: NodeGroupArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("cellscope:cluster:NodeGroup", name, None, opts)
        group, settings = args.declaration, args.settings
        tags = ownership_tags(Owner.PLATFORM)
        template = self._launch_template(name, args)
        physical_name = node_group_name(group, settings)
        scaling = declared_scaling(group, physical_name, args.present)
        present = args.present.get(physical_name)
        nodes = eks.NodeGroup(
            name,
            node_group_name=physical_name,
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
                "desired_size": scaling.desired,
                "max_size": scaling.maximum,
                "min_size": scaling.minimum,
            },
            update_config={"max_unavailable": group.max_unavailable},
            node_repair_config={"enabled": True},
            labels=dict(group.labels),
            taints=[
                {"key": taint.key, "value": taint.value, "effect": taint.effect.value}
                for taint in group.taints
            ],
            tags=tags,
            opts=ResourceOptions(
                parent=self,
                # A change of the desired number alone is the Cluster Autoscaler's.
                ignore_changes=["scalingConfig.desiredSize"]
                if present and present.has_limits_of(scaling)
                else None,
                hooks=ResourceHookBinding(
                    before_update=[ResourceHook(f"{name}-number-of-nodes", self._check_number)]
                ),
            ),
        )
        self.node_group_name: Output[str] = nodes.node_group_name
        self.scaling_group_name: Output[str] = nodes.resources[0].autoscaling_groups[0].name
        self.register_outputs(
            {
                "node_group_name": self.node_group_name,
                "scaling_group_name": self.scaling_group_name,
            }
        )

    async def _check_number(self, args: ResourceHookArgs) -> None:
        """Raises RunError if an update would change the number of nodes within the limits."""
        before, new = args.old_inputs or {}, args.new_inputs or {}
        if before["scalingConfig"] == new["scalingConfig"]:
            return
        cluster, group = new["clusterName"], new["nodeGroupName"]
        sent = Scaling.of_config(new["scalingConfig"])
        options = InvokeOutputOptions(parent=self)
        found = await eks.get_node_group_output(cluster, group, opts=options).future()
        nodes = found.scaling_configs[0].desired_size if found else sent.desired
        if sent != Scaling.nearest(sent.minimum, sent.maximum, nodes):
            raise RunError(
                f"Node group {group} of {cluster} was not changed: it has {nodes} nodes and would"
                f" get {sent.desired}, because they or their limits were changed outside Pulumi."
                f" Refresh the node group, then deploy again: pulumi refresh --target '{args.urn}'"
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
