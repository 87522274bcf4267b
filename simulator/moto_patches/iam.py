"""IAM is eventually consistent: services see a new role, and a new policy of it, some time later.

A group with members or policies, and a user with keys, devices or groups, cannot be deleted.
https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
"""

from collections.abc import Callable, Mapping
from typing import Any

from moto.iam.exceptions import DeleteConflictException
from moto.iam.models import IAMBackend, Role, User, iam_backends

from simulator.account.clock import CLOCK

_SECONDS = 60
"""AWS documents no time; the official provider waits two minutes.

https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/eks/consts.go
"""

_CREATION = "creation"

_create = IAMBackend.create_role
_attach = IAMBackend.attach_role_policy


def is_visible(arn: str, policy: str = "") -> bool:
    """Whether services see a role or user, and a managed policy attached to it if one is given.

    They see every principal of another account, because this account does not know those.
    """
    if arn.split(":")[4] not in iam_backends:
        return True
    found = _principal(arn)
    if found is None:
        return False
    changes = [_since(found).get(change, -_SECONDS) for change in (_CREATION, policy)]
    return CLOCK.now() >= max(changes) + _SECONDS


def unique_id(principal_arn: str) -> str | None:
    """The unique id of a role or user, such as `AROA...`; None if it is in another account.

    It is also None for a principal that does not exist. A new principal with the name of a deleted
    one has another id.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
    """
    found = _principal(principal_arn)
    return found.id if found else None


def _principal(arn: str) -> Role | User | None:
    account, resource = arn.split(":")[4:6]
    if account not in iam_backends:
        return None
    backend = iam_backends[account]["aws"]
    existing = backend.users if resource.startswith("user/") else backend.roles
    return next((one for one in existing.values() if one.arn == arn), None)


def has_policy(role_arn: str, policy: str) -> bool:
    """Whether a managed policy is attached to an existing role of the account."""
    role = iam_backends[role_arn.split(":")[4]]["aws"].get_role_by_arn(role_arn)
    return policy in role.managed_policies


def _since(role: Role | User) -> dict[str, float]:
    """When a role was created and each of its policies attached, by ARN."""
    return vars(role).setdefault("since", {})


def _create_and_note(self: IAMBackend, *arguments: Any, **named: Any) -> Role:
    role = _create(self, *arguments, **named)
    _since(role)[_CREATION] = CLOCK.now()
    return role


def _attach_and_note(self: IAMBackend, policy_arn: str, role_name: str) -> None:
    _attach(self, policy_arn, role_name)
    _since(self.get_role(role_name)).setdefault(policy_arn, CLOCK.now())


def _refuse_full_group(self: IAMBackend, group_name: str) -> None:
    # https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroup.html
    group = self.get_group(group_name)
    _refuse(
        {
            "remove users from group": group.users,
            "detach all policies": group.managed_policies,
            "delete policies": group.policies,
        }
    )


def _refuse_used_user(self: IAMBackend, user_name: str) -> None:
    # https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html
    user = self.get_user(user_name)
    _refuse(
        {
            "delete login profile": user.password,
            "delete access keys": user.access_keys,
            "delete MFA device": user.mfa_devices,
            "remove users from group": self.get_groups_for_user(user_name),
        }
    )


def _refuse(contents: Mapping[str, object]) -> None:
    """Refuse to delete what has contents; the keys are the remedies in IAM's words."""
    for remedy, present in contents.items():
        if present:
            raise DeleteConflictException(f"Cannot delete entity, must {remedy} first.")


def _checked(name: str, check: Callable[[IAMBackend, str], None]) -> None:
    """Let a deletion check its resource first, also if another module has patched it."""
    delete = getattr(IAMBackend, name)

    def delete_checked(self: IAMBackend, resource: str) -> None:
        check(self, resource)
        delete(self, resource)

    setattr(IAMBackend, name, delete_checked)


def install() -> None:
    """Patch moto in this process."""
    IAMBackend.create_role = _create_and_note
    IAMBackend.attach_role_policy = _attach_and_note
    _checked("delete_group", _refuse_full_group)
    _checked("delete_user", _refuse_used_user)
