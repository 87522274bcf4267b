"""The cluster's aws-auth mappings and access entries, as functions of the settings.

An access entry takes precedence over aws-auth and needs a role's ARN with its path. aws-auth needs
a role's ARN without its path, and a user's ARN with it.
https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html
"""

from operator import attrgetter

from pulumi_aws import eks
from pulumi_eks import (
    AccessEntryArgs,
    AccessPolicyAssociationArgs,
    RoleMappingArgs,
    UserMappingArgs,
)

from estate.account.account import role_arn
from iam.aws_auth import CLUSTER_ADMIN
from settings import (
    READ_ROLE,
    SANDBOX,
    Authentication,
    Environment,
    KubernetesGroup,
    Person,
    PlatformSettings,
)

SYSTEM_MASTERS = "system:masters"
"""The Kubernetes group with all rights; access entries cannot use it."""

VIEW = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminViewPolicy"
"""The access policy to read all objects, also the Secrets that contain Helm's releases.

https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
"""

ADMIN = "admin"
"""The key of the only access policy in an access entry."""


def user_mappings(settings: PlatformSettings) -> list[UserMappingArgs]:
    """Returns an aws-auth mapping for each person, sorted by name to keep changes small."""
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
    """Returns an aws-auth mapping for each IAM role of the settings, sorted by name."""
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
    """Returns the access entries of the account's roles, and with mode API all others.

    The account's roles keep access even if aws-auth is wrong. The keys name the entries within the
    stack by principal, so that a role keeps its entry if its purpose changes.
    """
    admins = (*deploy_roles(settings), settings.break_glass_role)
    entries = {entry_key(role): _admin(role_arn(role, settings)) for role in admins}
    entries[entry_key(READ_ROLE)] = _with_policy(VIEW, role_arn(READ_ROLE, settings))
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


def deploy_roles(settings: PlatformSettings) -> list[str]:
    """Returns the roles that deploy into the cluster; sandboxes are in staging's."""
    sandboxes = [SANDBOX] if settings.environment is Environment.STAGING else []
    return [settings.deploy_role_of(one) for one in (settings.environment, *sandboxes)]


def entry_key(role: str) -> str:
    """Returns the key of a role's access entry: its name without path, unique in the account."""
    return f"role-{role.rpartition('/')[2]}"


def _user_arn(person: Person, settings: PlatformSettings) -> str:
    return f"arn:aws:iam::{settings.account_id}:user/{person.name}"


def _admin(arn: str, username: str | None = None) -> AccessEntryArgs:
    return _with_policy(CLUSTER_ADMIN, arn, username)


def _with_policy(policy_arn: str, arn: str, username: str | None = None) -> AccessEntryArgs:
    policy = AccessPolicyAssociationArgs(
        policy_arn=policy_arn,
        access_scope=eks.AccessPolicyAssociationAccessScopeArgs(type="cluster"),
    )
    return AccessEntryArgs(principal_arn=arn, username=username, access_policies={ADMIN: policy})


def _member(arn: str, username: str, *groups: KubernetesGroup) -> AccessEntryArgs:
    return AccessEntryArgs(
        principal_arn=arn, username=username, kubernetes_groups=[group.value for group in groups]
    )
