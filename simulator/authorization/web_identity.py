"""The caller of AssumeRoleWithWebIdentity: a person or workload with a token of an OIDC provider.

The signature of the token is not verified, because the provider's keys are on the internet.
https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
"""

import base64
import json
import time
from collections.abc import Mapping
from typing import Any, cast

from iam.callers import Caller
from iam.policy_sets import Policies
from simulator.authorization.calls import Call
from simulator.authorization.identities import Identity, UnknownKeyError
from simulator.authorization.lookups import account_id, iam

_COGNITO = "cognito-identity.amazonaws.com"
"""The provider of identity pools, which exists in each account.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
"""


def identity_of_token(call: Call) -> Identity:
    """Returns the identity of a token; raises UnknownKeyError for an invalid one."""
    claims = _claims(call.text("WebIdentityToken"))
    issuer = str(claims.get("iss", ""))
    host = issuer.removeprefix("https://")
    keys = {f"{host}:{claim}": value for claim, value in claims.items()}
    if host == _COGNITO:
        return Identity(Caller.web_identity(host), Policies(), keys)
    arn = f"arn:aws:iam::{account_id()}:oidc-provider/{host}"
    provider = iam().open_id_providers.get(arn)
    if provider is None:
        raise UnknownKeyError(
            "InvalidIdentityToken",
            f"No OpenIDConnect provider found in your account for {issuer}",
        )
    audience = claims.get("aud")
    audiences = cast(list[str], audience if isinstance(audience, list) else [audience])
    if not set(audiences) & set(provider.client_id_list):
        raise UnknownKeyError("InvalidIdentityToken", "Incorrect token audience")
    if float(claims.get("exp", 0)) < time.time():
        raise UnknownKeyError("ExpiredTokenException", "Token expired: the token is too old")
    return Identity(Caller.web_identity(arn), Policies(), keys)


def _claims(token: str) -> Mapping[str, Any]:
    """The claims of a JSON Web Token (https://www.rfc-editor.org/rfc/rfc7519)."""
    try:
        payload = token.split(".")[1]
        padded = payload + "=" * (-len(payload) % 4)
        return json.loads(base64.urlsafe_b64decode(padded))
    except (IndexError, ValueError):
        raise UnknownKeyError(
            "InvalidIdentityToken", "The ID Token provided is not a valid JWT."
        ) from None
