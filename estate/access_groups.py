"""The people's access groups (estate, 5). Who is in them stands in the stack files.

Engineers used to have ten of AWS's policies. Those that let them change things reached every
environment; rights of our own stand in their place. For CloudFormation there are none at all: this
program makes what its stacks made, and other stacks' parameters are not everybody's to read.
"""

from dataclasses import dataclass

from estate.data_ingest_rights import DATA_INGEST_RIGHTS
from estate.engineer_rights import DATA_RIGHTS, MESSAGE_RIGHTS
from estate.monitoring_rights import MONITORING_RIGHTS
from estate.naming import physical_name
from estate.operations_rights import OPERATIONS_RIGHTS, PIPELINE_RIGHTS
from estate.rights import PolicyStatement
from estate.self_service_rights import SELF_SERVICE_RIGHTS
from settings import AccessGroupName, StackSettings

_AWS = "arn:aws:iam::aws:policy"


@dataclass(frozen=True)
class GroupPolicy:
    """A part of what a group may do, which fits into one of IAM's managed policies.

    Raises ValueError if there is no right, or if two share a sid.
    """

    name: str
    rights: tuple[PolicyStatement, ...]

    def __post_init__(self) -> None:
        sids = [right.sid for right in self.rights]
        twice = sorted({sid for sid in sids if sids.count(sid) > 1})
        if twice:
            raise ValueError(
                f"Policy {self.name!r}: {', '.join(twice)} names more than one right; rename one"
            )
        if not sids:
            raise ValueError(f"Policy {self.name!r} lets nobody do anything: give it a right")


@dataclass(frozen=True)
class AccessGroup:
    """An IAM group of people; `managed_policies` are ARNs of policies that AWS keeps up to date."""

    name: AccessGroupName
    policies: tuple[GroupPolicy, ...]
    managed_policies: tuple[str, ...] = ()


def policy_name(group: AccessGroup, policy: GroupPolicy, settings: StackSettings) -> str:
    """The IAM policy of a part of a group's rights, `<group>-<part>-<environment>`."""
    return physical_name(f"{group.name}-{policy.name}", settings)


_SELF_SERVICE = GroupPolicy("self-service", SELF_SERVICE_RIGHTS)
"""In every group: who cannot change a password or set up MFA goes on without."""

ACCESS_GROUPS = (
    AccessGroup(
        AccessGroupName.ENGINEER,
        (
            GroupPolicy("data", DATA_RIGHTS),
            GroupPolicy("work", (*MESSAGE_RIGHTS, *PIPELINE_RIGHTS)),
            GroupPolicy("operations", (*OPERATIONS_RIGHTS, *MONITORING_RIGHTS)),
            _SELF_SERVICE,
        ),
        # All of them show how things are set up, in the whole account, and nobody's data.
        (
            f"{_AWS}/AWSXrayReadOnlyAccess",
            f"{_AWS}/AmazonEC2ContainerRegistryReadOnly",
            f"{_AWS}/AmazonRoute53ReadOnlyAccess",
            f"{_AWS}/ElasticLoadBalancingReadOnly",
            f"{_AWS}/ServiceQuotasReadOnlyAccess",
        ),
    ),
    AccessGroup(
        AccessGroupName.BIOINFORMATICS_DATA_INGEST,
        (GroupPolicy("uploads", DATA_INGEST_RIGHTS), _SELF_SERVICE),
    ),
)
