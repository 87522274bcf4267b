"""The IAM groups of people and their rights; the stack files list the members.

In the old estate, engineers had ten AWS managed policies. Those that allow changes covered every
environment, so custom policies limited to one environment replace them. There are no rights on
CloudFormation: this program replaces its stacks, and the parameters of other stacks are private.
"""

from dataclasses import dataclass

from estate.identity.data_ingest_rights import DATA_INGEST_RIGHTS
from estate.identity.engineer_rights import DATA_RIGHTS, MESSAGE_RIGHTS
from estate.identity.monitoring_rights import MONITORING_RIGHTS
from estate.identity.operations_rights import OPERATIONS_RIGHTS, PIPELINE_RIGHTS
from estate.identity.rights import PolicyStatement
from estate.identity.self_service_rights import SELF_SERVICE_RIGHTS
from estate.naming import physical_name
from settings import AccessGroupName, StackSettings

_AWS = "arn:aws:iam::aws:policy"


@dataclass(frozen=True)
class GroupPolicy:
    """A part of a group's rights, which becomes one customer managed policy."""

    name: str
    rights: tuple[PolicyStatement, ...]


@dataclass(frozen=True)
class AccessGroup:
    """An IAM group of people; `managed_policies` are ARNs of AWS managed policies."""

    name: AccessGroupName
    policies: tuple[GroupPolicy, ...]
    managed_policies: tuple[str, ...] = ()


def policy_name(group: AccessGroup, policy: GroupPolicy, settings: StackSettings) -> str:
    """Returns the name of a group's IAM policy, `<group>-<part>-<environment>`."""
    return physical_name(f"{group.name}-{policy.name}", settings)


_SELF_SERVICE = GroupPolicy("self-service", SELF_SERVICE_RIGHTS)
"""Part of every group, so that all people can change their password and set up MFA."""

ACCESS_GROUPS = (
    AccessGroup(
        AccessGroupName.ENGINEER,
        (
            GroupPolicy("data", DATA_RIGHTS),
            GroupPolicy("work", (*MESSAGE_RIGHTS, *PIPELINE_RIGHTS)),
            GroupPolicy("operations", (*OPERATIONS_RIGHTS, *MONITORING_RIGHTS)),
            _SELF_SERVICE,
        ),
        # These grant read access to configuration in the whole account, and not to user data.
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
