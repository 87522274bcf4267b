"""The quotas of IAM: sizes of policies, and numbers of attachments.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

from typing import Any

from moto.iam.exceptions import LimitExceededException
from moto.iam.responses import IamResponse

from iam.quotas import (
    ATTACHED_POLICIES,
    GROUPS_OF_A_USER,
    INLINE_POLICIES,
    MANAGED_POLICY,
    TRUST_POLICY,
    length,
)
from simulator.moto_patches.quotas.checks import Check, check_before, parameter


def _managed_policy(request: Any) -> None:
    _refuse("PolicySize", length(parameter(request, "PolicyDocument")), MANAGED_POLICY)


def _trust_policy(request: Any) -> None:
    # CreateRole and UpdateAssumeRolePolicy have different names for the document.
    names = ("AssumeRolePolicyDocument", "PolicyDocument")
    _refuse("ACLSizePerRole", sum(length(parameter(request, name)) for name in names), TRUST_POLICY)


def _groups_of_user(request: Any) -> None:
    user, group = parameter(request, "UserName"), parameter(request, "GroupName")
    groups = {one.name for one in request.backend.get_groups_for_user(user)}
    _refuse("GroupsPerUser", len({*groups, group}), GROUPS_OF_A_USER)


def _inline_policies(kind: str) -> Check:
    def check(request: Any) -> None:
        owner, name = _owner(request, kind), parameter(request, "PolicyName")
        policies = {**owner.policies, name: parameter(request, "PolicyDocument")}
        most = INLINE_POLICIES[kind]
        if sum(map(length, policies.values())) > most:
            raise LimitExceededException(
                f"Maximum policy size of {most} bytes exceeded for {kind} {owner.name}"
            )

    return check


def _attached_policies(kind: str) -> Check:
    def check(request: Any) -> None:
        attached = {*_owner(request, kind).managed_policies, parameter(request, "PolicyArn")}
        _refuse(f"PoliciesPer{kind.capitalize()}", len(attached), ATTACHED_POLICIES)

    return check


def _owner(request: Any, kind: str) -> Any:
    name = parameter(request, f"{kind.capitalize()}Name")
    return getattr(request.backend, f"get_{kind}")(name)


def _refuse(quota: str, size: int, most: int) -> None:
    if size > most:
        raise LimitExceededException(f"Cannot exceed quota for {quota}: {most}")


def install() -> None:
    """Patch moto in this process."""
    checks: dict[str, Check] = {
        "create_policy": _managed_policy,
        "create_policy_version": _managed_policy,
        "create_role": _trust_policy,
        "update_assume_role_policy": _trust_policy,
        "add_user_to_group": _groups_of_user,
    }
    for kind in INLINE_POLICIES:
        checks[f"put_{kind}_policy"] = _inline_policies(kind)
        checks[f"attach_{kind}_policy"] = _attached_policies(kind)
    check_before(IamResponse, checks)
