"""An IAM group of people with its policies, in the stack `account`.

So a deploy role cannot widen the rights of people: IAM cannot limit what it writes into a policy.
"""

import json
from dataclasses import dataclass

from pulumi import ComponentResource, Output, ResourceOptions
from pulumi_aws import iam

from components.identity.role_documents import permissions_document
from components.options import child
from estate.identity.access_groups import AccessGroup as Declaration
from estate.identity.access_groups import policy_name
from estate.naming import access_group_name
from estate.ownership import Owner, ownership_tags
from settings import StackSettings


@dataclass(frozen=True)
class AccessGroupArgs:
    """The declared group, and the settings of its environment."""

    declaration: Declaration
    settings: StackSettings


class AccessGroup(ComponentResource):
    """An IAM group with customer and AWS managed policies; its environment has the members.

    Creates `aws.iam.Group`, an `aws.iam.Policy` (`<name>-<policy>`) for each declared policy, and a
    `GroupPolicyAttachment` (`<name>-<policy>`) for each of these and each AWS managed policy.

    Outputs: `group_name`, `arn`.
    """

    def __init__(
        self, name: str, args: AccessGroupArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("cellscope:access:AccessGroup", name, None, opts)
        declaration, settings = args.declaration, args.settings
        physical_name = access_group_name(declaration.name, settings)
        group = iam.Group(name, name=physical_name, opts=child(self))
        attached = {
            policy.name: iam.Policy(
                f"{name}-{policy.name}",
                name=policy_name(declaration, policy, settings),
                description=f"What the people in {physical_name} may do: {policy.name}",
                policy=json.dumps(permissions_document(policy.rights, settings)),
                tags=ownership_tags(Owner.PLATFORM),
                opts=child(self),
            ).arn
            for policy in declaration.policies
        } | {arn.rpartition("/")[2]: arn for arn in declaration.managed_policies}
        for policy, policy_arn in attached.items():
            iam.GroupPolicyAttachment(
                f"{name}-{policy}", group=group.name, policy_arn=policy_arn, opts=child(self)
            )
        self.group_name: Output[str] = group.name
        self.arn: Output[str] = group.arn
        self.register_outputs({"group_name": self.group_name, "arn": self.arn})
