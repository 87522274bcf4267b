"""Cross-origin requests to S3, which a bucket's CORS rules allow.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html

The other services allow every origin, as AWS does. All services share one address here, so a
preflight request to the path `/` is answered for them.
"""

import re
from typing import Any

import flask
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.moto_server import werkzeug_app
from moto.s3.exceptions import AccessForbidden, BadRequest, MissingBucket
from moto.s3.models import CorsRule, s3_backends
from moto.s3.responses import S3Response
from moto.s3.utils import bucket_name_from_url as name_in_host
from moto.s3bucket_path.utils import bucket_name_from_url as name_in_path

_allow_every_origin = werkzeug_app.CORS

_NOT_ALLOWED = (
    "CORSResponse: This CORS request is not allowed. This is usually because the evalution of"
    " Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are"
    " not whitelisted by the resource's CORS spec."
)


def _allow_origins(app: flask.Flask) -> None:
    if vars(app)["service"] != "s3":
        _allow_every_origin(app)
        return
    _allow_every_origin(app, resources=r"/$")
    app.after_request(_with_allowed)


def _answer_preflight(self: S3Response, headers: Any, bucket_name: str) -> tuple[int, Any, str]:
    """Answer an OPTIONS request; `_with_allowed` adds the headers. Raises AccessForbidden."""
    if "Origin" not in headers:
        raise BadRequest("Insufficient information. Origin request header needed.")
    if "Access-Control-Request-Method" not in headers:
        raise BadRequest("Invalid Access-Control-Request-Method: null")
    try:
        rules = self.backend.get_bucket_cors(bucket_name)
    except MissingBucket:
        raise AccessForbidden("CORSResponse: Bucket not found") from None
    if not rules:
        raise AccessForbidden("CORSResponse: CORS is not enabled for this bucket.")
    if not _matching(rules):
        raise AccessForbidden(_NOT_ALLOWED)
    return 200, {}, ""


def _with_allowed(response: flask.Response) -> flask.Response:
    """Add the headers of the first matching rule to the answer to the current request."""
    hosted = S3Response.subdomain_based_buckets(flask.request)
    bucket = (name_in_host if hosted else name_in_path)(flask.request.url)
    try:
        rule = _matching(s3_backends[DEFAULT_ACCOUNT_ID]["aws"].get_bucket_cors(bucket or ""))
    except MissingBucket:
        rule = None
    if rule:
        response.headers.update(_headers(rule))
    return response


def _matching(rules: list[CorsRule]) -> CorsRule | None:
    """The first rule that allows the current request's origin, method and requested headers."""
    headers = flask.request.headers
    origin = headers.get("Origin")
    method = headers.get("Access-Control-Request-Method") or flask.request.method
    for rule in rules:
        allowed_headers = [name.lower() for name in rule.allowed_headers or []]
        if (
            origin
            and _any(rule.allowed_origins, origin)
            and method in rule.allowed_methods
            and all(_any(allowed_headers, one) for one in _requested_headers())
        ):
            return rule
    return None


def _headers(rule: CorsRule) -> dict[str, str]:
    every = "*" in rule.allowed_origins
    found = {
        "Access-Control-Allow-Origin": "*" if every else flask.request.headers["Origin"],
        "Access-Control-Allow-Methods": ", ".join(rule.allowed_methods),
        "Access-Control-Allow-Headers": ", ".join(_requested_headers()),
        "Access-Control-Expose-Headers": ", ".join(rule.exposed_headers or []),
        "Access-Control-Max-Age": rule.max_age_seconds,
        "Access-Control-Allow-Credentials": None if every else "true",
        "Vary": "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
    }
    return {name: value for name, value in found.items() if value}


def _requested_headers() -> list[str]:
    """The headers that a preflight request asks for; none for other requests."""
    names = flask.request.headers.get("Access-Control-Request-Headers", "").lower().split(",")
    return [name.strip() for name in names if name.strip()]


def _any(patterns: list[str], value: str) -> bool:
    """Whether a pattern, in which an asterisk matches any text, matches the value."""
    return any(re.fullmatch(re.escape(one).replace(r"\*", ".*"), value) for one in patterns)


def install() -> None:
    """Patch moto in this process."""
    werkzeug_app.CORS = _allow_origins
    S3Response._response_options = _answer_preflight
    S3Response._get_cors_headers_other = lambda self: {}
