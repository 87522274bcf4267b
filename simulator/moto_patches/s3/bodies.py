"""Stores uploads byte by byte, for each content type.

moto parses the body of a form, such as `application/x-www-form-urlencoded`, and loses its bytes.
Only calls of the query protocol and browser uploads are forms. Both are POST requests without a
signature in the query string. A body without a length is refused, as in S3.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from moto.moto_server.werkzeug_app import BackendRequest, DomainDispatcherApplication

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_NOT_IMPLEMENTED = b"""<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>NotImplemented</Code><Message>A header you provided implies functionality that is not\
 implemented</Message><Header>Transfer-Encoding</Header></Error>"""
"""S3's answer to a chunked body (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html).
"""

_read_form = DomainDispatcherApplication._get_body


def _is_form(environ: "WSGIEnvironment") -> bool:
    presigned = "Signature=" in environ.get("QUERY_STRING", "")
    return (
        environ["REQUEST_METHOD"] == "POST" and not presigned and bool(environ.get("CONTENT_TYPE"))
    )


def _read_only_forms(self: DomainDispatcherApplication, environ: "WSGIEnvironment") -> str | None:
    """Leave other bodies unread; moto reads them to find the service of an unsigned request."""
    return _read_form(self, environ) if _is_form(environ) else None


def install() -> None:
    """Patch moto in this process."""
    answer = DomainDispatcherApplication.__call__

    def answer_or_refuse_chunks(
        self: DomainDispatcherApplication,
        environ: "WSGIEnvironment",
        start_response: "StartResponse",
    ) -> Iterable[bytes]:
        if "HTTP_TRANSFER_ENCODING" not in environ:
            return answer(self, environ, start_response)
        start_response("501 Not Implemented", [("Content-Type", "application/xml")])
        return [_NOT_IMPLEMENTED]

    DomainDispatcherApplication.__call__ = answer_or_refuse_chunks
    DomainDispatcherApplication._get_body = _read_only_forms
    parsed = property(lambda self: _is_form(self.environ))
    setattr(BackendRequest, "want_form_data_parsed", parsed)  # noqa: B010
