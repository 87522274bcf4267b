"""Who sends a call: the caller, its policies, and the condition keys of its session."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from moto.core.utils import get_service_model, utcnow
from moto.iam.models import User
from moto.sts.models import AssumedRole, sts_backends

from iam.callers import Caller, Kind
from iam.policy_sets import Policies, Policy
from simulator.account.account import ORGANIZATION_VARIABLE, OWN_KEY
from simulator.authorization.calls import Call
from simulator.authorization.lookups import UNKNOWN, account_id, iam
from simulator.authorization.resource_policies import read_policy

_ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"

_NAME = "UserName"

_MFA = "aws:MultiFactorAuthPresent"


class UnknownKeyError(Exception):
    """The account has no such access key, or its session has ended; `code` is AWS's."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Identity:
    """A caller, the policies that limit it, and the condition keys of its session."""

    caller: Caller
    policies: Policies
    keys: Mapping[str, Any] = field(default_factory=dict[str, Any])


def identity_of(call: Call) -> Identity:
    """Returns the identity that an access key belongs to; anonymous without a key.

    Raises UnknownKeyError.
    """
    if not call.key_id:
        return Identity(Caller.anonymous(), Policies())
    found = _of_key(call)
    organization = os.environ.get(ORGANIZATION_VARIABLE)
    keys = {"aws:PrincipalOrgID": organization} if organization else {}
    return replace(found, keys={**keys, **found.keys})


def named_caller(call: Call, identity: Identity) -> Call:
    """Returns a call of IAM with the caller's user name, if it may omit the name and does.

    https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html
    """
    if call.service != "iam" or identity.caller.kind is not Kind.USER:
        return call
    shape = get_service_model("iam").operation_model(call.operation).input_shape
    optional = set(shape.members) - set(shape.required_members) if shape else set[str]()
    if _NAME not in optional and call.operation != "ChangePassword":
        return call
    name = identity.caller.arn.rpartition("/")[2]
    return replace(call, parameters={**call.parameters, _NAME: call.text(_NAME) or name})


def _of_key(call: Call) -> Identity:
    if call.key_id == OWN_KEY:
        policies = Policies(identity=(_managed(_ADMINISTRATOR),))
        return Identity(Caller.user(f"arn:aws:iam::{account_id()}:user/moto"), policies)
    if session := _session(call):
        return _of_session(session)
    key = iam().access_keys.get(call.key_id)
    if key is None or key.status != "Active" or not key.user_name:
        raise _invalid()
    return _of_user(iam().get_user(key.user_name))


def _invalid() -> UnknownKeyError:
    return UnknownKeyError(
        "InvalidClientTokenId", "The security token included in the request is invalid."
    )


def _session(call: Call) -> AssumedRole | None:
    session = sts_backends[account_id()]["aws"].get_assumed_role_from_access_key(call.key_id)
    if session is None:
        return None
    if session.expiration < utcnow():
        raise UnknownKeyError(
            "ExpiredToken", "The security token included in the request is expired"
        )
    if call.session_token != session.session_token:
        raise _invalid()
    return session


def _of_session(session: AssumedRole) -> Identity:
    try:
        role = iam().get_role_by_arn(session.role_arn)
    except UNKNOWN:
        raise _invalid() from None
    given = (read_policy("session", session.policy),) if session.policy else ()
    attached = (_managed(arn) for arn in getattr(session, "policy_arns", ()))
    policies = Policies(
        identity=tuple(_policies(role)), boundary=_boundary(role), session=(*given, *attached)
    )
    keys = _principal_tags({one["Key"]: one["Value"] for one in role.tags or ()})
    # A session without MFA has the key; a request with a long-term key does not.
    keys |= {_MFA: "false", "aws:userid": session.user_id}
    keys |= getattr(session, "condition_keys", {})
    return Identity(Caller.session(session.role_arn, session.session_name), policies, keys)


def _of_user(user: User) -> Identity:
    groups = iam().get_groups_for_user(user.name)
    own = (user, *groups)
    policies = Policies(identity=tuple(one for holder in own for one in _policies(holder)))
    tags = iam().tagger.get_tag_dict_for_resource(user.arn)
    return Identity(
        Caller.user(user.arn), policies, {"aws:userid": user.id, **_principal_tags(tags)}
    )


def _policies(holder: Any) -> Iterator[Policy]:
    """The managed and inline policies of a user, group or role."""
    yield from (_managed(arn) for arn in holder.managed_policies)
    yield from (read_policy(name, document) for name, document in holder.policies.items())


def _boundary(role: Any) -> Policy | None:
    return _managed(role.permissions_boundary_arn) if role.permissions_boundary_arn else None


def _managed(arn: str) -> Policy:
    policy = iam().managed_policies[arn]
    version = policy.default_version_id
    return read_policy(
        arn, next(one.document for one in policy.versions if one.version_id == version)
    )


def _principal_tags(tags: Mapping[str, str]) -> dict[str, str]:
    return {f"aws:PrincipalTag/{key}": value for key, value in tags.items()}
