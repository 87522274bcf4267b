"""An IAM group of people, what they may do, and who they are."""

import json
from dataclasses import dataclass

from pulumi import ComponentResource, Output, ResourceOptions
from pulumi_aws import iam

from components.options import child
from components.role_documents import permissions_document
from estate.access_groups import AccessGroup as Declaration
from estate.access_groups import policy_name
from estate.naming import access_group_name
from estate.ownership import Owner, ownership_tags
from settings import AccessGroupName, PlatformSettings


@dataclass(frozen=True)
class AccessGroupArgs:
    """The declared group, and the stack's settings, whose people name their groups."""

    declaration: Declaration
    settings: PlatformSettings


class AccessGroup(ComponentResource):
    """A group with policies of its own and of AWS, and exactly those members whom the settings say.

    Makes `aws.iam.Group`; for each declared policy an `aws.iam.Policy` (`<name>-<policy>`); a
    `GroupPolicyAttachment` (`<name>-<policy>`) for each of these and of AWS's; and an
    `aws.iam.GroupMembership`, without members too: nobody else adds any, and the last one leaves.

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
        iam.GroupMembership(
            name,
            name=physical_name,
            group=group.name,
            users=members_of(declaration.name, settings),
            opts=child(self),
        )
        self.group_name: Output[str] = group.name
        self.arn: Output[str] = group.arn
        self.register_outputs({"group_name": self.group_name, "arn": self.arn})


def members_of(group: AccessGroupName, settings: PlatformSettings) -> list[str]:
    """The IAM users, without their paths, of all who name the group; sorted, so that no order in
    the lists shows as a change.
    """
    return sorted(person.username for person in settings.people if group in person.access_groups)
