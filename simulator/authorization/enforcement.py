"""Refuses each request to the account that IAM would refuse.

A request is authorized before moto sees it. It needs all actions of its operation, on each of its
resources, and what the service does for the caller.
"""

import io
import json
import logging
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from moto.iam.access_control import PermissionResult
from moto.moto_server.werkzeug_app import DomainDispatcherApplication
from moto.s3.models import FakeBucket
from moto.sts.models import AssumedRole, STSBackend

from iam.decisions import Decision
from iam.evaluation import decide
from iam.requests import Request
from simulator.authorization.actions import actions_of
from simulator.authorization.calls import Call, read_call
from simulator.authorization.context import Keys, keys_of, keys_of_resource, requested_tags
from simulator.authorization.further import further_requests
from simulator.authorization.identities import (
    Identity,
    UnknownKeyError,
    identity_of,
    named_caller,
)
from simulator.authorization.lookups import account_id
from simulator.authorization.refusals import RefusedError, answer, refused, unknown_call
from simulator.authorization.resource_policies import resource_of
from simulator.authorization.resources import resources_of
from simulator.authorization.web_identity import identity_of_token

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

USED_PATH = "/simulated-account/actions"
"""The path at which the server returns `USED`."""

_OUTSIDE = ("/moto-api/", "/latest/meta-data/", "/latest/api/", "/simulated-eks/reviews/")
"""Paths that belong to no AWS service: of moto, instance metadata, and control planes."""

_PUBLIC = ("/.well-known/jwks.json", "/.well-known/openid-configuration")
"""The ends of the paths with the public keys of user pools, which need no signature.

https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
"""

USED: dict[str, set[str]] = {}
"""The actions that were allowed, by the ARN of the user or role."""

_SESSION: ContextVar[Keys] = ContextVar("_SESSION")
"""The attributes of the session that the current call begins."""

_assume_role = STSBackend.assume_role


def authorize(call: Call) -> None:
    """Decide about a call; raises RefusedError if IAM does not allow it."""
    try:
        web = call.operation == "AssumeRoleWithWebIdentity"
        identity = identity_of_token(call) if web else identity_of(call)
    except UnknownKeyError as error:
        raise RefusedError(error.code, str(error)) from None
    call = named_caller(call, identity)
    if call.expired:
        raise RefusedError("AccessDenied", "Request has expired")
    common = {**identity.keys, **keys_of(call)}
    try:
        requests = [*_requests(call)]
    except LookupError as error:
        raise RefusedError("AccessDenied", str(error)) from None
    for request in requests:
        decision = decided(identity, request, common)
        if not decision.allowed:
            logging.warning("IAM: %s (%s)", decision.message, decision.reason)
            raise refused(call, decision)
        _remember(identity, request.action)
    _SESSION.set(
        {
            "condition_keys": _keys_of_session(call, identity),
            "policy_arns": [one["arn"] for one in call.parameters.get("PolicyArns") or ()],
        }
    )


def _remember(identity: Identity, action: str) -> None:
    principal = identity.caller.role_arn or identity.caller.arn
    USED.setdefault(principal, set()).add(action)


def decided(identity: Identity, request: Request, common: Keys) -> Decision:
    """The decision about one request of an identity; `common` are the keys of its call."""
    of_resource = keys_of_resource(request.resource)
    asked = replace(request, context={**common, **of_resource, **request.context})
    resource = resource_of(request.action, request.resource)
    return decide(asked, identity.caller, replace(identity.policies, resource=resource))


def answer_requests(environ: "WSGIEnvironment") -> str:
    """Decide about requests without taking them: returns the messages of those refused, as JSON.

    The body is a JSON list of requests: an action, the ARN of a resource, and condition keys.
    """
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    key_id = environ["HTTP_AUTHORIZATION"].partition("Credential=")[2].partition("/")[0]
    token = environ.get("HTTP_X_AMZ_SECURITY_TOKEN", "")
    region = environ["HTTP_AUTHORIZATION"].split("/")[2]
    call = Call("sts", "sts", region, "", {}, key_id, session_token=token)
    try:
        identity = identity_of(call)
    except UnknownKeyError as error:
        return json.dumps({action: str(error) for action, *_ in json.loads(body)})
    common = {**keys_of(call), **identity.keys}
    messages: dict[str, str] = {}
    for action, arn, keys in json.loads(body):
        resource = arn.replace("{account}", account_id())
        decision = decided(identity, Request(action, resource, keys), common)
        if decision.allowed:
            _remember(identity, action)
        else:
            messages[action] = decision.message
    return json.dumps(messages)


def _requests(call: Call) -> Iterator[Request]:
    """Yields everything that a call needs."""
    concerned: tuple[str, ...] = ("*",)
    privileges = actions_of(call)
    for privilege in privileges:
        concerned = resources_of(call, privilege, account_id())
        yield from (Request(privilege.action, arn) for arn in concerned)
    if privileges:
        yield from further_requests(call, concerned, account_id())


def _keys_of_session(call: Call, identity: Identity) -> Keys:
    """The condition keys of a session that last as long as it does."""
    if call.operation == "AssumeRoleWithWebIdentity":
        return dict(identity.keys)
    keys = {f"aws:PrincipalTag/{key}": value for key, value in requested_tags(call)}
    with_mfa = {"aws:MultiFactorAuthPresent": "true"} if call.text("TokenCode") else {}
    return {**keys, **with_mfa}


def _assume_with_attributes(self: STSBackend, *given: Any, **named: Any) -> AssumedRole:
    session = _assume_role(self, *given, **named)
    vars(session).update(_SESSION.get({}))
    return session


def _is_outside(environ: "WSGIEnvironment") -> bool:
    path, unsigned = environ["PATH_INFO"], "HTTP_AUTHORIZATION" not in environ
    return path.startswith(_OUTSIDE) or (unsigned and path.endswith(_PUBLIC))


def _permit(self: FakeBucket, action: str, resource: str) -> PermissionResult:
    """The account has authorized the request already."""
    return PermissionResult.PERMITTED


def install() -> None:
    """Authorize the requests of this process, which must be the account's server."""
    answer_allowed = DomainDispatcherApplication.__call__
    FakeBucket.get_permission = _permit
    STSBackend.assume_role = _assume_with_attributes

    def answer_or_refuse(
        self: DomainDispatcherApplication,
        environ: "WSGIEnvironment",
        start_response: "StartResponse",
    ) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "OPTIONS" or _is_outside(environ):
            return answer_allowed(self, environ, start_response)
        body: bytes = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        call = read_call(environ, body)
        try:
            if call is None:
                raise unknown_call(environ)
            authorize(call)
        except RefusedError as error:
            status, headers, refusal = answer(call, error)
            start_response(status, [*headers.items(), ("Content-Length", str(len(refusal)))])
            return [b"" if environ["REQUEST_METHOD"] == "HEAD" else refusal]
        return answer_allowed(self, environ, start_response)

    DomainDispatcherApplication.__call__ = answer_or_refuse
