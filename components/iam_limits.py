"""IAM's limits, checked before anything is registered. Pure functions.

The figures are the defaults of the IAM guide, "IAM and AWS STS quotas"; a document is counted
without its white space.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pulumi

from components.account_policies import trust_policy
from components.boundaries import boundaries
from components.platform_policies import aws_role_trust_policy
from components.resource_policies import Document
from components.role_documents import permissions_document, trust_document
from estate.access_groups import ACCESS_GROUPS, AccessGroup, policy_name
from estate.account_roles import account_roles
from estate.aws_roles import AWS_ROLES
from estate.controller_roles import CONTROLLER_ROLES
from estate.naming import access_group_name, physical_name, role_name
from estate.rights import ServiceRole
from estate.service_roles import SERVICE_ROLES
from settings import AccountSettings, PlatformSettings, StackSettings


@dataclass(frozen=True)
class Limit:
    """The most that IAM takes of something, the unit that it is counted in, and a way out."""

    most: int
    unit: str
    remedy: str


_NAME = "characters in its name"
_TEXT = "characters without white space"

MANAGED_POLICY = Limit(6_144, _TEXT, "Move rights to another policy of the same group.")
INLINE_POLICIES = Limit(10_240, _TEXT, "Name fewer resources, or patterns that cover several.")
TRUST_POLICY = Limit(2_048, _TEXT, "Trust fewer subjects, or split the role in two.")
GROUP_POLICIES = Limit(10, "managed policies", "Merge two of them, or let one of AWS's go.")
ROLE_POLICIES = Limit(10, "managed policies", "Write what is used of one as rights of the role.")
USER_GROUPS = Limit(10, "access groups", "Leave those out whose rights another one has as well.")
GROUP_NAME = Limit(128, _NAME, "Shorten it.")
POLICY_NAME = Limit(128, _NAME, "Shorten it.")
ROLE_NAME = Limit(64, _NAME, "Shorten it.")


@dataclass(frozen=True)
class Measure:
    """How much there is of what IAM limits; `file` declares it, `of` says whose it is."""

    file: str
    of: str
    number: int
    limit: Limit

    def line(self) -> str:
        """For people: where, what, how much, and the remedy."""
        limit = self.limit
        return (
            f"{self.file}: {self.of}: {self.number} {limit.unit}; IAM takes {limit.most}."
            f" {limit.remedy}"
        )


class LimitError(pulumi.RunError):
    """All that IAM would refuse. The engine prints it without a traceback."""

    def __init__(self, exceeded: Iterable[Measure]) -> None:
        lines = sorted(one.line() for one in exceeded)
        count = "1 limit is" if len(lines) == 1 else f"{len(lines)} limits are"
        headline = f"{count} exceeded that IAM sets, nothing was changed."
        super().__init__("\n  ".join([headline, *lines]))


def check(measures: Iterable[Measure]) -> None:
    """Raise LimitError, with a line for each, if anything is more than IAM takes."""
    exceeded = [one for one in measures if one.number > one.limit.most]
    if exceeded:
        raise LimitError(exceeded)


def check_limits(settings: PlatformSettings) -> None:
    """Raise LimitError if a group, a role or a person of the environment is beyond IAM's limits."""
    groups = [one for group in ACCESS_GROUPS for one in group_measures(group, settings)]
    roles = [
        one
        for file, declared in (
            ("service_roles", SERVICE_ROLES),
            ("controller_roles", CONTROLLER_ROLES),
        )
        for role in declared
        for one in _service_role_measures(f"estate/{file}.py", role, settings)
    ]
    of_aws = [
        one
        for role in AWS_ROLES
        for one in role_measures(
            "estate/aws_roles.py",
            physical_name(role.name, settings),
            trust=aws_role_trust_policy(role, settings, external_id=role.name),
            inline=[permissions_document(role.rights, settings)] if role.rights else [],
            managed_policies=role.managed_policies,
        )
    ]
    check([*groups, *roles, *of_aws, *people_measures(settings)])


def check_account_limits(settings: AccountSettings) -> None:
    """Raise LimitError if a role or a boundary of the account is beyond IAM's limits."""
    file = "estate/account_roles.py"
    roles = [
        one
        for role in account_roles(settings)
        for one in role_measures(
            file,
            role.name,
            trust=trust_policy(role, settings),
            inline=[permissions_document(role.rights, settings)],
            managed_policies=role.managed_policies,
        )
    ]
    limits = [
        one
        for name, document in boundaries(settings).items()
        for one in policy_measures("components/boundaries.py", "boundary", name, document)
    ]
    check([*roles, *limits])


def group_measures(group: AccessGroup, settings: StackSettings) -> Iterator[Measure]:
    """An access group's name, its policies and how many there are with those of AWS."""
    file, name = "estate/access_groups.py", access_group_name(group.name, settings)
    whose = f"group {name!r}"
    yield Measure(file, whose, len(name), GROUP_NAME)
    number = len(group.policies) + len(group.managed_policies)
    yield Measure(file, whose, number, GROUP_POLICIES)
    for policy in group.policies:
        document = permissions_document(policy.rights, settings)
        policy_of_group = policy_name(group, policy, settings)
        yield from policy_measures(file, whose, policy_of_group, document)


def policy_measures(file: str, whose: str, name: str, document: Document) -> Iterator[Measure]:
    """A managed policy's name and document; `whose` says what it is attached to."""
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
    """A role's name, who may take it, and its inline and managed policies."""
    whose = f"role {name!r}"
    yield Measure(file, whose, len(name), ROLE_NAME)
    yield Measure(file, f"{whose}, trust policy", length(trust), TRUST_POLICY)
    total = sum(length(document) for document in inline)
    yield Measure(file, f"{whose}, inline policies", total, INLINE_POLICIES)
    yield Measure(file, whose, len(managed_policies), ROLE_POLICIES)


def people_measures(settings: PlatformSettings) -> Iterator[Measure]:
    """How many groups of the environment each person is in."""
    file = f"Pulumi.{settings.environment}.yaml"
    for person in settings.people:
        yield Measure(file, f"user {person.name!r}", len(person.access_groups), USER_GROUPS)


def length(document: Document) -> int:
    """The document's characters, as IAM counts them."""
    return len(re.sub(r"\s", "", json.dumps(document)))


def _service_role_measures(
    file: str, role: ServiceRole, settings: StackSettings
) -> Iterator[Measure]:
    # The issuer is known when there is a cluster; all are as long (EKS guide, "IAM OIDC provider").
    issuer = f"oidc.eks.{settings.region}.amazonaws.com/id/{'0' * 32}"
    provider = f"arn:aws:iam::{settings.account_id}:oidc-provider/{issuer}"
    yield from role_measures(
        file,
        role_name(role.name, settings),
        trust=trust_document(provider, issuer, role.subject),
        inline=[permissions_document(role.rights, settings)] if role.rights else [],
        managed_policies=role.managed_policies,
    )
