"""The answers to refused requests, with the codes and messages of each service.

https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from moto.core.exceptions import ServiceException
from moto.core.model import OperationModel
from moto.core.request import determine_request_protocol
from moto.core.serialize import get_serializer_class
from moto.core.utils import get_service_model

from iam.callers import Kind
from iam.decisions import Decision
from simulator.authorization.calls import Call

_CODES = {
    "cloudwatch": "AccessDenied",
    "ec2": "UnauthorizedOperation",
    "sns": "AuthorizationError",
    "sqs": "AccessDenied",
}
"""The code of a refused request, where it is not that of the service's protocol.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
https://docs.aws.amazon.com/sns/latest/api/CommonErrors.html
"""

_JSON_CODE, _XML_CODE = "AccessDeniedException", "AccessDenied"


class _RefusalError(ServiceException):
    """A refusal for moto's serializers, which read the service from the name of the module."""

    __module__ = "moto.sts.exceptions"


class RefusedError(Exception):
    """A call is refused; `code` and the message are AWS's."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def refused(call: Call, decision: Decision) -> RefusedError:
    """Returns the error of a call for which a request is denied."""
    protocol = str(get_service_model(call.service).protocol)
    code = _CODES.get(call.service) or (_JSON_CODE if "json" in protocol else _XML_CODE)
    message = decision.message
    if decision.caller.kind is Kind.ANONYMOUS:
        message = "Access Denied"
    elif call.service == "ec2":
        message = f"You are not authorized to perform this operation. {message}"
    elif call.service == "s3":
        resource = decision.request.resource
        message = message.replace(f"resource: {resource}", f'resource: "{resource}"')
    return RefusedError(code, message)


def unknown_call(environ: Mapping[str, Any]) -> RefusedError:
    """Returns the error of a request that is not a call of a known operation."""
    target = environ.get("HTTP_X_AMZ_TARGET") or environ["PATH_INFO"]
    return RefusedError(
        _XML_CODE,
        f"{environ['REQUEST_METHOD']} {target} is not an operation that the account can authorize;"
        " add its service to simulator/authorization/calls.py",
    )


def answer(call: Call | None, error: RefusedError) -> tuple[str, Mapping[str, str], bytes]:
    """Returns the status line, headers and body of a refusal in the service's protocol.

    The body is plain text if the call is not known.
    """
    status = f"{HTTPStatus.FORBIDDEN.value} {HTTPStatus.FORBIDDEN.phrase}"
    if call is None:
        return status, {"Content-Type": "text/plain"}, f"{error.code}: {error.message}".encode()
    model = get_service_model(call.service)
    protocol = determine_request_protocol(model, call.headers.get("content-type", ""))
    operation: OperationModel = model.operation_model(call.operation)
    serializer = get_serializer_class(model.service_name, protocol)(operation_model=operation)
    answered = serializer.serialize(_RefusalError(error.code, error.message))
    body = answered["body"]
    encoded = body.encode() if isinstance(body, str) else body
    return status, answered["headers"], encoded
