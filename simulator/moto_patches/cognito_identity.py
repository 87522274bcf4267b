"""The roles of identity pools, and the credentials that a pool gives to its users.

moto has no roles of pools, and gives each user the same invalid key. Here a user gets a session of
the pool's role, which must be attached to the pool and must trust the user, as in AWS.
https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html
"""

import json
from typing import Any

from moto.cognitoidentity.models import cognitoidentity_backends
from moto.cognitoidentity.responses import CognitoIdentityResponse
from moto.core.exceptions import JsonRESTError
from moto.sts.models import sts_backends

from iam.callers import Caller
from iam.policy_sets import Policies
from iam.requests import Request
from simulator.authorization.enforcement import decided
from simulator.authorization.identities import Identity
from simulator.plugins.aws.records import delete_record, read_record, write_record

_HOST = "cognito-identity.amazonaws.com"
_ATTACHMENT = "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment"

_SECONDS = 3600
"""The duration of a session (https://docs.aws.amazon.com/cognito/latest/developerguide/limits.html)."""


class _InvalidConfigurationError(JsonRESTError):
    def __init__(self) -> None:
        super().__init__(
            "InvalidIdentityPoolConfigurationException",
            "Invalid identity pool configuration. Check assigned IAM roles for this pool.",
        )


def _credentials(self: CognitoIdentityResponse) -> str:
    kind = "authenticated" if self._get_param("Logins") else "unauthenticated"
    return json.dumps(_session(self.current_account, self._get_param("IdentityId"), kind))


def _session(account: str, identity: str, kind: str) -> dict[str, Any]:
    pool = _pool_of(account, identity)
    role = ((read_record(_ATTACHMENT, pool) or {}).get("roles") or {}).get(kind)
    if not role:
        raise _InvalidConfigurationError
    keys = {f"{_HOST}:aud": pool, f"{_HOST}:sub": identity, f"{_HOST}:amr": kind}
    caller = Identity(Caller.web_identity(_HOST), Policies(), keys)
    if not decided(caller, Request("sts:AssumeRoleWithWebIdentity", role), keys).allowed:
        raise _InvalidConfigurationError
    session = sts_backends[account]["aws"].assume_role(
        pool.partition(":")[0], "CognitoIdentityCredentials", role, "", _SECONDS, ""
    )
    vars(session)["condition_keys"] = keys
    credentials = {
        "AccessKeyId": session.access_key_id,
        "SecretKey": session.secret_access_key,
        "SessionToken": session.session_token,
        "Expiration": session.expiration.timestamp(),
    }
    return {"IdentityId": identity, "Credentials": credentials}


def _pool_of(account: str, identity: str) -> str:
    # The request is not signed, so it names no region.
    for backend in cognitoidentity_backends[account].values():
        for pool, known in backend.pools_identities.items():
            if any(one["IdentityId"] == identity for one in known["Identities"]):
                return pool
    raise JsonRESTError("ResourceNotFoundException", f"Identity '{identity}' not found.")


def _set_roles(self: CognitoIdentityResponse) -> str:
    """Overwrite the roles of a pool, which are in the same record as the plugin's."""
    pool, roles = self._get_param("IdentityPoolId"), self._get_param("Roles")
    self.backend.describe_identity_pool(pool)
    if self._get_param("RoleMappings"):
        message = "the simulated account does not support RoleMappings"
        raise JsonRESTError("InvalidParameterException", message)
    if roles:
        place = {"arn": pool, "region": self.region}
        write_record(_ATTACHMENT, pool, {"identityPoolId": pool, "roles": roles, **place})
    else:
        delete_record(_ATTACHMENT, pool)
    return "{}"


def _get_roles(self: CognitoIdentityResponse) -> str:
    pool = self._get_param("IdentityPoolId")
    self.backend.describe_identity_pool(pool)
    roles = (read_record(_ATTACHMENT, pool) or {}).get("roles") or {}
    return json.dumps({"IdentityPoolId": pool, "Roles": roles})


def install() -> None:
    """Patch moto in this process."""
    setattr(CognitoIdentityResponse, "get_identity_pool_roles", _get_roles)  # noqa: B010
    setattr(CognitoIdentityResponse, "set_identity_pool_roles", _set_roles)  # noqa: B010
    CognitoIdentityResponse.get_credentials_for_identity = _credentials
