"""An IAM group of people with its policies and members."""

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
from settings import AccessGroupName, PlatformSettings


@dataclass(frozen=True)
class AccessGroupArgs:
    """The declared group, and the stack's settings, which list the people and their groups."""

    declaration: Declaration
    settings: PlatformSettings


class AccessGroup(ComponentResource):
    """An IAM group with customer and AWS managed policies; its members are exactly the settings'.

    Creates `aws.iam.Group`, an `aws.iam.Policy` (`<name>-<policy>`) for each declared policy, a
    `GroupPolicyAttachment` (`<name>-<policy>`) for each of these and each AWS managed policy, and
    `aws.iam.GroupMembership`. The membership exists even without members, so that the last member
    is removed from the group.

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
    """Returns the names, without paths, of the IAM users in the group.

    They are sorted, so that a different order in the settings does not show as a change.
    """
    return sorted(person.username for person in settings.people if group in person.access_groups)
