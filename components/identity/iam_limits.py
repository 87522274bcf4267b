"""Checks IAM's quotas before any resource is registered.

The values are the default quotas. IAM does not count white space in policy documents.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pulumi

from components.account.account_policies import trust_policy
from components.identity.boundaries import boundaries
from components.identity.platform_policies import aws_role_trust_policy
from components.identity.resource_policies import Document
from components.identity.role_documents import permissions_document, trust_document
from estate.account.account import environments
from estate.account.account_roles import account_roles
from estate.identity.access_groups import ACCESS_GROUPS, AccessGroup, policy_name
from estate.identity.aws_roles import AWS_ROLES
from estate.identity.controller_roles import CONTROLLER_ROLES
from estate.identity.rights import ServiceRole
from estate.identity.service_roles import SERVICE_ROLES
from estate.naming import access_group_name, physical_name, role_name
from iam import quotas
from settings import AccountSettings, PlatformSettings, StackSettings


@dataclass(frozen=True)
class Limit:
    """A quota of IAM: the maximum, its unit, and the remedy if it is exceeded."""

    most: int
    unit: str
    remedy: str


_NAME = "characters in its name"
_TEXT = "characters without white space"

MANAGED_POLICY = Limit(
    quotas.MANAGED_POLICY, _TEXT, "Move rights to another policy of the same group."
)
INLINE_POLICIES = Limit(
    quotas.INLINE_POLICIES["role"], _TEXT, "Name fewer resources, or patterns that cover several."
)
TRUST_POLICY = Limit(quotas.TRUST_POLICY, _TEXT, "Trust fewer subjects, or split the role in two.")
GROUP_POLICIES = Limit(
    quotas.ATTACHED_POLICIES,
    "managed policies",
    "Merge two of them, or remove an AWS managed policy.",
)
ROLE_POLICIES = Limit(
    quotas.ATTACHED_POLICIES, "managed policies", "Replace one by rights of the role."
)
USER_GROUPS = Limit(
    quotas.GROUPS_OF_A_USER,
    "access groups",
    "Remove groups whose rights another group includes.",
)
GROUP_NAME = Limit(128, _NAME, "Shorten it.")
POLICY_NAME = Limit(128, _NAME, "Shorten it.")
ROLE_NAME = Limit(64, _NAME, "Shorten it.")


@dataclass(frozen=True)
class Measure:
    """A measured value with its limit; `file` declares the entity, `of` names it."""

    file: str
    of: str
    number: int
    limit: Limit

    def line(self) -> str:
        """The error message: file, entity, value, limit and remedy."""
        limit = self.limit
        return (
            f"{self.file}: {self.of}: {self.number} {limit.unit}; the IAM limit is {limit.most}."
            f" {limit.remedy}"
        )


class LimitError(pulumi.RunError):
    """All exceeded limits; the engine prints the message without a traceback."""

    def __init__(self, exceeded: Iterable[Measure]) -> None:
        lines = sorted(one.line() for one in exceeded)
        count = "1 IAM limit is" if len(lines) == 1 else f"{len(lines)} IAM limits are"
        headline = f"{count} exceeded, nothing was changed."
        super().__init__("\n  ".join([headline, *lines]))


def check(measures: Iterable[Measure]) -> None:
    """Raises LimitError, with a line for each measure that exceeds its limit."""
    exceeded = [one for one in measures if one.number > one.limit.most]
    if exceeded:
        raise LimitError(exceeded)


def check_limits(settings: PlatformSettings) -> None:
    """Raises LimitError if a role or person of the environment exceeds IAM's limits."""
    roles = [
        one
        for file, declared in (
            ("service_roles", SERVICE_ROLES),
            ("controller_roles", CONTROLLER_ROLES),
        )
        for role in declared
        for one in _service_role_measures(f"estate/identity/{file}.py", role, settings)
    ]
    of_aws = [
        one
        for role in AWS_ROLES
        for one in role_measures(
            "estate/identity/aws_roles.py",
            physical_name(role.name, settings),
            trust=aws_role_trust_policy(role, settings, external_id=role.name),
            inline=[permissions_document(role.rights, settings)] if role.rights else [],
            managed_policies=role.managed_policies,
        )
    ]
    check([*roles, *of_aws, *people_measures(settings)])


def check_account_limits(settings: AccountSettings) -> None:
    """Raises LimitError if a group, role or boundary of the account exceeds IAM's limits."""
    file = "estate/account/account_roles.py"
    roles = [
        one
        for role in account_roles(settings)
        for one in role_measures(
            file,
            role.name.rpartition("/")[2],
            trust=trust_policy(role, settings),
            inline=[permissions_document(role.rights, settings)],
            managed_policies=role.managed_policies,
        )
    ]
    groups = [
        one
        for environment in environments(settings)
        for group in ACCESS_GROUPS
        for one in group_measures(group, environment)
    ]
    limits = [
        one
        for name, document in boundaries(settings).items()
        for one in policy_measures("components/identity/boundaries.py", "boundary", name, document)
    ]
    check([*roles, *groups, *limits])


def group_measures(group: AccessGroup, settings: StackSettings) -> Iterator[Measure]:
    """Yields the measures of an access group: name, policies, number of policies."""
    file, name = "estate/identity/access_groups.py", access_group_name(group.name, settings)
    whose = f"group {name!r}"
    yield Measure(file, whose, len(name), GROUP_NAME)
    number = len(group.policies) + len(group.managed_policies)
    yield Measure(file, whose, number, GROUP_POLICIES)
    for policy in group.policies:
        document = permissions_document(policy.rights, settings)
        policy_of_group = policy_name(group, policy, settings)
        yield from policy_measures(file, whose, policy_of_group, document)


def policy_measures(file: str, whose: str, name: str, document: Document) -> Iterator[Measure]:
    """Yields the measures of a managed policy: name and document; `whose` is its principal."""
    of = f"{whose}, policy {name!r}"
    yield Measure(file, of, len(name), POLICY_NAME)
    yield Measure(file, of, length(document), MANAGED_POLICY)


def role_measures(
    file: str,
    name: str,
    *,
    trust: Document,
    inline: Sequence[Document] = (),
    managed_policies: Sequence[str] = (),
) -> Iterator[Measure]:
    """Yields the measures of a role: name, trust policy, inline and managed policies."""
    whose = f"role {name!r}"
    yield Measure(file, whose, len(name), ROLE_NAME)
    yield Measure(file, f"{whose}, trust policy", length(trust), TRUST_POLICY)
    total = sum(length(document) for document in inline)
    yield Measure(file, f"{whose}, inline policies", total, INLINE_POLICIES)
    yield Measure(file, whose, len(managed_policies), ROLE_POLICIES)


def people_measures(settings: PlatformSettings) -> Iterator[Measure]:
    """Yields the number of access groups of each person."""
    file = f"Pulumi.{settings.environment}.yaml"
    for person in settings.people:
        yield Measure(file, f"user {person.name!r}", len(person.access_groups), USER_GROUPS)


def length(document: Document) -> int:
    """Returns the number of characters of the document, without white space."""
    return quotas.length(json.dumps(document))


def _service_role_measures(
    file: str, role: ServiceRole, settings: StackSettings
) -> Iterator[Measure]:
    # The issuer is only known once the cluster exists, but all issuers have the same length.
    issuer = f"oidc.eks.{settings.region}.amazonaws.com/id/{'0' * 32}"
    provider = f"arn:aws:iam::{settings.account_id}:oidc-provider/{issuer}"
    yield from role_measures(
        file,
        role_name(role.name, settings),
        trust=trust_document(provider, issuer, role.subject),
        inline=[permissions_document(role.rights, settings)] if role.rights else [],
        managed_policies=role.managed_policies,
    )
