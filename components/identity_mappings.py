"""Who gets into the cluster, from the typed lists: aws-auth mappings and access entries.

Both are pure functions of the settings. An access entry wins over aws-auth and needs a role's full
path; aws-auth matches roles without path, users with theirs (EKS guide, "Grant IAM users access to
Kubernetes with EKS access entries" and "with a ConfigMap").
"""

from operator import attrgetter

from pulumi_aws import eks
from pulumi_eks import (
    AccessEntryArgs,
    AccessPolicyAssociationArgs,
    RoleMappingArgs,
    UserMappingArgs,
)

from estate.account import role_arn
from settings import Authentication, KubernetesGroup, Person, PlatformSettings

SYSTEM_MASTERS = "system:masters"
"""Kubernetes' own group that may do everything; access entries may not name it."""

CLUSTER_ADMIN = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"
"""What an access entry has instead of `system:masters` (EKS guide, "Review access policies")."""

ADMIN = "admin"
"""The key of that policy within an entry."""


def user_mappings(settings: PlatformSettings) -> list[UserMappingArgs]:
    """An aws-auth row for each person, sorted by name so that no row moves for another's sake."""
    if settings.cluster_authentication is Authentication.API:
        return []
    groups = dict.fromkeys(settings.admins, SYSTEM_MASTERS)
    groups |= dict.fromkeys(settings.users, KubernetesGroup.READ_ONLY.value)
    return [
        UserMappingArgs(
            user_arn=_user_arn(person, settings), username=person.username, groups=[groups[person]]
        )
        for person in sorted(groups, key=attrgetter("username"))
    ]


def role_mappings(settings: PlatformSettings) -> list[RoleMappingArgs]:
    """An aws-auth row for each IAM role that works in the cluster, sorted by name."""
    if settings.cluster_authentication is Authentication.API:
        return []
    return [
        RoleMappingArgs(
            role_arn=role_arn(role.name, settings),
            username=role.username,
            groups=[group.value for group in role.groups],
        )
        for role in sorted(settings.roles, key=attrgetter("name"))
    ]


def access_entries(settings: PlatformSettings) -> dict[str, AccessEntryArgs]:
    """The entries of the roles that no mistake in aws-auth may lock out, and with API all others.

    Keys name the entries within the stack; a role keeps its entry when it takes another's part.
    """
    entries = {
        entry_key(role): _admin(role_arn(role, settings))
        for role in (settings.deploy_role, settings.break_glass_role)
    }
    if settings.cluster_authentication is Authentication.API:
        entries |= {
            f"user-{person.username}": _admin(_user_arn(person, settings), person.username)
            for person in settings.admins
        }
        entries |= {
            f"user-{person.username}": _member(
                _user_arn(person, settings), person.username, KubernetesGroup.READ_ONLY
            )
            for person in settings.users
        }
        entries |= {
            entry_key(role.name): _member(
                role_arn(role.name, settings), role.username, *role.groups
            )
            for role in settings.roles
        }
    return entries


def entry_key(role: str) -> str:
    """The key of a role's access entry: its name without path, which is unique in the account."""
    return f"role-{role.rpartition('/')[2]}"


def _user_arn(person: Person, settings: PlatformSettings) -> str:
    return f"arn:aws:iam::{settings.account_id}:user/{person.name}"


def _admin(arn: str, username: str | None = None) -> AccessEntryArgs:
    policy = AccessPolicyAssociationArgs(
        policy_arn=CLUSTER_ADMIN,
        access_scope=eks.AccessPolicyAssociationAccessScopeArgs(type="cluster"),
    )
    return AccessEntryArgs(principal_arn=arn, username=username, access_policies={ADMIN: policy})


def _member(arn: str, username: str, *groups: KubernetesGroup) -> AccessEntryArgs:
    return AccessEntryArgs(
        principal_arn=arn, username=username, kubernetes_groups=[group.value for group in groups]
    )
