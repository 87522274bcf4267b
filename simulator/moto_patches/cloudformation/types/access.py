"""Types of IAM."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from moto.cloudformation.utils import random_suffix

from simulator.moto_patches.cloudformation.account_calls import AccountCalls
from simulator.moto_patches.cloudformation.resource_type import (
    Operation,
    Props,
    ResourceType,
    Settle,
    as_text,
)
from simulator.moto_patches.iam import is_visible

_RIGHTS = ("Policies", "ManagedPolicyArns")
_FURTHER = {"user": ("Groups",)}


def _settle(kind: str) -> Settle:
    """Returns a function that gives a role, user or group its policies."""

    def settle(calls: AccountCalls, name: str, properties: Props, before: Props) -> None:
        iam, one = calls.client("iam"), {f"{kind.capitalize()}Name": name}
        for added in _missing(properties, before, "ManagedPolicyArns"):
            getattr(iam, f"attach_{kind}_policy")(**one, PolicyArn=added)
        for removed in _missing(before, properties, "ManagedPolicyArns"):
            _unless_gone(calls, f"detach_{kind}_policy", {**one, "PolicyArn": removed})
        documents, old = _documents(properties), _documents(before)
        for policy, document in documents.items():
            if old.get(policy) != document:
                put = getattr(iam, f"put_{kind}_policy")
                put(**one, PolicyName=policy, PolicyDocument=document)
        for policy in old.keys() - documents.keys():
            _unless_gone(calls, f"delete_{kind}_policy", {**one, "PolicyName": policy})
        if kind == "user":
            for group in _missing(properties, before, "Groups"):
                iam.add_user_to_group(**one, GroupName=group)
            for group in _missing(before, properties, "Groups"):
                _unless_gone(calls, "remove_user_from_group", {**one, "GroupName": group})

    return settle


def _unless_gone(calls: AccountCalls, operation: str, given: Props) -> None:
    """Remove something that may have been removed by hand."""
    with suppress(calls.client("iam").exceptions.NoSuchEntityException):
        calls.call("iam", operation, given)


def _settle_role(calls: AccountCalls, name: str, properties: Props, before: Props) -> None:
    _settle("role")(calls, name, properties, before)
    trust = as_text(properties["AssumeRolePolicyDocument"])
    if before and as_text(before["AssumeRolePolicyDocument"]) != trust:
        given = {"RoleName": name, "PolicyDocument": trust}
        calls.call("iam", "update_assume_role_policy", given)


def _missing(these: Props, those: Props, name: str) -> Iterable[str]:
    return [one for one in these.get(name, ()) if one not in those.get(name, ())]


def _documents(properties: Props) -> Mapping[str, str]:
    policies = properties.get("Policies", ())
    return {one["PolicyName"]: as_text(one["PolicyDocument"]) for one in policies}


def _bare(kind: str) -> Any:
    """Returns a function that deletes a role, user or group after its policies of the template.

    One that has other policies, or a group that has members, cannot be deleted.
    https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html
    """

    def remove(calls: AccountCalls, name: str, properties: Props) -> None:
        _settle(kind)(calls, name, {}, properties)
        calls.call("iam", f"delete_{kind}", {f"{kind.capitalize()}Name": name})

    return remove


def _principal(kind: str) -> ResourceType:
    name = f"{kind.capitalize()}Name"
    return ResourceType(
        service="iam",
        create=f"create_{kind}",
        id=f"{kind.capitalize()}.{name}",
        name=name,
        own=(*_RIGHTS, *_FURTHER.get(kind, ())),
        read=Operation(f"get_{kind}", {name: "Id"}),
        attributes={
            "Arn": f"{kind.capitalize()}.Arn",
            f"{kind.capitalize()}Id": f"{kind.capitalize()}.{kind.capitalize()}Id",
        },
        delete=_bare(kind),
        settle=_settle(kind),
    )


def _put(calls: AccountCalls, _id: str, properties: Props, before: Props) -> None:
    """Write an inline policy of a template's own into its roles, groups and users."""
    iam, document = calls.client("iam"), as_text(properties["PolicyDocument"])
    for kind in ("role", "group", "user"):
        for one in properties.get(f"{kind.capitalize()}s", ()):
            getattr(iam, f"put_{kind}_policy")(
                **{f"{kind.capitalize()}Name": one},
                PolicyName=properties["PolicyName"],
                PolicyDocument=document,
            )
        for one in _missing(before, properties, f"{kind.capitalize()}s"):
            _take(calls, kind, one, properties)


def _take(calls: AccountCalls, kind: str, name: str, properties: Props) -> None:
    given = {f"{kind.capitalize()}Name": name, "PolicyName": properties["PolicyName"]}
    _unless_gone(calls, f"delete_{kind}_policy", given)


def _take_all(calls: AccountCalls, _id: str, properties: Props) -> None:
    for kind in ("role", "group", "user"):
        for one in properties.get(f"{kind.capitalize()}s", ()):
            _take(calls, kind, one, properties)


def _is_seen(known: Props) -> bool:
    """Whether services see a new role."""
    return is_visible(known["Role"]["Arn"])


ACCESS: Mapping[str, ResourceType] = {
    "AWS::IAM::Group": _principal("group"),
    "AWS::IAM::Policy": ResourceType(
        service="iam",
        create=lambda _calls, _properties: {"Generated": f"Policy-{random_suffix()}"},
        id="Generated",
        own=("PolicyDocument", "Roles", "Groups", "Users"),
        settle=_put,
        delete=_take_all,
    ),
    "AWS::IAM::Role": replace(
        _principal("role"),
        mutable=("AssumeRolePolicyDocument",),
        settle=_settle_role,
        ready=_is_seen,
    ),
    "AWS::IAM::User": _principal("user"),
}
