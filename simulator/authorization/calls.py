"""A request to an AWS API, read with botocore's description of the service.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
"""

import io
import json
import re
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from botocore.exceptions import UnknownServiceError
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import Request, determine_request_protocol
from moto.core.routing import get_service_router
from moto.core.utils import get_service_model
from werkzeug.exceptions import NotFound

_CREDENTIAL = re.compile(r"Credential=([^/,]+)/[^/]+/([^/]+)/([^/]+)/aws4_request")
"""The access key, region and service of a signature, in the header or the query."""

_BOTOCORE_NAMES = {
    "access-analyzer": "accessanalyzer",
    "elasticfilesystem": "efs",
    "elasticloadbalancing": "elbv2",
    "email": "ses",
    "monitoring": "cloudwatch",
    "states": "stepfunctions",
    "tagging": "resourcegroupstaggingapi",
}
"""botocore's name of a service, where it is not the name in signatures."""

_IAM_PREFIXES = {"email": "ses", "monitoring": "cloudwatch", "tagging": "tag"}
"""The prefix of a service's IAM actions, where it is not the name in signatures.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

_UNSIGNED = {
    "AWSCognitoIdentityProviderService": "cognito-idp",
    "AWSCognitoIdentityService": "cognito-identity",
    "AssumeRoleWithSAML": "sts",
    "AssumeRoleWithWebIdentity": "sts",
    "ConfirmSubscription": "sns",
    "Unsubscribe": "sns",
}
"""The service of a request without a signature, by its target or action; otherwise it is S3.

https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-public-server-side.html
"""


_FORM = {"ACL": "acl", "Key": "key", "Tagging": "tagging"}
"""The fields of a browser's form for parameters of a new object.

https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
"""


@dataclass(frozen=True)
class Call:
    """A call of an operation of a service.

    `service` is botocore's name, `prefix` that of IAM's actions. `key_id` is the access key of the
    signature, and empty without one. `headers` have names in lower case.
    """

    service: str
    prefix: str
    region: str
    operation: str
    parameters: Mapping[str, Any]
    key_id: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    session_token: str = ""
    expired: bool = False
    """Whether it is a presigned URL or a browser's form that has expired."""

    def texts(self, *names: str) -> list[str]:
        """The values of parameters, given by name; a list has several, a missing one has none."""
        return [text for name in names for text in _texts(self.parameters.get(name))]

    def text(self, *names: str) -> str:
        """The first of the values of parameters; empty if there is none."""
        return next(iter(self.texts(*names)), "")


def read_call(environ: Mapping[str, Any], body: bytes) -> Call | None:
    """Returns the call of a WSGI request; None if the service has no such operation."""
    request = Request({**environ, "wsgi.input": io.BytesIO(body)})
    key_id, region, signing_name = _signature(request)
    service = _BOTOCORE_NAMES.get(signing_name, signing_name)
    if service == "s3" and request.path.startswith("/v20180820/"):
        service = "s3control"
    read = _operation(service, request)
    if read is None:
        return None
    operation, parameters = read
    headers = _lower(request.headers.items())
    signed = (headers, *(_lower(values.items()) for values in (request.args, _form(request))))
    token = next(filter(None, (values.get("x-amz-security-token") for values in signed)), "")
    prefix = _IAM_PREFIXES.get(signing_name, signing_name)
    expired = _has_expired(request)
    return Call(service, prefix, region, operation, parameters, key_id, headers, token, expired)


def _signature(request: Request) -> tuple[str, str, str]:
    """The access key, region and service of a request; without a signature the key is empty."""
    form = _form(request) or request.args
    credential = request.args.get("X-Amz-Credential") or form.get("x-amz-credential", "")
    for text in (request.headers.get("Authorization", ""), f"Credential={credential}"):
        if found := _CREDENTIAL.search(text):
            return found[1], found[2], found[3].lower()
    if key := form.get("AWSAccessKeyId"):
        # Signature Version 2, with which boto3 signs URLs and forms of S3 unless configured.
        return key, "us-east-1", "s3"
    target = request.headers.get("X-Amz-Target", "").partition(".")[0]
    key = target or request.values.get("Action", "")
    return "", "us-east-1", _UNSIGNED.get(key, "s3")


def _operation(service: str, request: Request) -> tuple[str, Mapping[str, Any]] | None:
    try:
        model = get_service_model(service)
        found, labels = get_service_router(service).match(request)
    except (NotFound, NotImplementedError, UnknownServiceError):
        return None
    protocol = determine_request_protocol(model, request.content_type)
    parser = cast(Any, PROTOCOL_PARSERS[protocol])(found, map_type=dict)
    parsed: Mapping[str, Any] = parser.parse(
        {
            "method": request.method,
            "values": request.values,
            "headers": request.headers,
            "body": request.data,
            "url_path": request.path,
            "url_params": labels,
        }
    )
    if found.name == "PostObject":
        of_form = {name: request.form.get(field) for name, field in _FORM.items()}
        parsed = {**parsed, **labels, **of_form}
    return str(found.name), parsed


def _has_expired(request: Request) -> bool:
    """Whether a presigned URL or a browser's form has expired.

    https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
    https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
    """
    now, query = datetime.now(UTC), request.args
    if policy := _form(request).get("policy"):
        return now > datetime.fromisoformat(json.loads(b64decode(policy))["expiration"])
    if until := query.get("Expires"):
        # Signature Version 2 has the time in seconds since 1970.
        return now.timestamp() > int(until)
    date, seconds = query.get("X-Amz-Date"), query.get("X-Amz-Expires")
    if not date or not seconds:
        return False
    begin = datetime.strptime(date, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return now > begin + timedelta(seconds=int(seconds))


def _form(request: Request) -> Mapping[str, str]:
    """The fields of a browser's form; empty for another request."""
    is_form = request.method == "POST" and request.mimetype == "multipart/form-data"
    return request.form if is_form else {}


def _lower(values: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    return {name.lower(): value for name, value in values}


def _texts(value: Any) -> Iterator[str]:
    match value:
        case None | "":
            return
        case list():
            for one in cast(list[Any], value):
                yield from _texts(one)
        case _:
            yield str(value)
