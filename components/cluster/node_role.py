"""The IAM role of all nodes."""

import json

from pulumi import ComponentResource, Output, ResourceOptions
from pulumi_aws import iam

from components.identity.platform_policies import instance_trust_policy
from components.options import child
from estate.account.account import boundary_arn
from estate.naming import physical_name
from estate.ownership import Owner, ownership_tags
from settings import PlatformSettings

_POLICIES = (
    "AmazonEC2ContainerRegistryPullOnly",
    "AmazonEKSWorkerNodePolicy",
    "AmazonSSMManagedInstanceCore",
)
"""Policies to join the cluster, pull images and use Session Manager instead of SSH.

The CNI policy is not among them, because the add-on vpc-cni has a separate role.
https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html
"""


class NodeRole(ComponentResource):
    """Creates `aws.iam.Role` with a `RolePolicyAttachment` for each managed policy.

    Outputs: `arn`, `role_name`.
    """

    def __init__(
        self, name: str, settings: PlatformSettings, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("cellscope:cluster:NodeRole", name, None, opts)
        role = iam.Role(
            name,
            name=physical_name(name, settings),
            description="Role of all nodes of the cluster",
            assume_role_policy=json.dumps(instance_trust_policy()),
            permissions_boundary=boundary_arn(settings),
            tags=ownership_tags(Owner.PLATFORM),
            opts=child(self),
        )
        self.role_name: Output[str] = role.name
        for policy in _POLICIES:
            iam.RolePolicyAttachment(
                policy,
                role=role.name,
                policy_arn=f"arn:aws:iam::aws:policy/{policy}",
                opts=child(self),
            )
        self.arn: Output[str] = role.arn
        self.register_outputs({"arn": self.arn, "role_name": self.role_name})
